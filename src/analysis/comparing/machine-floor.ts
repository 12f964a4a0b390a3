import { percentileInterval } from "../../stats/bootstrap.js";
import { hodgesLehmann } from "../../stats/hodges-lehmann.js";
import { quantile } from "../../stats/quantile.js";
import { seededRandom } from "../../stats/random.js";
import type { Interval } from "../results/run-analysis.js";
import { toPercent } from "./estimate.js";

/** Blocks of the comparisons that the floor is for: as many as verdicts that can be relied on have. */
export const COMPARED_BLOCKS = 20;
const RESAMPLES = 2_000;
const SHARE = 0.975;

/**
 * The floor of a machine, in percent: what two equal programs differ by, at most, in 97.5 % of comparisons of 20
 * blocks, as the Hodges-Lehmann estimate has it. The comparisons are bootstrap samples (Efron 1979) of the log ratios
 * of an A/A recording: blocks drawn with replacement, so that a short recording does not look quieter than it is.
 *
 * Chosen by simulation: 30 self-tests of 150 blocks for each of nine kinds of noise, 3,000 fresh comparisons each.
 * Where noise is independent from block to block (log-normal 1 to 8 %, two-peaked, heavy-tailed) the floor is on
 * average 99 to 108 % of the true 97.5th percentile. Verdicts that clear it and the signed-rank test are false in 1.3 to
 * 1.9 % of comparisons where it lies above 2 %, in 3.7 % under the unluckiest floor. Drawn without replacement: 93 to
 * 101 %, 1.7 to 2.3 %, 4.2 %. Windows of successive blocks give floors that vary twice as much. Under load that comes and
 * goes in bursts of a dozen blocks a floor goes by what its minutes had (1.4 to 5.9 %, where 5.0 % is true); false
 * alarms are 2.2 % at most even so, as the test holds by itself.
 *
 * @param logRatios of the two cells, one a block
 */
export function measuredFloorPercent(logRatios: readonly number[], seed: number, resamples = RESAMPLES): number {
  const random = seededRandom(seed);
  const sizes = Array.from({ length: resamples }, () => {
    const drawn = Array.from({ length: COMPARED_BLOCKS }, () => pick(logRatios, random));
    return Math.abs(toPercent(hodgesLehmann(drawn, []).estimate));
  });
  return quantile(sizes, SHARE);
}

/** Recordings that are drawn for the interval of a floor, and comparisons from each. */
const RECORDINGS = 100;
const COMPARISONS_EACH = 300;

/** 95 % interval of a floor: the middle of the floors of recordings drawn from the recorded blocks with replacement. */
export function floorInterval(logRatios: readonly number[], seed: number): Interval {
  const random = seededRandom(seed);
  const floors = Array.from({ length: RECORDINGS }, (_, recording) => {
    const drawn = logRatios.map(() => pick(logRatios, random));
    return measuredFloorPercent(drawn, seed + recording, COMPARISONS_EACH);
  });
  return percentileInterval(
    floors.sort((a, b) => a - b),
    0.95,
  );
}

function pick(values: readonly number[], random: () => number): number {
  const value = values[Math.floor(random() * values.length)];
  if (value === undefined) throw new RangeError("there is no log ratio to draw from");
  return value;
}
