import { group } from "d3-array";
import { elsewhereSentences } from "../../analysis/results/elsewhere-words.js";
import { partWords } from "../../analysis/results/part-words.js";
import type { CellSummary, RunAnalysis } from "../../analysis/results/run-analysis.js";
import { blocksWithoutRoom, hasFailed, isDated } from "../../record/folder/run-facts.js";
import { interpreterNames } from "../../record/schema/interpreter-names.js";
import type { Run } from "../../record/schema/run-schema.js";
import { formatDate } from "../../words/date.js";
import { measured } from "../../words/measure.js";
import { multiple, plural, whole } from "../../words/number.js";
import { bulletList, wrapped } from "./bullets.js";
import { failedLines, failureLines } from "./failure-lines.js";
import { printable } from "./printable.js";
import { pooledLine } from "./recorded-run.js";
import { textTable } from "./table.js";

/** A run for a person: how and where it was recorded, and the time of every cell. `path`: its file. */
export async function runText(run: Run, path: string, analysis: RunAnalysis, width: number): Promise<string[]> {
  const { pooled, experiments } = analysis;
  const [id = "", ...facts] = headLines(run, path);
  const failed = hasFailed(run) ? failedLines(analysis) : [];
  const head = [id, ...failed, ...facts, ...(pooled === undefined ? [] : [pooledLine(pooled)])];
  const part = partWords(analysis);
  const elsewhere = elsewhereSentences(run);
  const failures = hasFailed(run) ? [] : failureLines(analysis);
  return [
    ...head.map((line) => `${printable(line)}\n`),
    ...experiments.map(({ title, cells }) => `\n${printable(title)}\n${textTable(columns, cells.map(cellRow), width)}`),
    ...(elsewhere.length === 0 ? [] : ["\n", await lines(elsewhere, width)]),
    ...(part === null ? [] : ["\n", await lines([part], width)]),
    ...(failures.length === 0 ? [] : ["\n", await lines(failures, width)]),
    ...(await leftOut(experiments, width)),
  ];
}

async function lines(texts: readonly string[], width: number): Promise<string> {
  return (await Promise.all(texts.map(async (text) => `${await wrapped(text, width)}\n`))).join("");
}

/** The combinations that were left out or cut short, by reason. */
async function leftOut(experiments: RunAnalysis["experiments"], width: number): Promise<string[]> {
  const all = experiments.flatMap(({ cells }) => cells);
  const missing = experiments.flatMap(({ id, cells }) =>
    cells.flatMap(({ label, dropped }) => (dropped === undefined ? [] : [{ text: `${id}: ${label}`, dropped }])),
  );
  const lists = [...group(missing, ({ dropped }) => dropped)].map(async ([reason, those]) => {
    const count = `${those.length} of ${plural(all.length, "combination")}`;
    return `\n${count} ${printable(reason)}:\n${await bulletList(those, width)}`;
  });
  return Promise.all(lists);
}

const columns = [
  { head: "combination" },
  { head: "repeats", figures: true },
  { head: "median", figures: true },
  { head: "mean", figures: true },
  { head: "sd", figures: true },
  { head: "speed-up", figures: true },
  { head: "note" },
];

/** The row of a cell: trials, times, notes, and its speed-up over sequential, else over one worker of its own. */
export function cellRow(cell: CellSummary): string[] {
  const time = (value: number | null) => (value === null ? "" : measured(value, cell.measure));
  const { trials, failures, dropped, belowResolution } = cell;
  const speedUp = cell.speedUp ?? (cell.factors.workers > 1 ? cell.ownSpeedUp : null);
  const notes = [
    ...failures.map(({ reason, count }) => `${whole(count)} ${reason}`),
    ...(dropped === undefined ? [] : ["left out"]),
    ...(belowResolution ? ["below resolution"] : []),
  ];
  return [
    cell.label,
    whole(trials.ok),
    time(cell.medianMs),
    time(cell.meanMs),
    time(cell.sdMs),
    speedUp === null ? "" : multiple(speedUp.value),
    notes.join(", "),
  ];
}

/** "Scalebook 1.2.0"; an import may not tell the version. */
function toolWords({ name, version }: Run["software"]["tool"]): string {
  return version === "unknown" ? name : `${name} ${version}`;
}

/** Place and way of a recording, a line each. */
export function headLines(run: Run, path: string): string[] {
  const { machine, software, plan } = run;
  const cores = machine.availableParallelism ?? machine.logicalCores;
  const lines = [
    `${run.id}  ${run.status}`,
    `file      ${path}`,
    `machine   ${machine.name}${cores ? `, ${cores} cores` : ""}`,
    `${isDated(run) ? "recorded" : "imported"}  ${formatDate(run.startedAt)}${software.node ? `, Node ${software.node}` : ""}${software.interpreters ? `, ${interpreterNames(software)}` : ""}, ${toolWords(software.tool)}`,
  ];
  if (run.label !== undefined) lines.push(`label     ${run.label}`);
  if (plan)
    lines.push(
      `repeats   ${plan.blocksFinished} of ${plan.blocksPlanned}${blocksWithoutRoom(run) > 0 ? " (its file was full)" : ""}, seed ${run.seed}`,
    );
  if (run.parent !== undefined) lines.push(`extends   ${run.parent}`);
  for (const { id, trials } of run.resumed ?? []) lines.push(`resumed   ${id}, after ${plural(trials, "measurement")}`);
  if (run.command !== undefined) lines.push(`again     ${run.command}`);
  if (run.origin) lines.push(`origin    ${run.origin.format}: ${run.origin.file}`);
  return lines;
}
