import { group } from "d3-array";
import { areVariants } from "../../record/schema/programs-of.js";
import { workerWords } from "../../words/number.js";
import { sizeKey } from "../cells/cell-keys.js";
import { sizeWords, variantWords } from "../cells/cell-labels.js";
import type { CellView } from "../cells/cell-view.js";
import type { AnalysedExperiment } from "../comparing/analysed-experiment.js";
import type { CellChange } from "../comparing/comparisons.js";
import type { CostModel, CrossoverSummary } from "../results/run-analysis.js";
import { costModel } from "./cost-model.js";

type Division = "tasks" | "shares";

/** Sizes between which a contender starts to win over the baseline: the sequential cell, of variants that of the first one. */
export interface Crossover {
  contender: CellView;
  /** Changes from the baseline to the contender that can tell something, by ascending N; at least two. */
  changes: CellChange[];
  /** Changes at sizes of which nothing can be told: a cell failed, or is below the clock's step. */
  untold: CellChange[];
  /** The largest N at which the baseline wins, and the smallest above it at which the contender wins. */
  lastLoss: CellChange | null;
  firstWin: CellChange | null;
  /** The baseline wins at every N up to that loss, the contender at every N from that win on. */
  lostThroughout: boolean;
  wonThroughout: boolean;
  /** The contender wins below an N at which the baseline wins: no bracket can be given. */
  mixed: boolean;
  /** No intervals: wins are point values. */
  pointValues: boolean;
}

/**
 * Brackets of every contender (strategy with its workers) that was measured against a sequential cell at two N or more; of
 * a user's variants, against that of the variant that others are compared with.
 *
 * @param againstBaseline judged changes from the baseline of each cell
 * @param haveVariants whether the strategies are programs that were compared with each other
 */
export function crossovers(
  againstBaseline: readonly CellChange[],
  division: Division,
  haveVariants = false,
): Crossover[] {
  const isBaseline = ({ from, to }: CellChange) =>
    from.factors.strategy === "sequential" || (haveVariants && from.factors.strategy !== to.factors.strategy);
  const useful = againstBaseline.filter(
    (entry) => isBaseline(entry) && entry.from.factors.n !== undefined && entry.from !== entry.to,
  );
  const sizeApartFromN = ({ factors: { n: _, ...rest } }: CellView) => sizeKey(rest, division);
  const contenders = group(useful, ({ to }) => `${to.variant}|${to.factors.workers}|${sizeApartFromN(to)}`);
  return [...contenders.values()].map(crossoverOf).filter(({ changes }) => changes.length > 1);
}

function crossoverOf(unordered: CellChange[]): Crossover {
  const pointValues = unordered.every(({ change }) => change.interval === null);
  const tested = unordered.filter(({ change }) => (pointValues ? change.ratio : change.interval) !== null);
  const changes = tested.sort((a, b) => sizeOf(a) - sizeOf(b));
  const { last: lastLoss, first: firstWin } = bracketOf(changes, "slower", sizeOf);
  const earliest = changes.find(winsAs("faster", pointValues));
  const mixed = lastLoss !== null && earliest !== undefined && sizeOf(earliest) < sizeOf(lastLoss);
  const until = changes.filter((entry) => lastLoss !== null && sizeOf(entry) <= sizeOf(lastLoss));
  const since = changes.filter((entry) => firstWin !== null && sizeOf(entry) >= sizeOf(firstWin));
  return {
    contender: (unordered[0] as CellChange).to,
    changes,
    untold: unordered.filter((entry) => !changes.includes(entry)).sort((a, b) => sizeOf(a) - sizeOf(b)),
    lastLoss,
    firstWin,
    lostThroughout: until.every(winsAs("slower", pointValues)),
    wonThroughout: since.every(winsAs("faster", pointValues)),
    mixed,
    pointValues,
  };
}

/**
 * The last change with the verdict, and the first change above it with the opposite verdict. Without any interval, the
 * ratios decide.
 *
 * @param changes by ascending size
 */
export function bracketOf(
  changes: readonly CellChange[],
  verdict: "faster" | "slower",
  sizeOf: (entry: CellChange) => number,
): { last: CellChange | null; first: CellChange | null } {
  const pointValues = changes.every(({ change }) => change.interval === null);
  const last = changes.findLast(winsAs(verdict, pointValues)) ?? null;
  const opposite = changes.filter(winsAs(verdict === "faster" ? "slower" : "faster", pointValues));
  return { last, first: opposite.find((entry) => !last || sizeOf(entry) > sizeOf(last)) ?? null };
}

function winsAs(verdict: "faster" | "slower", pointValues: boolean): (entry: CellChange) => boolean {
  return ({ change }) => {
    if (!pointValues) return change.verdict === verdict;
    return change.ratio !== null && (verdict === "faster" ? change.ratio < 1 : change.ratio > 1);
  };
}

/** The crossovers of an experiment as its JSON gives them: brackets of tested N, and the cost model where it fits. */
export function crossoverSummaries({
  experiment,
  varying,
  comparisons,
  interleaved,
}: AnalysedExperiment): CrossoverSummary[] {
  return crossovers(comparisons.changes.againstBaseline, experiment.division, areVariants(experiment)).map((found) => {
    const { contender, changes, lastLoss, firstWin, mixed, pointValues } = found;
    const { n: _, ...factors } = contender.factors;
    const apartFromN = varying.filter((name) => name !== "n");
    const words = [variantWords(factors, varying), workerWords(factors.workers), sizeWords(factors, apartFromN)];
    const bracket: CrossoverSummary["bracket"] = [lastLoss?.to.factors.n ?? null, firstWin?.to.factors.n ?? null];
    const pairs = changes.map((entry) => ({ n: sizeOf(entry), sequential: entry.from, contender: entry.to }));
    // The model knows what a sequential run costs; a program may cost anything.
    const baseline = (changes[0] as CellChange).from.factors.strategy;
    const model = mixed || baseline !== "sequential" ? null : costModel(pairs, interleaved);
    return {
      baseline,
      contender: factors.strategy,
      workers: factors.workers,
      label: words.filter(Boolean).join(", "),
      factors,
      tested: pairs.map(({ n }) => n),
      bracket,
      isMixed: mixed,
      pointValues,
      model: model && agrees(model, bracket) ? model : null,
    };
  });
}

/** A model whose whole interval lies outside the bracket speaks of something else. */
function agrees({ interval }: CostModel, [lastLoss, firstWin]: CrossoverSummary["bracket"]): boolean {
  return (lastLoss === null || interval[1] >= lastLoss) && (firstWin === null || interval[0] <= firstWin);
}

function sizeOf({ to }: CellChange): number {
  return to.factors.n ?? 0;
}
