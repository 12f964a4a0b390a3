import type { Change, ExperimentAnalysis } from "../../analysis/results/run-analysis.js";
import { type Command, jsonOption, runsDirOf, runsDirOption } from "../command.js";

export const analyse: Command = {
  name: "analyse",
  args: "<run>",
  summary: "Analyse a run: findings, change against the baseline, change step by step",
  options: [runsDirOption, jsonOption],
  examples: ["analyse latest", "analyse latest --json"],
  async run(given, io) {
    const { findPooled } = await import("../options/named-run.js");
    const { analysis } = (await findPooled(runsDirOf(given), given.positionals[0] ?? "")).pooled;
    if (given.has("json")) {
      io.out(`${JSON.stringify(analysis)}\n`);
      return 0;
    }
    const [{ changesTable }, { printable }, { printBullets }, { pooledLine }] = await Promise.all([
      import("../print/changes-table.js"),
      import("../print/printable.js"),
      import("../print/bullets.js"),
      import("../print/recorded-run.js"),
    ]);
    if (analysis.pooled !== undefined) io.out(`${printable(pooledLine(analysis.pooled))}\n`);
    for (const experiment of analysis.experiments) {
      io.out(`\n${printable(experiment.title)}\n\n`);
      await printBullets(experiment.findings, io);
      for (const { head, rows } of sections(experiment)) {
        if (rows.length > 0) io.out(`\n${head}\n${changesTable(rows)}`);
      }
    }
    return 0;
  },
};

function sections(experiment: ExperimentAnalysis) {
  const label = labeller(experiment);
  const { againstBaseline, steps, acrossStrategies } = experiment.changes;
  const rows = (changes: Change[], name: (change: Change) => string) =>
    changes.map((change) => ({ name: name(change), change }));
  return [
    {
      head: "Against the baseline",
      rows: rows(againstBaseline, ({ from, to }) => `${label(to)}, against ${label(from)}`),
    },
    { head: "Step by step", rows: rows(steps, ({ from, to }) => `${label(from)} to ${to.workers}`) },
    {
      head: "Across strategies",
      rows: rows(acrossStrategies, ({ from, to }) => `${label(to)}, against ${label(from)}`),
    },
  ];
}

/** The label of the cell with these factors. */
function labeller({ cells }: ExperimentAnalysis): (factors: Change["to"]) => string {
  const labels = new Map(cells.map(({ factors, label }) => [JSON.stringify(factors), label]));
  return (factors) => labels.get(JSON.stringify(factors)) ?? factors.strategy;
}
