import type { CellSummary } from "../../analysis/results/run-analysis.js";
import type { Run } from "../../record/schema/run-schema.js";
import { type Command, jsonOption, runsDirOf, runsDirOption } from "../command.js";

export const show: Command = {
  name: "show",
  args: "<run>",
  summary: "Show a run: where and how it was recorded, and the time of every cell",
  options: [runsDirOption, jsonOption],
  examples: ["show latest", "show 20261121t061500z-lab-3f9a2c --json"],
  async run(given, io) {
    const { findPooled } = await import("../options/named-run.js");
    const { run, path, pooled } = await findPooled(runsDirOf(given), given.positionals[0] ?? "");
    if (given.has("json")) {
      io.out(`${JSON.stringify(run)}\n`);
      return 0;
    }
    const [{ pooledLine }, { textTable }, { printable }, words] = await Promise.all([
      import("../print/recorded-run.js"),
      import("../print/table.js"),
      import("../print/printable.js"),
      import("../../words/figures.js"),
    ]);
    io.out(
      headLines(run, path)
        .map((line) => `${printable(line)}\n`)
        .join(""),
    );
    if (pooled.analysis.pooled !== undefined) io.out(`${printable(pooledLine(pooled.analysis.pooled))}\n`);
    for (const { title, cells } of pooled.analysis.experiments) {
      io.out(`\n${printable(title)}\n`);
      io.out(
        textTable(
          columns,
          cells.map((cell) => cellRow(cell, words.duration)),
        ),
      );
    }
    return 0;
  },
};

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
