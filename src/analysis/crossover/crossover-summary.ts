import { type FactorName, sizeWords, variantWords, workerWords } from "../cells/cell-labels.js";
import type { CellChange, Comparisons } from "../comparing/comparisons.js";
import type { CostModel, CrossoverSummary } from "../results/crossover.js";
import { costModel } from "./cost-model.js";
import { type Crossover, crossovers } from "./crossover.js";

export interface CrossoverInput {
  division: "tasks" | "shares";
  varying: readonly FactorName[];
  comparisons: Comparisons;
  interleaved: boolean;
}

/** The crossovers of an experiment as its JSON gives them: brackets of tested N, and the cost model where it fits. */
export function crossoverSummaries(input: CrossoverInput): CrossoverSummary[] {
  return crossovers(input.comparisons.changes.againstBaseline, input.division).map((found) => summaryOf(found, input));
}

function summaryOf(found: Crossover, { varying, interleaved }: CrossoverInput): CrossoverSummary {
  const { contender, changes, lastLoss, firstWin, mixed, pointValues } = found;
  const { n: _, ...factors } = contender.factors;
  const apartFromN = varying.filter((name) => name !== "n");
  const words = [variantWords(factors, varying), workerWords(factors.workers), sizeWords(factors, apartFromN)];
  const bracket: CrossoverSummary["bracket"] = [sizeOf(lastLoss), sizeOf(firstWin)];
  const pairs = changes.map(({ from, to }) => ({ n: to.factors.n ?? 0, sequential: from, contender: to }));
  const model = mixed ? null : costModel(pairs, interleaved);
  return {
    baseline: (changes[0] as CellChange).from.factors.strategy,
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
}

/** A model whose whole interval lies outside the bracket speaks of something else. */
function agrees({ interval }: CostModel, [lastLoss, firstWin]: CrossoverSummary["bracket"]): boolean {
  return (lastLoss === null || interval[1] >= lastLoss) && (firstWin === null || interval[0] <= firstWin);
}

function sizeOf(entry: CellChange | null): number | null {
  return entry?.to.factors.n ?? null;
}
