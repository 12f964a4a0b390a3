import type { CellSummary, RunAnalysis } from "../../analysis/results/run-analysis.js";
import type { Run } from "../../record/schema/run-schema.js";
import { formatDate } from "../../words/date.js";
import { multiple, whole } from "../../words/number.js";
import { formatTime } from "../../words/time.js";
import { command, jsonOption, runsDirOption } from "../command.js";
import { printable } from "../print/printable.js";
import { pooledLine } from "../print/recorded-run.js";

export const show = command({
  name: "show",
  args: "<run>",
  summary: "Show a run: where and how it was recorded, and the time of every cell",
  options: [runsDirOption, jsonOption],
  examples: ["show latest", "show 20261121t061500z-lab-3f9a2c --json"],
  async run(given, io) {
    const [{ findPooled }, { openFolder }] = await Promise.all([
      import("../options/named-run.js"),
      import("../options/run-folder.js"),
    ]);
    const { run, path, pooled } = await findPooled(openFolder(given, io), given.positionals[0] ?? "");
    return { json: run, text: () => runText(run, path, pooled.analysis) };
  },
});

async function runText(run: Run, path: string, { pooled, experiments }: RunAnalysis): Promise<string[]> {
  const { textTable } = await import("../print/table.js");
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

/** The row of a cell: trials, times, speed-up, and what is odd about it. */
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

/** Where and how a run was recorded, a line each. */
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
