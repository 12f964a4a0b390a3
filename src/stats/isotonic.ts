import { fUpperTail } from "./f-distribution.js";
import { mean } from "./mean.js";

/** Neighbouring places that a rising line makes level, from the first of them on. */
interface Level {
  from: number;
  value: number;
  weight: number;
}

/** A spread from elsewhere: variance of one observation, and its degrees of freedom. */
export interface Spread {
  variance: number;
  df: number;
}

export interface Fall {
  /** Index of the highest mean. */
  from: number;
  /** Chance of such a fall, or a larger one, where the truth never falls. */
  p: number;
}

/**
 * Whether the means of places in order fall from their highest to the last: the distance of those places from the closest line
 * that never falls (pool adjacent violators), against the spread. The chance is the E-bar-squared one of a level truth,
 * the least favourable (Bartholomew, Biometrika 46, 1959; Robertson, Wright and Dykstra, Order Restricted Statistical
 * Inference, 1988, section 2.3), with the level probabilities of equal weights.
 *
 * @param places observations of each place, at least one
 * @param spread where nothing was repeated; left out: that of the repeats
 * @returns `null` where the last mean is the highest, or nothing tells the spread
 */
export function fallAtTheEnd(places: readonly (readonly number[])[], spread = spreadWithin(places)): Fall | null {
  const means = places.map(mean);
  const from = means.indexOf(means.reduce((most, value) => Math.max(most, value)));
  if (spread === null || from === places.length - 1) return null;
  const last = risingLevels(places).at(-1) as Level;
  if (last.from > from) return null;
  const weights = places.map(({ length }) => length);
  const misfit = means.reduce((sum, value, index) => {
    return index < last.from ? sum : sum + (weights[index] as number) * (value - last.value) ** 2;
  }, 0);
  if (misfit === 0) return null;
  return { from, p: chanceOf(misfit / spread.variance, places.length, spread.df) };
}

function spreadWithin(places: readonly (readonly number[])[]): Spread | null {
  const df = places.reduce((sum, { length }) => sum + length - 1, 0);
  if (df === 0) return null;
  const squares = places.reduce((sum, own) => {
    const centre = mean(own);
    return sum + own.reduce((all, value) => all + (value - centre) ** 2, 0);
  }, 0);
  return { variance: squares / df, df };
}

/** The closest line that never falls, as its levels. */
function risingLevels(places: readonly (readonly number[])[]): Level[] {
  const levels: Level[] = [];
  for (const [index, own] of places.entries()) {
    let level: Level = { from: index, value: mean(own), weight: own.length };
    for (let before = levels.at(-1); before !== undefined && before.value >= level.value; before = levels.at(-1)) {
      const weight = before.weight + level.weight;
      const value = (before.value * before.weight + level.value * level.weight) / weight;
      level = { from: before.from, value, weight };
      levels.pop();
    }
    levels.push(level);
  }
  return levels;
}

/** Chance of a distance of `statistic` spreads or more from a line that never falls, of `places` places on one level. */
function chanceOf(statistic: number, places: number, df: number): number {
  return levelProbabilities(places).reduce((sum, probability, levels) => {
    const free = places - levels;
    return levels === 0 || free === 0 ? sum : sum + probability * fUpperTail(statistic / free, free, df);
  }, 0);
}

/** Of a million places more levels have a chance below 1e-90: there are as many as the logarithm of the places, give or take. */
const MOST_LEVELS = 150;

/** Chance of a number of levels, by that number: P(l, k) = P(l - 1, k - 1) / k + P(l, k - 1) (k - 1) / k. */
function levelProbabilities(places: number): Float64Array {
  const all = new Float64Array(Math.min(places, MOST_LEVELS) + 1);
  all[0] = 1;
  for (let k = 1; k <= places; k++) {
    for (let l = Math.min(k, all.length - 1); l >= 0; l--) {
      all[l] = (all[l - 1] ?? 0) / k + ((all[l] as number) * (k - 1)) / k;
    }
  }
  return all;
}
