import type { ExperimentAnalysis } from "../../analysis/results/run-analysis.js";
import type { Scaling } from "../../analysis/results/scaling.js";
import type { PopEfficiencies } from "../../analysis/results/stack.js";
import { workerWords } from "../../words/number.js";
import { shareWords } from "../../words/percent.js";
import { sentenceCase } from "../../words/sentence.js";
import { stackedLines } from "../charts/kinds/where-time-goes.js";
import type { TableContext } from "./changes.js";
import { column, numberCell, type TableModel, table, textCell } from "./table.js";

/** The POP efficiencies of every line over worker counts, beside what the speed-up says: two ways to one figure. */
export function popTable(analysis: ExperimentAnalysis, { root }: TableContext): TableModel | null {
  const lines = stackedLines(analysis);
  if (lines.length === 0) return null;
  const href = `${root}glossary/index.html#pop`;
  return table({
    id: `x-${analysis.id}-pop`,
    caption:
      "Efficiencies by the definitions of the POP project, from the tasks' times. Parallel and global efficiency are each the product of the two before. " +
      "The global one should equal speed-up ÷ workers, unless the sequential run spends time between its tasks.",
    columns: [
      column("workers"),
      ...FIGURES.map(({ label }) => column(label, "n", href)),
      column("speed-up ÷ workers", "n", `${root}glossary/index.html#efficiency`),
    ],
    groups: lines.map((line) => ({ title: lines.length === 1 ? "" : sentenceCase(line.label), rows: rowsOf(line) })),
    fold: "Efficiencies by their causes",
  });
}

function rowsOf({ stack, points }: Scaling) {
  const measured = new Map(points.map(({ key, efficiency }) => [key, efficiency?.value ?? null]));
  return stack.map(({ workers, key, pop }) => ({
    head: textCell(workerWords(workers)),
    cells: [...FIGURES.map(({ of }) => of(pop)), measured.get(key) ?? null].map((share) =>
      numberCell(share === null ? "–" : shareWords(share)),
    ),
  }));
}

const FIGURES: readonly { label: string; of(pop: PopEfficiencies): number | null }[] = [
  { label: "load balance", of: ({ loadBalance }) => loadBalance },
  { label: "communication", of: ({ communication }) => communication },
  { label: "parallel", of: ({ parallel }) => parallel },
  { label: "computation scaling", of: ({ computationScaling }) => computationScaling },
  { label: "global", of: ({ global }) => global },
];
