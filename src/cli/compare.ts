import { type Command, jsonOption, runsDirOf, runsDirOption } from "./command.js";

export const compare: Command = {
  name: "compare",
  args: "<run> <run>",
  summary: "Compare two runs cell by cell; the first is the reference",
  options: [runsDirOption, jsonOption],
  examples: ["compare cores-host cores-vm", "compare 20261121t061500z latest --json"],
  async run(given, io) {
    const [{ findRun }, { compareRuns }] = await Promise.all([
      import("../record/find-run.js"),
      import("../analysis/compare-runs.js"),
    ]);
    const [a = "", b = ""] = given.positionals;
    const dir = runsDirOf(given);
    const comparison = compareRuns((await findRun(dir, a)).run, (await findRun(dir, b)).run);
    if (given.has("json")) {
      io.out(`${JSON.stringify(comparison)}\n`);
      return 0;
    }
    const [{ changesTable }, { printable }, { printBullets }] = await Promise.all([
      import("./changes-table.js"),
      import("./printable.js"),
      import("./bullets.js"),
    ]);
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
    if (comparison.unmatched.length > 0)
      io.out(`\n${comparison.unmatched.length} cells have no counterpart in the other run\n`);
    return 0;
  },
};
