/** What is said of pages of 20 equal cells, and what is found where some cells are slower. */
import type { ExperimentAnalysis } from "../../../.build/analysis/results/run-analysis.js";
import { falseStatements, isDecided, KINDS } from "./false-statements.js";
import { logNormal, NOISES, type Program, pageOf20, tableRun } from "./simulated-tables.js";

export interface PagesRow {
  noise: string;
  n: number;
  pages: number;
  /** Pages with a false statement of the kind; `any`: of any kind but `laws`. */
  wrong: Record<(typeof KINDS)[number] | "any", number>;
  /** The first of each kind. */
  examples: Partial<Record<(typeof KINDS)[number], string>>;
}

/** Pages of 20 equal cells: what is said of them that is not so. */
export function flatPages(
  program: Program,
  {
    pages,
    seed,
    ns = [5, 10, 20, 40],
    interleaved = false,
  }: { pages: number; seed: number; ns?: number[]; interleaved?: boolean },
): PagesRow[] {
  return Object.entries(NOISES).flatMap(([name, noise], place) =>
    ns.map((n) => {
      const random = program.seededRandom(seed * 1000 + place * 100 + n);
      const row: PagesRow = { noise: name, n, pages, wrong: noneWrong(), examples: {} };
      for (let page = 0; page < pages; page++) {
        const run = tableRun(program, pageOf20(), { n, noise, random, interleaved });
        const analysis = program.analyseRun(run);
        const found = falseStatements(analysis.experiments[0] as ExperimentAnalysis, program.titlesOf(run, analysis));
        const kinds = new Set(found.map(({ kind }) => kind));
        for (const kind of kinds) row.wrong[kind]++;
        if ([...kinds].some((kind) => kind !== "laws")) row.wrong.any++;
        for (const { kind, text } of found) row.examples[kind] ??= text;
      }
      return row;
    }),
  );
}

function noneWrong(): PagesRow["wrong"] {
  return Object.fromEntries([...KINDS, "any"].map((kind) => [kind, 0])) as PagesRow["wrong"];
}

export interface PowerRow {
  what: string;
  recorded: "imported" | "in blocks";
  noise: string;
  n: number;
  /** Pairs that truly differ (or, of equal cells, all), and those decided the right way and the wrong one. */
  pairs: number;
  slower: number;
  faster: number;
}

const PAIR_NOISES = { ...NOISES, "log-normal 2 %": logNormal(0.02) };

/** Two cells of 20 trials, equal or the second 5 % slower. */
export function pairPower(
  program: Program,
  { pages, seed, noises = PAIR_NOISES }: { pages: number; seed: number; noises?: typeof NOISES },
): PowerRow[] {
  return Object.entries(noises).flatMap(([noise, draw], place) =>
    [false, true].flatMap((interleaved) =>
      [1, 1.05].map((ratio): PowerRow => {
        const random = program.seededRandom(seed * 1000 + place * 10 + (interleaved ? 2 : 0) + (ratio > 1 ? 1 : 0));
        const cells = [1, ratio].map((times, index) => ({
          ...(PAIR[index] as (typeof PAIR)[number]),
          ms: 100 * times,
        }));
        const verdicts = Array.from({ length: pages }, () => {
          const run = tableRun(program, cells, { n: 20, noise: draw, random, interleaved });
          return program.analyseRun(run).experiments[0]?.changes.againstBaseline[0]?.verdict;
        });
        const [slower = 0, faster = 0] = ["slower", "faster"].map(
          (verdict) => verdicts.filter((each) => each === verdict).length,
        );
        const what = ratio > 1 ? "two cells, +5 %" : "two equal cells";
        return { what, recorded: interleaved ? "in blocks" : "imported", noise, n: 20, pairs: pages, slower, faster };
      }),
    ),
  );
}

const PAIR = [
  { strategy: "sequential", workers: 1 },
  { strategy: "thread-pool", workers: 2 },
];

/** A page of 20 cells of which the process pool is 5 % slower at all its counts: the pairs of its tables that differ. */
export function pagePower(program: Program, { pages, seed }: { pages: number; seed: number }): PowerRow[] {
  return [10, 20, 40].map((n) => {
    const random = program.seededRandom(seed * 1000 + n);
    const what = "process pool of 20 cells, +5 %";
    const row: PowerRow = { what, recorded: "imported", noise: "log-normal", n, pairs: 0, slower: 0, faster: 0 };
    for (let page = 0; page < pages; page++) {
      const run = tableRun(program, pageOf20("process-pool", 1.05), { n, noise: logNormal(0.05), random });
      const { changes } = program.analyseRun(run).experiments[0] as ExperimentAnalysis;
      for (const { from, to, verdict } of [...changes.againstBaseline, ...changes.acrossStrategies]) {
        const [before, after] = [from, to].map(({ strategy }) => strategy === "process-pool");
        if (before === after) continue;
        row.pairs++;
        if (isDecided({ verdict })) row[(verdict === "slower") === after ? "slower" : "faster"]++;
      }
    }
    return row;
  });
}
