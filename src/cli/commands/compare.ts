import { type Command, jsonOption, runsDirOf, runsDirOption } from "../command.js";

export const compare: Command = {
  name: "compare",
  args: "<run> <run>",
  summary: "Compare two runs cell by cell; the first is the reference",
  options: [
    { flag: "--control", description: "Divide by the control cell, the same small work in both, where that is sound" },
    runsDirOption,
    jsonOption,
  ],
  examples: [
    "compare cores-host cores-vm",
    "compare 20261121t061500z latest --json",
    "compare 20261121t061500z latest --control",
  ],
  async run(given, io) {
    const [{ findLine, poolingNotes }, { compareRuns }, { comparedRuns }] = await Promise.all([
      import("../options/named-run.js"),
      import("../../analysis/two-runs/compare-runs.js"),
      import("../../analysis/two-runs/pooled-sides.js"),
    ]);
    const [a = "", b = ""] = given.positionals;
    const dir = runsDirOf(given);
    const [lineA, lineB] = [(await findLine(dir, a)).line, (await findLine(dir, b)).line];
    const runs = comparedRuns(lineA, lineB);
    const comparison = compareRuns(runs.a, runs.b, { byControl: given.has("control") });
    const notes = poolingNotes(runs, [lineA, lineB]);
    if (given.has("json")) {
      io.out(`${JSON.stringify({ ...comparison, ...(notes.length > 0 && { pooling: notes }) })}\n`);
      return 0;
    }
    const [{ counted }, { changesTable }, { printable }, { printBullets }] = await Promise.all([
      import("../../words/figures.js"),
      import("../print/changes-table.js"),
      import("../print/printable.js"),
      import("../print/bullets.js"),
    ]);
    for (const note of notes) io.out(`${printable(note)}\n`);
    io.out(`reference  ${comparison.a.id}  ${printable(comparison.a.machine)}\n`);
    io.out(`compared   ${comparison.b.id}  ${printable(comparison.b.machine)}\n\n`);
    for (const { what, a: was, b: is } of comparison.differences)
      io.out(`${printable(`differs: ${what}: ${was} / ${is}`)}\n`);
    await printBullets(comparison.findings, io);
    if (comparison.cells.length > 0) {
      io.out(
        `\n${changesTable(comparison.cells.map((cell) => ({ name: `${cell.experiment}: ${cell.label}`, change: cell })))}`,
      );
    }
    const alone = comparison.unmatched.length;
    if (alone > 0)
      io.out(`\n${counted(alone, "cell")} ${alone === 1 ? "has" : "have"} no counterpart in the other run\n`);
    return 0;
  },
};
