import type { Ratio } from "../../stats/interval.js";
import { constantFactors, lineWords } from "../cells/cell-labels.js";
import type { CellView } from "../cells/cell-view.js";
import { effectiveWorkers, hasIdeal, idealOf, usableCores, workloadBound } from "../cells/ideal-speed-up.js";
import type { AnalysedExperiment } from "../comparing/analysed-experiment.js";
import { speedOver } from "../comparing/estimate.js";
import type { LineModels, Scaling, ScalingPoint, Thresholds } from "../results/scaling.js";
import { lineModels } from "./models/line-models.js";
import { type ScalingLine, scalingLines } from "./scaling-lines.js";
import { type Stacks, stacksOf } from "./stack/stacks.js";
import { thresholdsOf } from "./thresholds/index.js";

/** Most pairs of worker counts that thresholds rest on, over all lines: 12 lines of 80 counts. Each pair is an estimate. */
const MOST_PAIRS = 40_000;
/** Most trials of those pairs: 12 lines of 32 counts in 60 blocks. An estimate takes as long as it has trials. */
const MOST_TRIALS = 400_000;

/** Scaling of each line of an experiment; without a line, or an ideal, nothing. Lines beyond the limits above have no thresholds. */
export function scalingOf(input: AnalysedExperiment): Scaling[] {
  if (!hasIdeal(input.experiment)) return [];
  const stacks = stacksOf(input);
  const lines = scalingLines(input);
  const steps = lines.reduce((sum, { cells }) => sum + cells.length - 1, 0);
  let [pairs, trials] = [0, 0];
  return lines.map((line) => {
    pairs += (line.cells.length * (line.cells.length - 1)) / 2;
    // A pair of two cells rests on no more trials than either has.
    trials += line.cells.reduce((sum, { times }, place) => sum + place * times.length, 0);
    return scalingOfLine(line, input, { stacks, steps, isBeyond: pairs > MOST_PAIRS || trials > MOST_TRIALS });
  });
}

function scalingOfLine(
  line: ScalingLine,
  input: AnalysedExperiment,
  { stacks, steps, isBeyond }: { stacks: Stacks; steps: number; isBeyond: boolean },
): Scaling {
  const { kind, cells, reference } = line;
  const { varying, summaryOf, comparisons, interleaved } = input;
  const points = cells.map((view) => ratedPoint(view, line, input));
  const { workers: _, ...factors } = constantFactors(cells.map((view) => view.factors));
  const against = { reference: reference?.view ?? null, interleaved };
  const thresholds =
    cells.length < 2 || isBeyond ? null : thresholdsOf({ kind, points, comparisons, ...against, steps });
  return {
    strategy: cells[0].factors.strategy,
    label: lineWords(cells[0].factors, kind === "weak" ? varying.filter((name) => name !== "tasks") : varying),
    factors,
    kind,
    reference: reference && {
      kind: reference.kind,
      key: reference.view.key,
      label: reference.view.label,
      medianMs: summaryOf(reference.view).medianMs as number,
    },
    points: points.map(({ view: _, work: __, ...point }) => point),
    ideal: points.map(({ workers, ideal }) => ({ workers, speedUp: ideal })),
    models: lawsOf(
      lineModels({ kind, cells: points.filter(({ view }) => carriesLaw(view, input)), ...against }),
      thresholds,
    ),
    thresholds,
    stack: points.flatMap(
      ({ view, speedUp, work }) => stacks(view, { speedUp, work, against: against.reference }) ?? [],
    ),
  };
}

/** A law of how time falls says nothing of a line on which no time is shown to fall. */
function lawsOf(models: LineModels, thresholds: Thresholds | null): LineModels {
  const isFlat = models.chosen !== null && models.chosen !== "gustafson" && thresholds?.saturatesAt.gainsTo === null;
  return isFlat ? { ...models, chosen: null, reason: "no-gain", isPeakSupported: false } : models;
}

/**
 * Whether a law may rest on a cell: work that is not known to need the processor, nor to do without it, says beyond the
 * cores nothing of the program alone.
 */
function carriesLaw({ factors }: CellView, { experiment, machine }: AnalysedExperiment): boolean {
  const cores = usableCores(machine, factors);
  return cores === null || workloadBound(experiment, factors) !== null || effectiveWorkers(factors) <= cores;
}

/** A point with its cell, and the work of the cell in units of the reference's work. */
interface RatedPoint extends ScalingPoint {
  view: CellView;
  work: number;
}

function ratedPoint(
  view: CellView,
  { kind, reference }: ScalingLine,
  { experiment, machine, summaryOf, estimator }: AnalysedExperiment,
): RatedPoint {
  const workers = effectiveWorkers(view.factors);
  // On a weak line the reference is one task on one worker.
  const work = kind === "weak" ? (view.factors.tasks ?? 1) : 1;
  const isReference = reference?.view === view;
  const measured = reference && !isReference ? speedOver(estimator(reference.view, view), work) : null;
  const speedUp = isReference ? { value: work, interval: null } : measured;
  const { speedUp: ideal, tasks, rounds } = idealOf(experiment, view.factors, machine);
  return {
    view,
    work,
    workers,
    key: view.key,
    medianMs: summaryOf(view).medianMs as number,
    speedUp,
    ideal,
    idealByRounds: tasks === null || rounds === null ? workers : tasks / rounds,
    efficiency: over(speedUp, workers),
    idealEfficiency: over(speedUp, ideal),
  };
}

function over(ratio: Ratio | null, divisor: number): Ratio | null {
  if (ratio === null) return null;
  const { value, interval } = ratio;
  return { value: value / divisor, interval: interval && [interval[0] / divisor, interval[1] / divisor] };
}
