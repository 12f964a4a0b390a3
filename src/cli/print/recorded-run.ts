import type { LineageAnalysis } from "../../analysis/analyse-pooled.js";
import type { Precision } from "../../analysis/comparing/precision.js";
import type { PooledFiles, RunAnalysis } from "../../analysis/results/run-analysis.js";
import type { Run } from "../../record/schema/run-schema.js";
import type { RecordingGiven } from "../options/recording-flags.js";
import { bulletList } from "./bullets.js";

/** Findings that are printed after a run. */
const MOST = 3;

/** A run that was just recorded. */
export interface RecordingResult {
  run: Run;
  file: string;
  /** The arguments; of an extended run with the study of its parent. */
  given: RecordingGiven;
  pooled: LineageAnalysis;
  /** The precision that was reached; `null` where none was asked for. */
  precision: Precision | null;
}

/** A recorded run for programs. */
export function recordedJson({ run, file, pooled, precision }: RecordingResult) {
  return {
    id: run.id,
    file,
    status: run.status,
    ...(run.parent === undefined ? {} : { parent: run.parent, pooled: pooled.analysis.pooled }),
    ...(precision === null ? {} : { precision }),
    findings: pooled.analysis.findings.slice(0, MOST),
  };
}

/** A recorded run for a person: its best findings, the files that were pooled, the precision. */
export async function recordedText(recorded: RecordingResult, columns: number): Promise<string> {
  const { analysis } = recorded.pooled;
  const lines = analysis.pooled === undefined ? [] : [pooledLine(analysis.pooled)];
  lines.push(...(await precisionText(recorded)));
  return `${await bulletList(headlineOf(analysis), columns)}${lines.map((text) => `${text}\n`).join("")}`;
}

async function precisionText({ run, given, precision }: RecordingResult): Promise<string[]> {
  if (precision === null || run.plan === undefined) return [];
  const [{ precisionLines }, { extendCommand }] = await Promise.all([
    import("./precision-words.js"),
    import("../options/recorded-command.js"),
  ]);
  return precisionLines(precision, run.plan, (more) => extendCommand(given, run.id, more));
}

/** The best findings of a run, with a warning where other programs took cores from it. */
export function headlineOf({ findings, starved }: RunAnalysis): { text: string }[] {
  const best = findings.slice(0, MOST);
  if (starved.trials === 0 || best.some(({ id }) => id === "foreign-load")) return best;
  const own = starved.trials === 1 ? "its" : "their";
  const text =
    `Foreign load: ${starved.trials} of ${starved.judged} trials waited longer for a core than ${own} own workers explain. ` +
    "Record again when the machine is idle.";
  return [...best, { text }];
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
