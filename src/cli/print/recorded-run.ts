import type { LineageAnalysis } from "../../analysis/analyse-pooled.js";
import type { Precision } from "../../analysis/comparing/precision.js";
import { elsewhereSentences } from "../../analysis/results/elsewhere-words.js";
import { endingFailures, failureGroups } from "../../analysis/results/failed-cells.js";
import type { PooledFiles, RunAnalysis } from "../../analysis/results/run-analysis.js";
import { blocksWithoutRoom, hasFailed } from "../../record/folder/run-facts.js";
import { failedPrograms } from "../../record/schema/programs-of.js";
import type { Run } from "../../record/schema/run-schema.js";
import type { RecordingGiven } from "../options/recording-flags.js";
import { wrapped } from "./bullets.js";
import { failureLines } from "./failure-lines.js";
import { printable } from "./printable.js";

/** Findings of a run in its JSON. */
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
  /** Whether it ended as its file has no room for another block. */
  isFull: boolean;
}

/** A recorded run for programs. */
export function recordedJson({ run, file, pooled, precision, isFull }: RecordingResult) {
  const without = failedPrograms(run).map(({ name }) => name);
  return {
    id: run.id,
    file,
    status: run.status,
    ...(run.parent === undefined ? {} : { parent: run.parent, pooled: pooled.analysis.pooled }),
    ...(run.resumed && { resumed: run.resumed }),
    ...(precision === null ? {} : { precision }),
    ...(isFull && { full: true }),
    ...(hasFailed(run) && { failures: failuresJson(pooled.analysis) }),
    ...(without.length > 0 && { withoutResult: without }),
    findings: pooled.analysis.findings.slice(0, MOST),
  };
}

function failuresJson({ experiments }: RunAnalysis) {
  return experiments.flatMap(({ id, cells }) =>
    failureGroups(endingFailures(cells)).map(({ cells: { length }, words, trace }) => ({
      experiment: id,
      combinations: length,
      error: words,
      trace,
    })),
  );
}

/** A recorded run for a person: its answers, the files that were pooled, what failed, the precision. */
export async function recordedText(recorded: RecordingResult, columns: number): Promise<string> {
  const { answerText } = await import("./answer-text.js");
  const { analysis } = recorded.pooled;
  const said = analysis.pooled === undefined ? [] : [pooledLine(analysis.pooled)];
  said.push(...failureLines(analysis), ...elsewhereSentences(recorded.run));
  const texts = await Promise.all(said.map((text) => wrapped(text, columns)));
  // A command that is to be copied stays whole.
  const lines = [...(await precisionText(recorded)), ...(await resumeText(recorded))];
  if (recorded.isFull) lines.push(`Its file is full; more repeats go into another: npx ${await nextCommand(recorded)}`);
  texts.push(...lines.map(printable));
  return `${await answerText(analysis, columns)}${texts.map((text) => `${text}\n`).join("")}`;
}

/** What to run next for more: repeats that are added to this run. */
export async function nextCommand({ run, given }: RecordingResult): Promise<string> {
  const { extendCommand } = await import("../options/recorded-command.js");
  const budgetMs = run.plan?.budgetMs;
  const more = budgetMs
    ? ["--budget", `${Math.ceil((3 * budgetMs) / 60_000)}m`]
    : ["--blocks", String(blocksWithoutRoom(run) || 20)];
  return extendCommand(given, run.id, more);
}

/** How an interrupted run is gone on with. */
async function resumeText({ run, given }: RecordingResult): Promise<string[]> {
  if (run.status !== "interrupted") return [];
  const { resumeCommand } = await import("../options/recorded-command.js");
  return [`Interrupted: npx ${resumeCommand(given, run.id)} goes on with it`];
}

async function precisionText({ run, given, precision }: RecordingResult): Promise<string[]> {
  if (precision === null || run.plan === undefined) return [];
  const [{ precisionLines }, { extendCommand }] = await Promise.all([
    import("./precision-words.js"),
    import("../options/recorded-command.js"),
  ]);
  return precisionLines(precision, run.plan, (more) => extendCommand(given, run.id, more));
}

/** "Pooled: 20 repeats of 2026..., 20 of this run". */
export function pooledLine({ files, missing }: PooledFiles): string {
  const parts = files.map(({ id, blocks }, index) => {
    const own = index === files.length - 1;
    return `${blocks} repeats of ${own ? "this run" : id}`;
  });
  const lacking = missing === null ? "" : `; not those of ${missing.id}: ${missing.why}`;
  return `Pooled: ${parts.join(", ")}${lacking}`;
}
