import { geometricMean } from "../../../stats/geometric-mean.js";
import type { Ratio } from "../../../stats/interval.js";
import type { CellView } from "../../cells/cell-view.js";
import { effectiveWorkers, idealOf, workloadBound } from "../../cells/ideal-speed-up.js";
import type { AnalysedExperiment } from "../../comparing/analysed-experiment.js";
import { type CellStack, type PopEfficiencies, type Share, STACK_PARTS, type StackPart } from "../../results/stack.js";
import { largestLoss } from "./largest-loss.js";
import { type Reference, referencesOf, type Work } from "./reference.js";
import { type Split, shareOf, splitTime } from "./split.js";
import { type TrialTime, trialTimes } from "./trial-times.js";
import { limitWithout, speedUpWithout } from "./without-part.js";

type StackInput = Pick<AnalysedExperiment, "experiment" | "machine" | "views" | "cellOf" | "interleaved">;

/** A cell's speed-up, the cell that it is measured against, and its work in units of that one's work. */
export interface Measured {
  speedUp: Ratio | null;
  against: CellView | null;
  work: number;
}

/** The stack of a cell; `null` where no trial of it says where the workers' time went. */
export type Stacks = (view: CellView, measured: Measured) => CellStack | null;

/** Makes the speed-up stacks of an experiment's cells. */
export function stacksOf(input: StackInput): Stacks {
  const references = referencesOf(input);
  return (view, measured) => stackOf(view, { ...input, reference: references.get(view) ?? null, measured });
}

function stackOf(
  view: CellView,
  { measured, ...input }: StackInput & { reference: Reference | null; measured: Measured },
): CellStack | null {
  const { experiment, machine, cellOf, reference, interleaved } = input;
  const found = view.belowResolution ? null : trialTimes(cellOf(view));
  if (found === null) return null;
  const { restsOn, times } = found;
  const workers = effectiveWorkers(view.factors);
  const ideal = idealOf(experiment, view.factors, machine);
  const work = reference?.work ?? null;
  const rules = { workers, work, rounds: ideal.rounds, bound: workloadBound(experiment, view.factors) };
  const trials = times.map((time) => ({ ...time, split: splitTime(time, rules) }));
  const splits = trials.map(({ split }) => split);
  const { speedUp, against } = measured;
  return {
    workers,
    key: view.key,
    restsOn,
    trials: times.length,
    waitsOutsideTasks: times.every(({ outside }) => outside.waitMs !== null),
    reference: reference && { kind: reference.kind, key: reference.key, scaled: reference.scaled },
    shares: sharesOf(splits),
    savedShare: meanShare(splits, ({ savedUs }) => savedUs)?.value ?? null,
    largestLoss: largestLoss(splits, {
      speedUp,
      without: (part) =>
        against &&
        speedUpWithout(part, { view, trials, interleaved }, { ...measured, view: against, cell: cellOf(against) }),
      limitOf: (part) => limitWithout(part, ideal, workers),
    }),
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

/**
 * The POP hierarchy of efficiencies over trials: load balance = mean / max busy time of workers, communication efficiency
 * = max busy / wall clock, parallel efficiency = their product; computation scaling = sequential work / work here, global
 * efficiency = the product of both. Workers that never got a task are busy for 0.
 *
 * @param times at least one, each with a task that took time
 */
export function popOf(times: readonly TrialTime[], workers: number, work: Work | null): PopEfficiencies {
  const mean = (figure: (time: TrialTime) => number) => geometricMean(times.map(figure));
  const loadBalance = mean(({ totals, outside }) => totals.busyMs / workers / outside.mostBusyMs);
  const communication = mean(({ wallMs, outside }) => outside.mostBusyMs / wallMs);
  const parallel = loadBalance * communication;
  const computationScaling = work === null ? null : mean(({ totals }) => work.busyMs / totals.busyMs);
  const global = computationScaling === null ? null : parallel * computationScaling;
  return { loadBalance, communication, parallel, computationScaling, global };
}
