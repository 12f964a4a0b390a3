import type { Pooled } from "../../analysis/analyse-pooled.js";
import type { PooledFiles } from "../../analysis/results/run-analysis.js";
import type { Run } from "../../record/schema/run-schema.js";
import type { Given } from "../command.js";
import { extendCommand } from "../options/recorded-command.js";

/** A run that was just recorded. */
export interface Recorded {
  run: Run;
  file: string;
  /** What was asked for; of a run that goes on with another, the study of that one. */
  asked: Given;
  pooled: Pooled;
}

/** What programs are told of it. */
export async function recordedJson(recorded: Recorded) {
  const { run, file, pooled } = recorded;
  const precision = await precisionOfRun(recorded);
  return {
    id: run.id,
    file,
    status: run.status,
    ...(run.parent === undefined ? {} : { parent: run.parent, pooled: pooled.analysis.pooled }),
    ...(precision === null ? {} : { precision }),
  };
}

/** What a person is told beside the findings: whose blocks were pooled, what became of the precision. */
export async function recordedLines(recorded: Recorded): Promise<string[]> {
  const { run, asked, pooled } = recorded;
  const precision = await precisionOfRun(recorded);
  const lines = pooled.analysis.pooled === undefined ? [] : [pooledLine(pooled.analysis.pooled)];
  if (precision === null || run.plan === undefined) return lines;
  const { precisionLines } = await import("./precision-words.js");
  const again = (more: readonly string[]) => extendCommand(asked, run.id, more);
  return [...lines, ...precisionLines(precision, run.plan, again)];
}

async function precisionOfRun({ run, pooled }: Recorded) {
  const { precision } = run.plan ?? {};
  if (precision === undefined) return null;
  const { precisionOf } = await import("../../analysis/comparing/precision.js");
  return precisionOf(pooled.run.experiments, precision.targetPercent);
}

/** "Pooled: 20 blocks of 2026..., 20 of this run". */
export function pooledLine({ files, missing }: PooledFiles): string {
  const parts = files.map(({ id, blocks }, index) => {
    const own = index === files.length - 1;
    return `${blocks} blocks of ${own ? "this run" : id}`;
  });
  const lacking = missing === null ? "" : `; not those of ${missing.id}: ${missing.why}`;
  return `Pooled: ${parts.join(", ")}${lacking}`;
}
