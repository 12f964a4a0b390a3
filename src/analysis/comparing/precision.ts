import { largest } from "../../record/limits/extremes.js";
import type { Experiment } from "../../record/schema/run-schema.js";
import { medianInterval } from "../../stats/median-interval.js";
import { type CellView, cellViews, isTimed } from "../cells/cell-view.js";
import { logTimes } from "../cells/usable-times.js";
import type { Interval } from "../results/run-analysis.js";
import { matchVersions } from "../versions/match.js";
import { type Estimator, estimator, RANKS_FROM, toPercent } from "./estimate.js";
import { pairsOf } from "./pairs.js";

/** Precision of a run: widths of the intervals of its headlines. Percentages are half the width of an interval. */
export interface Precision {
  targetPercent: number;
  /** Every interval is as narrow as that; there is at least one. */
  reached: boolean;
  /** Headlines that an interval can be given for, or could with more blocks. */
  headlines: number;
  /** Whether they are comparisons; else the times of cells that stand by themselves. */
  comparisons: boolean;
  /** Headlines of cells of which no trial finished, or that take less than the clock can show: no block helps. */
  hopeless: number;
  /** The widest interval; `null` where there is none yet. */
  widestPercent: number | null;
  /** Those that are not as narrow, the widest first. */
  open: OpenHeadline[];
  /** Further blocks that would likely do for all of them; `null` where nobody can tell yet. */
  moreBlocks: number | null;
}

export interface OpenHeadline {
  experiment: string;
  label: string;
  /** `null`: fewer blocks than an interval needs. */
  halfWidthPercent: number | null;
  /** Blocks that it rests on, and that would likely do: intervals narrow with the root of their number. */
  blocks: number;
  blocksNeeded: number | null;
}

/**
 * Whether every headline's 95 % interval is as narrow as asked for: half its width on the scale of logarithms, said in
 * percent, so that "2 %" means that the true ratio lies within about 2 % of the estimate either way, whatever the
 * ratio is. Rests on widths alone, never on a p value, so that a run may look after every block. Fewer than ten
 * common blocks are never narrow enough: from there on the interval is that of the signed-rank test. In simulations on
 * timing noise, intervals of runs that ended this way cover 93 to 96 %.
 */
export function precisionOf(experiments: readonly Experiment[], targetPercent: number): Precision {
  const estimate = estimator(true);
  const all = headlinesOf(experiments);
  const possible = all.filter(isPossible);
  const measured = possible.map((headline) => widthOf(headline, estimate, targetPercent));
  const open = measured
    .filter(({ halfWidthPercent }) => halfWidthPercent === null || halfWidthPercent > targetPercent)
    .sort((a, b) => (b.halfWidthPercent ?? Infinity) - (a.halfWidthPercent ?? Infinity));
  const widths = measured.map(({ halfWidthPercent }) => halfWidthPercent);
  const known = widths.filter((width) => width !== null);
  return {
    targetPercent,
    reached: open.length === 0 && measured.length > 0,
    headlines: measured.length,
    comparisons: all.some(({ from }) => from !== undefined),
    hopeless: all.length - possible.length,
    widestPercent: known.length < widths.length || known.length === 0 ? null : largest(known),
    open,
    moreBlocks: moreBlocks(open),
  };
}

function isPossible({ from, to }: Headline): boolean {
  return isTimed(from ?? to) && isTimed(to);
}

function widthOf({ experiment, from, to }: Headline, estimate: Estimator, targetPercent: number): OpenHeadline {
  const { log95, n } = from === undefined ? ownTime(to) : estimate(from, to);
  const named = { experiment: experiment.id, label: to.label, blocks: n };
  if (log95 === null || n < RANKS_FROM) return { ...named, halfWidthPercent: null, blocksNeeded: null };
  const half = (log95[1] - log95[0]) / 2;
  const blocksNeeded = Math.ceil(n * (half / Math.log1p(targetPercent / 100)) ** 2);
  return { ...named, halfWidthPercent: toPercent(half), blocksNeeded };
}

/** The interval of the median of a cell's own times. */
function ownTime(view: CellView): { log95: Interval | null; n: number } {
  return { log95: medianInterval(logTimes(view), 0.95), n: view.times.length };
}

function moreBlocks(open: readonly OpenHeadline[]): number | null {
  let most = 0;
  for (const { blocks, blocksNeeded } of open) {
    if (blocksNeeded === null) return null;
    most = Math.max(most, blocksNeeded - blocks);
  }
  return most;
}

/**
 * Main results of a run: each cell against its baseline, or the times of the cells where there is nothing to compare. Cells that were left out or cut short to keep a budget are not among them.
 */
export interface Headline {
  experiment: Experiment;
  /** What the time of `to` is set against; absent where the time stands by itself. */
  from?: CellView;
  to: CellView;
}

/** The headline of every experiment, each in reading order. */
export function headlinesOf(experiments: readonly Experiment[]): Headline[] {
  return experiments.flatMap((experiment): Headline[] => {
    const views = cellViews(experiment);
    const pairs =
      experiment.versions === undefined
        ? pairsOf(views).againstBaseline
        : matchVersions(views, experiment.versions, experiment.division).map(({ before: from, after: to }) => ({
            from,
            to,
          }));
    const isWhole = ({ index }: CellView) => experiment.cells[index]?.dropped === undefined;
    if (pairs.length === 0) return views.filter(isWhole).map((to) => ({ experiment, to }));
    return pairs.filter(({ from, to }) => isWhole(from) && isWhole(to)).map((pair) => ({ experiment, ...pair }));
  });
}
