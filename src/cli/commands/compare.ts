import type { Comparison } from "../../analysis/results/run-analysis.js";
import { command, jsonOption, option, runsDirOption } from "../command.js";

export const compare = command({
  name: "compare",
  args: "<run> <run>",
  summary: "Compare two runs combination by combination; the first is the reference",
  options: [
    option("--control", "Divide by the control cell, the same small work in both, where that is sound"),
    runsDirOption,
    jsonOption,
  ],
  examples: [
    "compare previous latest",
    "compare cores-host cores-vm",
    "compare 20261121t061500z latest --json",
    "compare 20261121t061500z latest --control",
  ],
  async run(given, io) {
    const [{ findLine, poolingNotes }, { openFolder }, { compareRuns }, { comparedRuns }] = await Promise.all([
      import("../options/named-run.js"),
      import("../options/run-folder.js"),
      import("../../analysis/two-runs/compare-runs.js"),
      import("../../analysis/two-runs/pooled-sides.js"),
    ]);
    const [a = "", b = ""] = given.positionals;
    const folder = openFolder(given, io);
    const { line: lineA } = await findLine(a, { folder, io, beside: b });
    const { line: lineB } = await findLine(b, { folder, io, beside: a });
    const runs = comparedRuns(lineA, lineB);
    const comparison = compareRuns(runs.a, runs.b, { byControl: given.options.control });
    const pooling = poolingNotes(runs, [lineA, lineB]);
    return {
      json: { ...comparison, ...(pooling.length > 0 && { pooling }) },
      text: (columns) => comparisonText(comparison, pooling, columns),
    };
  },
});

async function comparisonText(
  { a, b, differences, findings, cells, unmatched }: Comparison,
  notes: readonly string[],
  columns: number,
): Promise<string[]> {
  const [{ plural }, { bulletList }, { changesTable }, { printable }] = await Promise.all([
    import("../../words/number.js"),
    import("../print/bullets.js"),
    import("../print/changes-table.js"),
    import("../print/printable.js"),
  ]);
  const changes = cells.map((cell) => ({ name: `${cell.experiment}: ${cell.label}`, change: cell }));
  const alone = unmatched.length;
  return [
    ...notes.map((note) => `${printable(note)}\n`),
    `reference  ${a.id}  ${printable(a.machine)}\n`,
    `compared   ${b.id}  ${printable(b.machine)}\n\n`,
    ...differences.map(({ what, a: was, b: is }) => `${printable(`differs: ${what}: ${was} / ${is}`)}\n`),
    await bulletList(findings, columns),
    changes.length > 0 ? `\n${changesTable(changes, columns)}` : "",
    alone > 0 ? `\n${plural(alone, "combination")} ${alone === 1 ? "has" : "have"} no counterpart\n` : "",
  ];
}
