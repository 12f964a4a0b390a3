import type { stepWords as StepWordsOf } from "../../analysis/cells/cell-labels.js";
import type { Change, ExperimentAnalysis, RunAnalysis } from "../../analysis/results/run-analysis.js";
import { command, jsonOption, runsDirOption } from "../command.js";

export const analyse = command({
  name: "analyse",
  args: "<run>",
  summary: "Analyse a run: findings, change against the baseline, change step by step",
  options: [runsDirOption, jsonOption],
  examples: ["analyse latest", "analyse latest --json"],
  async run(given, io) {
    const [{ findLine }, { openFolder }, { analyseLineage }] = await Promise.all([
      import("../options/named-run.js"),
      import("../options/run-folder.js"),
      import("../../analysis/analyse-pooled.js"),
    ]);
    const { line } = await findLine(given.positionals[0] ?? "", { folder: openFolder(given, io), io });
    const { analysis } = analyseLineage(line);
    return { json: analysis, text: (columns) => analysisText(analysis, columns) };
  },
});

async function analysisText(analysis: RunAnalysis, columns: number): Promise<string[]> {
  const { pooled, experiments } = analysis;
  const [{ stepWords }, { partWords }, { bulletList }, { changesTable }, { printable }, { pooledLine }] =
    await Promise.all([
      import("../../analysis/cells/cell-labels.js"),
      import("../../analysis/results/part-words.js"),
      import("../print/bullets.js"),
      import("../print/changes-table.js"),
      import("../print/printable.js"),
      import("../print/recorded-run.js"),
    ]);
  const parts = pooled === undefined ? [] : [`${printable(pooledLine(pooled))}\n`];
  const part = partWords(analysis);
  if (part !== null) parts.push(`${part}\n`);
  for (const experiment of experiments) {
    parts.push(`\n${printable(experiment.title)}\n\n`, await bulletList(experiment.findings, columns));
    for (const { head, rows } of sections(experiment, stepWords)) {
      if (rows.length > 0) parts.push(`\n${head}\n${changesTable(rows, columns)}`);
    }
  }
  return parts;
}

type Sections = { head: string; rows: { name: string; change: Change }[] }[];

function sections({ cells, changes, varying, division }: ExperimentAnalysis, stepWords: typeof StepWordsOf): Sections {
  const labels = new Map(cells.map(({ factors, label }) => [JSON.stringify(factors), label]));
  const label = (factors: Change["to"]) => labels.get(JSON.stringify(factors)) ?? factors.strategy;
  const against = ({ from, to }: Change) => `${label(to)}, against ${label(from)}`;
  // Shares are as many as workers.
  const named = division === "shares" ? varying.filter((name) => name !== "tasks") : varying;
  const rows = (of: Change[], name: (change: Change) => string) => of.map((change) => ({ name: name(change), change }));
  return [
    { head: "Against the baseline", rows: rows(changes.againstBaseline, against) },
    { head: "Step by step", rows: rows(changes.steps, ({ from, to }) => stepWords(from, to, named)) },
    { head: "Across strategies", rows: rows(changes.acrossStrategies, against) },
  ];
}
