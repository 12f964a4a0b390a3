import { largest, smallest } from "../../record/limits/extremes.js";
import type { Experiment, Run } from "../../record/schema/run-schema.js";
import { binomialInterval } from "../../stats/binomial-interval.js";
import { quantile } from "../../stats/quantile.js";
import { seededRandom } from "../../stats/random.js";
import { type CellView, cellViews } from "../cells/cell-view.js";
import { commonTimes } from "../cells/usable-times.js";
import { type Estimate, estimator, toPercent } from "../comparing/estimate.js";
import { COMPARED_BLOCKS, floorInterval, measuredFloorPercent } from "../comparing/machine-floor.js";
import { GENERAL_FLOOR_PERCENT, verdictOf } from "../comparing/verdict.js";
import type { Interval } from "../results/run-analysis.js";

/** Comparisons that are drawn from the recording of each pair. */
export const COMPARISONS = 500;
/** Fewer common blocks give no two halves to draw 20 from. */
export const FEWEST_BLOCKS = 2 * COMPARED_BLOCKS;

/** A share of the comparisons, in percent, with the 95 % interval of the true one. */
export interface Share {
  percent: number;
  interval: Interval;
}

/** One cell under two names, compared with itself. */
export interface EqualPair {
  experiment: string;
  title: string;
  /** Blocks in which both were usable. */
  blocks: number;
  medianMs: number;
  /** Interquartile range of one cell's times, in percent of their median. */
  spreadPercent: number;
  /** Change from the one name to the other over all blocks, in percent: there is none. */
  changePercent: number;
  interval: Interval;
  /** What the two differ by at most in 97.5 % of comparisons of 20 blocks. */
  noisePercent: number;
  /** Its 95 % interval. */
  noiseInterval: Interval;
  /** Comparisons that the verdict rule called a change, without any correction: with the general floor of 2 %. */
  falseAlarms: Share;
  /** The same with the floor measured here; each half of the blocks is judged by the floor of the other half. */
  falseAlarmsWithFloor: Share;
  /** Comparisons whose 95 % interval held the truth. */
  coverage: Share;
}

export interface SelfTestResult {
  /** Noise of the noisiest pair: what verdicts on this machine must reach, where it is above 2 %. */
  floorPercent: number;
  comparisons: number;
  blocks: number;
  pairs: EqualPair[];
}

/**
 * The self-test of a machine and of the program from an A/A recording: every experiment is one cell under two names, so that
 * each change that is found is a false one. The comparisons of 20 blocks are drawn from the recorded
 * blocks and judged by the program's own rule. They overlap, so the interval of a share is the exact binomial one of half as many
 * trials as there are blocks: simulated with 40 to 300 blocks, it holds the true share in 92 to 99 % of self-tests.
 *
 * @returns `null` where some pair has fewer than {@link FEWEST_BLOCKS} common blocks
 */
export function selfTest(run: Run): SelfTestResult | null {
  const pairs = run.experiments.map((experiment, index) => equalPairOf(experiment, (run.seed ?? 0) + index));
  const whole = pairs.filter((pair) => pair !== null);
  if (whole.length < pairs.length || whole.length === 0) return null;
  return {
    floorPercent: largest(whole.map(({ noisePercent }) => noisePercent)),
    comparisons: COMPARISONS * whole.length,
    blocks: smallest(whole.map(({ blocks }) => blocks)),
    pairs: whole,
  };
}

/** The two cells with their common blocks, numbered alike. */
interface Common {
  from: CellView;
  to: CellView;
  times: Times[];
}

/** Times of the two cells in one block, in ms. */
type Times = [fromMs: number, toMs: number];

function equalPairOf(experiment: Experiment, seed: number): EqualPair | null {
  const common = commonBlocks(experiment);
  if (common === null || common.times.length < FEWEST_BLOCKS) return null;
  const { times } = common;
  const { logRatio, log95 } = estimateOf(common, times);
  if (logRatio === null || log95 === null) return null;
  const ms = times.map(([fromMs]) => fromMs);
  const median = quantile(ms, 0.5);
  const drawn = drawComparisons(common, times, { seed, count: COMPARISONS });
  return {
    experiment: experiment.id,
    title: experiment.title,
    blocks: times.length,
    medianMs: median,
    spreadPercent: ((quantile(ms, 0.75) - quantile(ms, 0.25)) / median) * 100,
    changePercent: toPercent(logRatio),
    interval: [toPercent(log95[0]), toPercent(log95[1])],
    noisePercent: measuredFloorPercent(logRatios(times), seed),
    noiseInterval: floorInterval(logRatios(times), seed),
    falseAlarms: shareOf(drawn, times.length, (estimate) => isAlarm(estimate, GENERAL_FLOOR_PERCENT)),
    falseAlarmsWithFloor: crossChecked(common, seed),
    coverage: shareOf(drawn, times.length, ({ log95: held }) => held !== null && held[0] <= 0 && held[1] >= 0),
  };
}

/** The floor of one half of the blocks judges the other: no recording is judged by the floor it gave. */
function crossChecked(common: Common, seed: number): Share {
  const halves = [0, 1].map((side) => common.times.filter((_, index) => index % 2 === side));
  const alarms = halves.flatMap((half, side) => {
    const other = halves[1 - side] ?? [];
    const floor = Math.max(GENERAL_FLOOR_PERCENT, measuredFloorPercent(logRatios(other), seed + 1));
    const drawn = drawComparisons(common, half, { seed: seed + 2 + side, count: COMPARISONS / 2 });
    return drawn.map((estimate) => isAlarm(estimate, floor));
  });
  return shareOf(alarms, common.times.length, (alarm) => alarm);
}

function commonBlocks(experiment: Experiment): Common | null {
  const [from, to, ...others] = cellViews(experiment);
  if (from === undefined || to === undefined || others.length > 0) return null;
  return { from, to, times: commonTimes([from, to]) as Times[] };
}

/** Estimates of comparisons of 20 blocks each, drawn without replacement. */
function drawComparisons(
  common: Common,
  times: readonly Times[],
  { seed, count }: { seed: number; count: number },
): Estimate[] {
  const random = seededRandom(seed);
  return Array.from({ length: count }, () => estimateOf(common, draw(times, random)));
}

function draw<T>(values: readonly T[], random: () => number): T[] {
  const rest = [...values];
  for (let place = 0; place < COMPARED_BLOCKS; place++) {
    const pick = place + Math.floor(random() * (rest.length - place));
    [rest[place], rest[pick]] = [rest[pick] as T, rest[place] as T];
  }
  return rest.slice(0, COMPARED_BLOCKS);
}

/** The program's own estimate, of the two cells with these blocks and no others. */
function estimateOf({ from, to }: Common, times: readonly Times[]): Estimate {
  const only = (side: 0 | 1) => times.map((time, block) => ({ block, wallMs: time[side] }));
  return estimator(true)({ ...from, times: only(0) }, { ...to, times: only(1) });
}

/** Whether the program's own rule calls it a change, as if it stood alone: without a family, q is p. */
function isAlarm(estimate: Estimate, floorPercent: number): boolean {
  const { verdict } = verdictOf({ estimate, q: estimate.p, floorPercent });
  return verdict === "faster" || verdict === "slower";
}

function shareOf<T>(drawn: readonly T[], blocks: number, counts: (one: T) => boolean): Share {
  const percent = (drawn.filter(counts).length / drawn.length) * 100;
  return { percent, interval: shareInterval(percent, blocks) };
}

/** 95 % interval of a share, in percent, of the comparisons that were drawn from so many blocks. */
export function shareInterval(percent: number, blocks: number): Interval {
  const trials = Math.max(1, Math.floor(blocks / 2));
  const [low, high] = binomialInterval(Math.round((percent / 100) * trials), trials, 0.95);
  return [low * 100, high * 100];
}

function logRatios(times: readonly Times[]): number[] {
  return times.map(([fromMs, toMs]) => Math.log(toMs / fromMs));
}
