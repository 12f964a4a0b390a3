import type { Cell, Experiment, Machine } from "../../../record/schema/run-schema.js";
import type { Ratio } from "../../../stats/interval.js";
import type { CellView } from "../../cells/cell-view.js";
import { effectiveWorkers, idealOf, workloadBound } from "../../cells/ideal-speed-up.js";
import { type CellStack, type Share, STACK_PARTS, type StackPart } from "../../results/stack.js";
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
  /** All of its cells: any may be what another is held against. */
  views: readonly CellView[];
}

/** The stack of a cell; `null` where no trial of it says where the workers' time went. */
export type Stacks = (view: CellView, speedUp: Ratio | null) => CellStack | null;

/** Makes the speed-up stacks of an experiment's cells. */
export function stacksOf(input: StackInput): Stacks {
  const references = referencesOf(input.views, input.experiment);
  return (view, speedUp) => stackOf(view, { ...input, reference: references.get(view) ?? null, speedUp });
}

function stackOf(
  view: CellView,
  { experiment, machine, reference, speedUp }: StackInput & { reference: Reference | null; speedUp: Ratio | null },
): CellStack | null {
  const found = view.belowResolution ? null : trialTimes(experiment.cells[view.index] as Cell);
  if (found === null) return null;
  const { restsOn, times } = found;
  const workers = effectiveWorkers(view.factors);
  const { rounds, cores } = idealOf(experiment, view.factors, machine);
  const work = reference?.work ?? null;
  const bound = workloadBound(experiment, view.factors);
  const splits = times.map((time) => splitTime(time, { workers, work, rounds, bound }));
  return {
    workers,
    key: view.key,
    restsOn,
    trials: times.length,
    waitsOutsideTasks: times.every(({ outside }) => outside.waitMs !== null),
    reference: reference && { kind: reference.kind, key: reference.key, scaled: reference.scaled },
    shares: sharesOf(splits),
    savedShare: meanShare(splits, ({ savedUs }) => savedUs)?.value ?? null,
    largestLoss: largestLoss(splits, { speedUp, cores }),
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
