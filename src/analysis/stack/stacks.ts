import type { Cell, Experiment, Machine } from "../../record/schema.js";
import type { CellView } from "../cell-view.js";
import { effectiveWorkers, idealOf, workloadBound } from "../ideal.js";
import { type CellStack, type Share, STACK_PARTS, type StackPart } from "../stack-types.js";
import type { CellSummary } from "../types.js";
import { largestLoss } from "./largest-loss.js";
import { popOf } from "./pop.js";
import { type Reference, referencesOf } from "./reference.js";
import { shareOf } from "./share.js";
import { type Split, splitTime } from "./split.js";
import { trialTimes } from "./trial-times.js";

/** One experiment, as far as its stacks depend on it. */
export interface StackInput {
  experiment: Experiment;
  machine: Machine;
  views: readonly CellView[];
  summaryOf(view: CellView): CellSummary;
}

/** The speed-up stack of every cell whose trials say where the workers' time went. */
export function stacksOf(input: StackInput): Map<CellView, CellStack> {
  const references = referencesOf(input.views, input.experiment);
  const stacks = new Map<CellView, CellStack>();
  for (const view of input.views) {
    const stack = view.belowResolution ? null : stackOf(view, references.get(view) ?? null, input);
    if (stack !== null) stacks.set(view, stack);
  }
  return stacks;
}

function stackOf(view: CellView, reference: Reference | null, input: StackInput): CellStack | null {
  const { experiment, machine, summaryOf } = input;
  const found = trialTimes(experiment.cells[view.index] as Cell);
  if (found === null) return null;
  const { restsOn, times } = found;
  const workers = effectiveWorkers(view.factors);
  const ideal = idealOf(experiment, view.factors, machine);
  const work = reference?.work ?? null;
  const bound = workloadBound(experiment, view.factors);
  const splits = times.map((time) => splitTime(time, { workers, work, rounds: ideal.rounds, bound }));
  const { speedUp, ownSpeedUp } = summaryOf(view);
  return {
    workers,
    key: view.key,
    restsOn,
    trials: times.length,
    reference: reference && { kind: reference.kind, key: reference.key, scaled: reference.scaled },
    shares: sharesOf(splits),
    savedShare: meanShare(splits, ({ savedUs }) => savedUs)?.value ?? null,
    largestLoss: largestLoss(splits, { speedUp: speedUp ?? ownSpeedUp, cores: ideal.cores }),
    pop: popOf(times, workers, work),
  };
}

function sharesOf(splits: readonly Split[]): CellStack["shares"] {
  const shares = STACK_PARTS.map((part) => [part, meanShare(splits, ({ partsUs }) => partsUs[part])]);
  return Object.fromEntries(shares) as Record<StackPart, Share | null>;
}

/** Mean over trials: means of parts that add up add up. */
function meanShare(splits: readonly Split[], figureUs: (split: Split) => number | null): Share | null {
  const shares = splits.flatMap((split) => {
    const us = figureUs(split);
    return us === null ? [] : [us / split.areaUs];
  });
  if (shares.length < splits.length) return null;
  return shareOf(shares);
}
