/** Whether the gain that the advice quotes is that of its choice: after a choice, the luckiest looks best. */
import type { ExperimentAnalysis } from "../../../.build/analysis/results/run-analysis.js";
import { NOISES, type Program, type Random, type TrueCell, tableRun } from "./simulated-tables.js";

export interface AdviceRow {
  noise: string;
  truth: string;
  recorded: string;
  pages: number;
  /** Pages whose advice quotes a change, and how many of its intervals hold the truth; of how many the truth is less good. */
  quoted: number;
  covered: number;
  optimistic: number;
  medianWidth: number;
}

const SEVEN = [
  "thread-pool",
  "process-pool",
  "thread-per-task",
  "process-per-task",
  "piscina",
  "workerpool-threads",
  "workerpool-processes",
];

/** Seven strategies of half the sequential time, one of them 5 % better or none: is the quoted gain that of the choice? */
export function adviceCoverage(
  program: Program,
  { pages, seed, noise = "log-normal" }: { pages: number; seed: number; noise?: keyof typeof NOISES },
): AdviceRow[] {
  return [0.95, 1].flatMap((better) =>
    [true, false].map((interleaved): AdviceRow => {
      const random = program.seededRandom(seed * 1000 + (better < 1 ? 1 : 0) + (interleaved ? 2 : 0));
      const cells: TrueCell[] = [
        { strategy: "sequential", workers: 1, ms: 100 },
        ...SEVEN.map((strategy, place) => ({ strategy, workers: 4, ms: 50 * (place === 3 ? better : 1) })),
      ];
      const quotes = Array.from({ length: pages }, () =>
        quoteOf(program, cells, { noise, random, interleaved }),
      ).flatMap((quote) => quote ?? []);
      const widths = quotes.map(({ low, high }) => high - low).sort((a, b) => a - b);
      return {
        noise,
        truth: better < 1 ? "one better by 5 %" : "seven equal",
        recorded: interleaved ? "in blocks" : "imported",
        pages,
        quoted: quotes.length,
        covered: quotes.filter(({ low, high, truth }) => low <= truth && truth <= high).length,
        optimistic: quotes.filter(({ percent, truth }) => percent < truth).length,
        medianWidth: widths[Math.floor(widths.length / 2)] ?? Number.NaN,
      };
    }),
  );
}

/** What the advice quotes, and the true change of the cells that it names: their geometric mean. */
function quoteOf(
  program: Program,
  cells: readonly TrueCell[],
  { noise, random, interleaved }: { noise: keyof typeof NOISES; random: Random; interleaved: boolean },
) {
  const draw = NOISES[noise] as (random: Random) => number;
  const run = tableRun(program, cells, { n: 20, noise: draw, random, interleaved });
  const { advice, cells: summaries } = program.analyseRun(run).experiments[0] as ExperimentAnalysis;
  if (!advice || advice.changePercent === null || advice.interval === null) return null;
  const named = summaries.filter(({ key }) => advice.namedKeys.includes(key));
  const logs = named.map(({ factors: { strategy } }) =>
    Math.log((cells.find((cell) => cell.strategy === strategy)?.ms ?? Number.NaN) / 100),
  );
  const truth = 100 * Math.expm1(logs.reduce((sum, log) => sum + log, 0) / logs.length);
  const [low, high] = advice.interval;
  return { percent: advice.changePercent, low, high, truth };
}
