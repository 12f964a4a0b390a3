import { group } from "d3-array";
import { largest, smallest } from "../../record/limits/extremes.js";
import type { Cell, Experiment, Machine, Trial } from "../../record/schema/run-schema.js";
import { geometricMean } from "../../stats/geometric-mean.js";
import { medianAbsoluteDeviation } from "../../stats/mad.js";
import { mean } from "../../stats/mean.js";
import { median } from "../../stats/median.js";
import { medianInterval } from "../../stats/median-interval.js";
import { standardDeviation } from "../../stats/standard-deviation.js";
import { tInterval } from "../../stats/t-interval.js";
import { tukeyFlags } from "../../stats/tukey.js";
import type { CellView } from "../cells/cell-view.js";
import { effectiveWorkers, hasIdeal, idealOf } from "../cells/ideal-speed-up.js";
import { starvationOf } from "../cells/starved.js";
import type { CellSummary, Interval, Ratio } from "../results/run-analysis.js";
import { type Estimator, speedOver } from "./estimate.js";
import { asCost } from "./figure-cost.js";
import type { Baselines } from "./pairs.js";

/** Fewer values have no quartiles to speak of: of five clean trials, Tukey's fences flag 9 %, in 34 % of cells. */
export const FEWEST_FOR_OUTLIERS = 10;

/** Surroundings of a cell for {@link summarise}. */
export interface SummaryContext {
  experiment: Experiment;
  machine: Machine;
  /** What each cell is measured against. */
  baselines: ReadonlyMap<CellView, Baselines>;
  estimator: Estimator;
}

const NO_IDEAL: CellSummary["ideal"] = { tasks: null, rounds: null, cores: null, speedUp: null };

/** Summary of a cell's trials, by themselves and against the baselines. Times in ms. */
export function summarise(view: CellView, context: SummaryContext): CellSummary {
  const { experiment, machine, estimator } = context;
  const cell = experiment.cells[view.index] as Cell;
  const ideal = hasIdeal(experiment) ? idealOf(experiment, view.factors, machine) : NO_IDEAL;
  const { baseline, sequential, ownSingle } = context.baselines.get(view) as Baselines;
  const [speedUp = null, ownSpeedUp = null] = [sequential, ownSingle].map((from) => speedUpOver(from, view, estimator));
  const best = speedUp ?? ownSpeedUp;
  return {
    ...(view.measure && { measure: view.measure, ...timeBeside(cell) }),
    factors: view.factors,
    key: view.key,
    label: view.label,
    ...outcomes(cell),
    belowResolution: view.belowResolution,
    ...typicalTimes(view),
    outliers: outliers(view),
    starved: starvationOf(cell, experiment, machine).starved,
    ...otherMedians(cell),
    ...otherFigures(cell, experiment),
    ideal,
    speedUp,
    ownSpeedUp,
    efficiency: ideal.speedUp && best && best.value / effectiveWorkers(view.factors),
    idealEfficiency: ideal.speedUp && best && best.value / ideal.speedUp,
    isBaseline: baseline === view,
    baselineKey: baseline === view ? null : baseline.key,
  };
}

/** Outcomes of a cell's trials. */
export function outcomes(cell: Cell): Pick<CellSummary, "trials" | "samples" | "failures" | "dropped"> {
  const count = (status: Trial["status"]) => cell.trials.filter((trial) => trial.status === status).length;
  const bad = cell.trials.filter((trial) => trial.status !== "ok");
  const failures = [...group(bad, (trial) => trial.reason ?? trial.status)].map(([reason, trials]) => {
    const { detail, trace } = trials.find((trial) => trial.detail !== undefined) ?? {};
    return { reason, count: trials.length, ...(detail !== undefined && { detail }), ...(trace && { trace }) };
  });
  const [ok, ...others] = cell.trials.filter(({ status }) => status === "ok");
  const samples = others.length === 0 ? ok?.figures?.["mean-of-samples"] : undefined;
  return {
    ...(samples != null && samples > 1 && { samples }),
    trials: { ok: count("ok"), failed: count("failed"), timeout: count("timeout") },
    failures,
    ...(cell.dropped !== undefined && { dropped: cell.dropped }),
  };
}

/** Fewer trials give an interval of the median that is hardly narrower than their range. */
const FEWEST_FOR_MEDIAN = 10;

type TypicalTimes = Pick<
  CellSummary,
  "medianMs" | "meanMs" | "sdMs" | "madMs" | "minMs" | "maxMs" | "geometricMeanMs" | "intervalMs"
>;

/** What is typical of a cell by its usable trials alone. */
function typicalTimes(view: Pick<CellView, "times" | "belowResolution" | "measure">): TypicalTimes {
  const { belowResolution } = view;
  const values = figuresOf(view);
  if (values.length === 0) {
    const none = { medianMs: null, meanMs: null, sdMs: null, madMs: null, minMs: null, maxMs: null };
    return { ...none, geometricMeanMs: null, intervalMs: null };
  }
  const several = values.length > 1;
  return {
    ...medianTime(view),
    meanMs: mean(values),
    sdMs: several ? standardDeviation(values) : null,
    madMs: several ? medianAbsoluteDeviation(values) : null,
    minMs: smallest(values),
    maxMs: largest(values),
    geometricMeanMs: belowResolution ? null : geometricMean(values),
  };
}

/** The times, or the figures that the costs in their place stand for. */
function figuresOf({ times, measure }: Pick<CellView, "times" | "measure">): number[] {
  return times.map(({ wallMs, figure }) => figure ?? asCost(wallMs, measure));
}

/** Median of a cell with its interval, as a point of a history shows it. */
export function medianTime(
  view: Pick<CellView, "times" | "belowResolution" | "measure">,
): Pick<TypicalTimes, "medianMs" | "intervalMs"> {
  const { belowResolution } = view;
  const values = figuresOf(view);
  return {
    medianMs: values.length === 0 ? null : median(values),
    intervalMs: values.length > 1 && !belowResolution ? typicalInterval(values) : null,
  };
}

/** Of the median from 10 trials on, whatever their distribution; of fewer, t on logs. */
export function typicalInterval(values: readonly number[]): Interval {
  const ofMedian = values.length < FEWEST_FOR_MEDIAN ? null : medianInterval(values, 0.95);
  if (ofMedian !== null) return ofMedian;
  const [low, high] = tInterval(values.map(Math.log), 0.95);
  return [Math.exp(low), Math.exp(high)];
}

function outliers(view: CellView): CellSummary["outliers"] {
  const figures = figuresOf(view);
  if (figures.length < FEWEST_FOR_OUTLIERS) return [];
  const flags = tukeyFlags(figures);
  return view.times.flatMap(({ block }, index) => {
    const kind = flags[index];
    return kind ? [{ block, wallMs: figures[index] as number, kind }] : [];
  });
}

function timeBeside({ trials }: Cell): Pick<CellSummary, "medianWallMs"> {
  const times = trials.flatMap(({ status, wallMs }) => (status === "ok" && wallMs !== null ? [wallMs] : []));
  return times.length === 0 ? {} : { medianWallMs: median(times) };
}

function otherMedians(
  cell: Cell,
): Pick<CellSummary, "medianStartUpMs" | "medianUserMs" | "medianSysMs" | "medianPeakPssBytes" | "medianPeakRssBytes"> {
  const ok = cell.trials.filter((trial) => trial.status === "ok");
  const medianOf = (figure: "startUpMs" | "userMs" | "sysMs" | "peakPssBytes" | "peakRssBytes") => {
    const known = ok.flatMap((trial) => trial[figure] ?? []);
    return known.length === 0 ? null : median(known);
  };
  return {
    medianStartUpMs: medianOf("startUpMs"),
    medianUserMs: medianOf("userMs"),
    medianSysMs: medianOf("sysMs"),
    medianPeakPssBytes: medianOf("peakPssBytes"),
    medianPeakRssBytes: medianOf("peakRssBytes"),
  };
}

/** Medians of the figures of its program that nothing is compared by. */
function otherFigures({ trials }: Cell, { figure }: Experiment): Pick<CellSummary, "medianFigures"> {
  if (figure === undefined) return {};
  const all = trials.flatMap(({ status, figures = {} }) => (status === "ok" ? Object.entries(figures) : []));
  const known = group(
    all.flatMap(([name, value]) => (value === null || name === figure.name ? [] : [{ name, value }])),
    ({ name }) => name,
  );
  if (known.size === 0) return {};
  const medians = [...known].map(([name, values]) => [name, median(values.map(({ value }) => value))]);
  return { medianFigures: Object.fromEntries(medians) };
}

/** Time of the baseline over time of the cell, interval turned over with it. */
function speedUpOver(baseline: CellView | undefined, view: CellView, estimator: Estimator): Ratio | null {
  if (!baseline) return null;
  const speedUp = speedOver(estimator(baseline, view));
  return speedUp && baseline === view ? { value: 1, interval: null } : speedUp;
}
