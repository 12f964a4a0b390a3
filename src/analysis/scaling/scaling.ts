import type { Experiment, Factors, Machine } from "../../record/schema/run-schema.js";
import { constantFactors, type FactorName, lineWords } from "../cells/cell-labels.js";
import type { CellView } from "../cells/cell-view.js";
import { effectiveWorkers, idealOf, usableCores, workloadBound } from "../cells/ideal-speed-up.js";
import type { Estimator } from "../comparing/estimate.js";
import type { Baselines } from "../comparing/pairs.js";
import type { CellSummary, Ratio } from "../results/run-analysis.js";
import type { Scaling, ScalingPoint } from "../results/scaling.js";
import { lineModels } from "./models/line-models.js";
import { type ScalingLine, scalingLines } from "./scaling-lines.js";
import { type Stacks, stacksOf } from "./stack/stacks.js";
import { type RatedPoint, thresholdsOf } from "./thresholds/index.js";

/** What {@link scalingOf} needs to know of the analysed experiment. */
export interface ScalingInput {
  experiment: Experiment;
  machine: Machine;
  varying: readonly FactorName[];
  /** Cells in reading order. */
  views: readonly CellView[];
  summaryOf(view: CellView): CellSummary;
  baselines: ReadonlyMap<CellView, Baselines>;
  estimator: Estimator;
  interleaved: boolean;
}

/** How each line of an experiment scales; without a line, nothing. */
export function scalingOf(input: ScalingInput): Scaling[] {
  const stacks = stacksOf(input);
  return scalingLines(input.views, input.experiment, input.baselines).map((line) =>
    scalingOfLine(line, { ...input, stacks }),
  );
}

function scalingOfLine(line: ScalingLine, input: ScalingInput & { stacks: Stacks }): Scaling {
  const { kind, cells, reference } = line;
  const rated = cells.map((view) => ratedPoint(view, line, input));
  return {
    strategy: cells[0].factors.strategy,
    label: labelOf(line, input),
    factors: sharedFactors(cells),
    kind,
    reference: reference && {
      kind: reference.kind,
      key: reference.view.key,
      label: reference.view.label,
      medianMs: input.summaryOf(reference.view).medianMs as number,
    },
    points: rated.map(({ point }) => point),
    ideal: rated.map(({ point }) => ({ workers: point.workers, speedUp: point.ideal })),
    models: lineModels({
      kind,
      cells: rated
        .filter(({ view }) => carriesLaw(view.factors, input))
        .map(({ point, view, work }) => ({ ...point, view, work })),
      reference: reference?.view ?? null,
      interleaved: input.interleaved,
    }),
    thresholds:
      cells.length < 2
        ? null
        : thresholdsOf({
            points: rated.map(({ point, view, work }) => ({ ...point, view, work })),
            reference: reference?.view ?? null,
            estimator: input.estimator,
            interleaved: input.interleaved,
          }),
    stack: rated.flatMap(({ view, point }) => input.stacks(view, point.speedUp) ?? []),
  };
}

/**
 * Whether a law may rest on a cell: work that is not known to need the processor, nor to do without it, says beyond the
 * cores nothing of the program alone.
 */
function carriesLaw(factors: Factors, { experiment, machine }: ScalingInput): boolean {
  const cores = usableCores(machine);
  return cores === null || workloadBound(experiment, factors) !== null || effectiveWorkers(factors) <= cores;
}

function ratedPoint(
  view: CellView,
  { kind, reference }: ScalingLine,
  { experiment, machine, summaryOf, estimator }: ScalingInput,
): { view: CellView; work: number; point: ScalingPoint & Pick<RatedPoint, "idealByRounds"> } {
  const workers = effectiveWorkers(view.factors);
  // On a weak line the reference is one task on one worker.
  const work = kind === "weak" ? (view.factors.tasks ?? 1) : 1;
  const speedUp = reference && speedUpOver(reference.view, view, work, estimator);
  const { speedUp: ideal, tasks, rounds } = idealOf(experiment, view.factors, machine);
  const point = {
    workers,
    key: view.key,
    medianMs: summaryOf(view).medianMs as number,
    speedUp,
    ideal,
    idealByRounds: tasks === null || rounds === null ? workers : tasks / rounds,
    efficiency: over(speedUp, workers),
    idealEfficiency: over(speedUp, ideal),
  };
  return { view, work, point };
}

function speedUpOver(reference: CellView, view: CellView, work: number, estimator: Estimator): Ratio | null {
  if (reference === view) return { value: work, interval: null };
  const { logRatio, log95 } = estimator(reference, view);
  if (logRatio === null) return null;
  return {
    value: work * Math.exp(-logRatio),
    interval: log95 && [work * Math.exp(-log95[1]), work * Math.exp(-log95[0])],
  };
}

function over(ratio: Ratio | null, divisor: number): Ratio | null {
  if (ratio === null) return null;
  const { value, interval } = ratio;
  return { value: value / divisor, interval: interval && [interval[0] / divisor, interval[1] / divisor] };
}

/** Words that tell the line from the others of its experiment. */
function labelOf({ kind, cells: [first] }: ScalingLine, { varying }: ScalingInput): string {
  return lineWords(first.factors, kind === "weak" ? varying.filter((name) => name !== "tasks") : varying);
}

/** The levels that all cells share, the number of workers apart. */
function sharedFactors(cells: readonly CellView[]): Partial<Factors> {
  const { workers: _, ...shared } = constantFactors(cells.map(({ factors }) => factors));
  return shared;
}
