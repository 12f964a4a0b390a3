/** What is said of a weak-scaling line that takes 5 % more time from two workers on. */
import type { ExperimentAnalysis, Finding } from "../../../.build/analysis/results/run-analysis.js";
import type { Experiment } from "../../../.build/record/schema/run-schema.js";
import { gaussian } from "../noise.js";
import { runOf } from "../simulated-line.js";
import { clausesOf } from "./false-statements.js";
import type { Program, Random } from "./simulated-tables.js";

/** Cores of the simulated machine. */
const CORES = 8;
/** In percent, from two workers on. */
const TRUE_RISE = 5;

/** Statements that are wrong of that line; a bracket from 1 to more than 2 workers is wide, but holds the truth. */
export const MISTAKES = ["bracket", "no longer", "use at most", "too small a limit"] as const;
type Mistake = (typeof MISTAKES)[number];

export interface CriticalRow {
  spreadPercent: number;
  n: number;
  pages: number;
  wrong: Record<Mistake | "any", number>;
  /** Pages that name the threshold: between 1 and 2 workers. */
  named: number;
  /** Pages with a sentence on the critical threshold, and on workers for measuring. */
  said: number;
  examples: Partial<Record<Mistake | "open", string>>;
}

export function criticalThresholds(
  program: Program,
  { pages, seed, ns = [5, 10, 20] }: { pages: number; seed: number; ns?: number[] },
): CriticalRow[] {
  return [5, 2].flatMap((spreadPercent) =>
    ns.map((n) => {
      const random = program.seededRandom(seed * 1000 + spreadPercent * 100 + n);
      const wrong = { bracket: 0, "no longer": 0, "use at most": 0, "too small a limit": 0, any: 0 };
      const row: CriticalRow = { spreadPercent, n, pages, wrong, named: 0, said: 0, examples: {} };
      for (let page = 0; page < pages; page++) {
        const run = runOf(weakExperiment({ n, spread: spreadPercent / 100, random }), CORES);
        addPage(row, (program.analyseRun(run).experiments[0] as ExperimentAnalysis).findings);
      }
      return row;
    }),
  );
}

function addPage(row: CriticalRow, findings: readonly Finding[]): void {
  const about = findings.filter(({ id }) => id === "critical-threshold" || id === "measuring-workers");
  const mistakes = about.flatMap(mistakesOf);
  for (const mistake of new Set(mistakes.map(([mistake]) => mistake))) row.wrong[mistake]++;
  if (mistakes.length > 0) row.wrong.any++;
  if (about.length > 0) row.said++;
  if (about.some(({ text }) => /between 1(?: worker)? and 2 workers/.test(text))) row.named++;
  for (const [mistake, clause] of mistakes) row.examples[mistake] ??= clause;
  if (mistakes.length === 0) row.examples.open ??= about.map(({ text }) => text).join(" ");
}

/** What a finding says that is not so, by its sentences and by the decisions that it rests on. */
export function mistakesOf({ text, change, evidence }: Finding): [Mistake, string][] {
  const decisions = [...(evidence.changes ?? []), ...(change ? [change] : [])];
  const denied = decisions.filter(
    ({ from, to, verdict }) => from.workers === 1 && to.workers > 1 && (verdict === "same" || verdict === "faster"),
  );
  return [
    ...denied.map(({ to, verdict }): [Mistake, string] => ["no longer", `${to.workers} workers: ${verdict}`]),
    ...clausesOf(text).flatMap((clause) => mistakesIn(clause).map((mistake): [Mistake, string] => [mistake, clause])),
  ];
}

function mistakesIn(clause: string): Mistake[] {
  const [, from] = /between (\d+)(?: workers?)? and (\d+)/.exec(clause) ?? [];
  const [, most = "1"] = /at most (\d+) workers? for reliable timings/i.exec(clause) ?? [];
  const [, level = "1"] = /(?:up to|with) (\d+) workers/i.exec(clause) ?? [];
  const isLevel =
    /same time|no longer|no slow-down|costs no/.test(clause) && !/was shown|not shown|neither|whether/.test(clause);
  const limits = [...clause.matchAll(/(?:as much as|no more than|at most|up to) (\d+(?:\.\d+)?) %/g)];
  return [
    ...(from !== undefined && from !== "1" && /threshold|starts to take longer/.test(clause)
      ? (["bracket"] as const)
      : []),
    ...(isLevel && level !== "1" ? (["no longer"] as const) : []),
    ...(most !== "1" ? (["use at most"] as const) : []),
    ...(limits.some(([, percent]) => Number(percent) < TRUE_RISE) ? (["too small a limit"] as const) : []),
  ];
}

function weakExperiment({ n, spread, random }: { n: number; spread: number; random: Random }): Experiment {
  const cells = [1, 2, 4, 8].map((workers) => ({
    factors: { strategy: "process-pool", workers, tasks: workers },
    trials: Array.from({ length: n }, (_, block) => {
      const wallMs = (workers > 1 ? 100 + TRUE_RISE : 100) * Math.exp(spread * gaussian(random));
      const taskMs = Array.from({ length: workers }, () => wallMs * Math.exp(0.01 * gaussian(random)));
      return { block, status: "ok" as const, wallMs, taskMs };
    }),
  }));
  return { id: "weak", title: "Weak scaling", division: "tasks", cells };
}
