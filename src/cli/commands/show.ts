import type { CellSummary, RunAnalysis } from "../../analysis/results/run-analysis.js";
import type { Run } from "../../record/schema/run-schema.js";
import { command, jsonOption, runsDirOf, runsDirOption } from "../command.js";
import { printResult } from "../print/result.js";

export const show = command({
  name: "show",
  args: "<run>",
  summary: "Show a run: where and how it was recorded, and the time of every cell",
  options: [runsDirOption, jsonOption],
  examples: ["show latest", "show 20261121t061500z-lab-3f9a2c --json"],
  async run(given, io) {
    const { findPooled } = await import("../options/named-run.js");
    const { run, path, pooled } = await findPooled(runsDirOf(given), given.positionals[0] ?? "");
    await printResult(given, io, { json: run, text: () => runText(run, path, pooled.analysis) });
    return 0;
  },
});

async function runText(run: Run, path: string, { pooled, experiments }: RunAnalysis): Promise<string> {
  const [{ pooledLine }, { textTable }, { printable }, { duration }] = await Promise.all([
    import("../print/recorded-run.js"),
    import("../print/table.js"),
    import("../print/printable.js"),
    import("../../words/figures.js"),
  ]);
  const head = [...headLines(run, path), ...(pooled === undefined ? [] : [pooledLine(pooled)])];
  const tables = experiments.map(({ title, cells }) => {
    const rows = cells.map((cell) => cellRow(cell, duration));
    return `\n${printable(title)}\n${textTable(columns, rows)}`;
  });
  return [...head.map((line) => `${printable(line)}\n`), ...tables].join("");
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

function cellRow(cell: CellSummary, duration: (ms: number) => string): string[] {
  const time = (ms: number | null) => (ms === null ? "" : duration(ms));
  const { trials, failures, dropped, belowResolution, speedUp } = cell;
  const notes = [
    ...failures.map(({ reason, count }) => `${count} ${reason}`),
    ...(dropped === undefined ? [] : ["dropped"]),
    ...(belowResolution ? ["below resolution"] : []),
  ];
  return [
    cell.label,
    String(trials.ok),
    time(cell.medianMs),
    time(cell.meanMs),
    time(cell.sdMs),
    speedUp === null ? "" : `${speedUp.value.toFixed(2)}×`,
    notes.join(", "),
  ];
}

function headLines(run: Run, path: string): string[] {
  const { machine, software, plan } = run;
  const cores = machine.availableParallelism ?? machine.logicalCores;
  const lines = [
    `${run.id}  ${run.status}`,
    `file      ${path}`,
    `machine   ${machine.name}${cores ? `, ${cores} cores` : ""}`,
    `recorded  ${run.startedAt}${software.node ? `, Node ${software.node}` : ""}, ${software.tool.name} ${software.tool.version}`,
  ];
  if (run.label !== undefined) lines.push(`label     ${run.label}`);
  if (plan) lines.push(`blocks    ${plan.blocksFinished} of ${plan.blocksPlanned}, seed ${run.seed}`);
  if (run.parent !== undefined) lines.push(`extends   ${run.parent}`);
  if (run.command !== undefined) lines.push(`again     ${run.command}`);
  if (run.origin) lines.push(`origin    ${run.origin.format}: ${run.origin.file}`);
  return lines;
}
