import type { CellSummary, RunAnalysis } from "../../analysis/results/run-analysis.js";
import type { Run } from "../../record/schema/run-schema.js";
import { formatDate } from "../../words/date.js";
import { multiple, whole } from "../../words/number.js";
import { formatTime } from "../../words/time.js";
import { printable } from "./printable.js";
import { pooledLine } from "./recorded-run.js";
import { textTable } from "./table.js";

/** A run for a person: how and where it was recorded, and the time of every cell. `path`: its file. */
export function runText(run: Run, path: string, { pooled, experiments }: RunAnalysis): string[] {
  const head = [...headLines(run, path), ...(pooled === undefined ? [] : [pooledLine(pooled)])];
  return [
    ...head.map((line) => `${printable(line)}\n`),
    ...experiments.map(({ title, cells }) => `\n${printable(title)}\n${textTable(columns, cells.map(cellRow))}`),
  ];
}

const columns = [
  { head: "cell" },
  { head: "n", figures: true },
  { head: "median", figures: true },
  { head: "mean", figures: true },
  { head: "sd", figures: true },
  { head: "speed-up", figures: true },
  { head: "note" },
];

/** The row of a cell: trials, times, speed-up, notes. */
export function cellRow(cell: CellSummary): string[] {
  const time = (ms: number | null) => (ms === null ? "" : formatTime(ms));
  const { trials, failures, dropped, belowResolution, speedUp } = cell;
  const notes = [
    ...failures.map(({ reason, count }) => `${whole(count)} ${reason}`),
    ...(dropped === undefined ? [] : ["dropped"]),
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

/** Place and way of a recording, a line each. */
export function headLines(run: Run, path: string): string[] {
  const { machine, software, plan } = run;
  const cores = machine.availableParallelism ?? machine.logicalCores;
  const lines = [
    `${run.id}  ${run.status}`,
    `file      ${path}`,
    `machine   ${machine.name}${cores ? `, ${cores} cores` : ""}`,
    `recorded  ${formatDate(run.startedAt)}${software.node ? `, Node ${software.node}` : ""}, ${software.tool.name} ${software.tool.version}`,
  ];
  if (run.label !== undefined) lines.push(`label     ${run.label}`);
  if (plan) lines.push(`blocks    ${plan.blocksFinished} of ${plan.blocksPlanned}, seed ${run.seed}`);
  if (run.parent !== undefined) lines.push(`extends   ${run.parent}`);
  if (run.command !== undefined) lines.push(`again     ${run.command}`);
  if (run.origin) lines.push(`origin    ${run.origin.format}: ${run.origin.file}`);
  return lines;
}
