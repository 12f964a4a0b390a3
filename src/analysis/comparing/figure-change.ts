import type { Trial } from "../../record/schema/run-schema.js";
import { geometricMean } from "../../stats/geometric-mean.js";
import { median } from "../../stats/median.js";
import { pairedT } from "../../stats/paired-t.js";
import { intervalOfT, type TEstimate } from "../../stats/t-statistic.js";
import { welchT } from "../../stats/welch-t.js";
import { lessOrMore } from "../../words/percent.js";
import type { CellView } from "../cells/cell-view.js";
import { commonTimes, isBelowResolution, type Timing } from "../cells/usable-times.js";
import type { Finding, Interval } from "../results/run-analysis.js";
import type { AnalysedExperiment } from "./analysed-experiment.js";
import { evidenceWords, typicalWords } from "./change-words.js";
import { type Estimate, estimator, intervalInPercent, toPercent } from "./estimate.js";
import type { Pair } from "./pairs.js";
import { GENERAL_FLOOR_PERCENT, qValuesOf, verdictOf } from "./verdict.js";

/** A figure of one trial beside its time: memory, CPU time, a cost. `null` where the trial does not tell it. */
export type FigureOf = (trial: Trial, view: CellView) => number | null | undefined;

/** A figure of one cell against that of another. */
export interface FigureChange {
  /** Typical figures of the trials that the change rests on, of one scale with it. */
  from: number;
  to: number;
  /** What they are; "" for those of single measurements. */
  scale: "medians" | "geometric means" | "";
  /** (ratio - 1) x 100, estimated block by block as times are, and its 95 % interval; `null` where the trials give none. */
  changePercent: number | null;
  interval: Interval | null;
  /** The same at 90 %, which two one-sided tests at 5 % go by. */
  interval90: Interval | null;
  /** What the trials show; `open`: neither a difference nor that both are the same within 3 %. */
  shown: "more" | "less" | "same" | "open";
}

type Context = Pick<AnalysedExperiment, "cellOf" | "interleaved">;

const SHOWN = { slower: "more", faster: "less", same: "same", inconclusive: "open" } as const;

/**
 * The figure between the cells of each pair, by the estimators and the verdict of times: paired by block where trials were
 * interleaved, all pairs corrected together, and nothing called a difference below 2 %.
 *
 * @returns for each pair; `null` where one of its cells lacks the figure
 */
export function figureChanges(pairs: readonly Pair[], figureOf: FigureOf, context: Context): (FigureChange | null)[] {
  const estimate = estimator(context.interleaved);
  const asTimes = figuresAsTimes(figureOf, context);
  const sides = pairs.map(({ from, to }) => ({ from: asTimes(from), to: asTimes(to) }));
  const estimates = sides.map(({ from, to }) => estimate(from, to));
  const qValues = qValuesOf(estimates.map(({ p }) => p));
  return estimates.map((found, index) => {
    const { from, to } = sides[index] as Pair;
    if (from.times.length === 0 || to.times.length === 0) return null;
    const q = qValues[index] ?? null;
    const { verdict } = verdictOf({ estimate: found, q, floorPercent: GENERAL_FLOOR_PERCENT });
    const { scale, typical } = scaleOf(found);
    return {
      from: typical(valuesOf(from)),
      to: typical(valuesOf(to)),
      scale,
      changePercent: found.logRatio === null ? null : toPercent(found.logRatio),
      interval: intervalInPercent(found.log95),
      interval90: intervalInPercent(found.log90),
      shown: SHOWN[verdict],
    };
  });
}

function scaleOf(found: Estimate): Pick<FigureChange, "scale"> & { typical: typeof median } {
  if (found.method === "single-trial") return { scale: "", typical: median };
  const scale = found.logRatio === null ? "medians" : typicalWords(found);
  return { scale, typical: scale === "medians" ? median : geometricMean };
}

/** Median of a figure over the trials of a cell that have it; `null` where none does. */
export function medianOfFigure(view: CellView, figureOf: FigureOf, context: Context): number | null {
  const { times } = figuresAsTimes(figureOf, context)(view);
  return times.length === 0 ? null : median(valuesOf({ times }));
}

/** A difference in the unit of the figure, with its 95 % interval. */
export interface FigureDifference {
  mean: number;
  interval: Interval;
}

/**
 * By how much the figure of `to` is larger than that of `from`: mean and t interval over the blocks that both have or, not
 * interleaved, of the two sides. `null` with fewer than two of them.
 */
export function figureDifference(pair: Pair, figureOf: FigureOf, context: Context): FigureDifference | null {
  const asTimes = figuresAsTimes(figureOf, context);
  const [from, to] = [asTimes(pair.from), asTimes(pair.to)];
  if (!context.interleaved) {
    if (from.times.length < 2 || to.times.length < 2) return null;
    return differenceOf(welchT(valuesOf(from), valuesOf(to)));
  }
  const differences = commonTimes([from, to]).map(([before = 0, after = 0]) => after - before);
  return differences.length < 2 ? null : differenceOf(pairedT(differences));
}

function differenceOf(t: TEstimate): FigureDifference {
  return { mean: t.estimate, interval: intervalOfT(t, 0.95) };
}

/** Cells whose trials have the figure in place of their time, each made once. */
function figuresAsTimes(figureOf: FigureOf, { cellOf }: Context): (view: CellView) => CellView {
  const known = new Map<CellView, CellView>();
  return (view) => {
    const made = known.get(view) ?? { ...view, ...timesOf(view) };
    known.set(view, made);
    return made;
  };

  function timesOf(view: CellView): Pick<CellView, "times" | "belowResolution"> {
    const times = cellOf(view).trials.flatMap((trial): Timing[] => {
      const figure = trial.status === "ok" ? (figureOf(trial, view) ?? null) : null;
      return figure === null ? [] : [{ block: trial.block, wallMs: figure }];
    });
    times.sort((a, b) => a.block - b.block);
    return { times, belowResolution: isBelowResolution(times) };
  }
}

function valuesOf({ times }: Pick<CellView, "times">): number[] {
  return times.map(({ wallMs }) => wallMs);
}

/** Both figures and what they are: "266 MB against 80.4 MB in geometric means". */
export function bothWords({ from, to, scale }: FigureChange, format: (figure: number) => string): string {
  return `${format(to)} against ${format(from)}${scale && ` in ${scale}`}`;
}

/**
 * Both figures, with the difference only where it is shown: "266 MB against 80.4 MB in medians, 231 % more (95 % interval 180
 * to 290 % more)", "102 MB against 50.9 MB in medians, which are not shown to differ".
 */
export function figureWords(change: FigureChange, format: (figure: number) => string): string {
  const { changePercent, interval, shown } = change;
  const both = bothWords(change, format);
  if (changePercent === null) return both;
  if (interval === null) return `${both} in single measurements`;
  if (shown === "open") return `${both}, which are not shown to differ`;
  const difference = shown === "same" ? "the same within 3 %" : lessOrMore(changePercent);
  return `${both}, ${difference} (${figureInterval(change)})`;
}

/** "95 % interval 180 to 290 % more", "90 % interval 1.2 % less to 0.4 % more" where that shows both the same. */
export function figureInterval({ interval, interval90, shown }: FigureChange): string {
  return evidenceWords({ interval, interval90, verdict: shown === "same" ? "same" : "inconclusive" });
}

/** A change under its name, for the evidence of a finding: "memoryPercent", "memoryLowPercent", "memoryHighPercent". */
export function figureEvidence(
  name: string,
  { changePercent, interval }: FigureChange,
): Finding["evidence"]["figures"] {
  const [low = null, high = null] = interval ?? [];
  return { [`${name}Percent`]: changePercent, [`${name}LowPercent`]: low, [`${name}HighPercent`]: high };
}
