import { fUpperTail } from "./f-distribution.js";
import { mean } from "./mean.js";

/** Observations at one place, and the model's value there. */
export interface Replicates {
  observed: readonly number[];
  fitted: number;
}

export interface LackOfFit {
  /** `null`: repeats are all alike and the model is off, which no number says. */
  f: number | null;
  /** Degrees of freedom of the misfit and of the spread within places. */
  df: [misfit: number, within: number];
  /** Chance of such an F where the model is right. */
  p: number;
}

/**
 * F test of lack of fit (Draper and Smith, Applied Regression Analysis, 1998, section 2.1): distance of the means of the
 * places from the model, against the spread of repeats at one place.
 *
 * @param places each with at least one observation
 * @param parameters number of the model's parameters; those on a bound count
 * @returns `null` where nothing was repeated, or there are no more places than parameters
 */
export function lackOfFit(places: readonly Replicates[], parameters: number): LackOfFit | null {
  const observations = places.reduce((sum, { observed }) => sum + observed.length, 0);
  const df: LackOfFit["df"] = [places.length - parameters, observations - places.length];
  if (df[0] < 1 || df[1] < 1) return null;
  const centres = places.map(({ observed }) => mean(observed));
  const misfit = places.reduce(
    (sum, { observed, fitted }, index) => sum + observed.length * ((centres[index] as number) - fitted) ** 2,
    0,
  );
  const within = places.reduce(
    (sum, { observed }, index) =>
      sum + observed.reduce((all, value) => all + (value - (centres[index] as number)) ** 2, 0),
    0,
  );
  // Neither misfit nor spread is 0 / 0: nothing speaks against the model.
  const f = misfit === 0 ? 0 : misfit / df[0] / (within / df[1]);
  return { f: Number.isFinite(f) ? f : null, df, p: fUpperTail(f, ...df) };
}
