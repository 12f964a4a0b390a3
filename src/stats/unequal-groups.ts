import { sum } from "d3-array";
import { fUpperTail } from "./f-distribution.js";
import { mean } from "./mean.js";
import { requireSample } from "./sample.js";
import { standardDeviation } from "./standard-deviation.js";
import { pOfT, type TEstimate } from "./t-statistic.js";

/** What is known of the mean of a group. */
export interface GroupMean {
  mean: number;
  /** Of one value: set so that it, over `count`, is the squared standard error of the mean. */
  variance: number;
  count: number;
  /** Degrees of freedom of the variance. */
  df: number;
}

/**
 * The mean of a group whose values each correlate by `r` with the one before. The variance is that of the mean of an
 * autoregressive series (Bayley and Hammersley, Supplement to the Journal of the Royal Statistical Society 8, 1946), with
 * what the sample variance misses for being taken about the sample's own mean.
 *
 * @throws RangeError with fewer than two values or a non-finite one
 */
export function groupMean(values: readonly number[], r = 0): GroupMean {
  const count = values.length;
  const own = standardDeviation(values) ** 2;
  const widened = (1 + r) / (1 - r) - (2 * r * (1 - r ** count)) / (count * (1 - r) ** 2);
  const factor = Math.max(1, (widened * (count - 1)) / Math.max(count - widened, count / 5));
  const df = Math.max(1, (count * (1 - r * r)) / (1 + r * r) - 1);
  return { mean: mean(values), variance: own * factor, count, df };
}

/**
 * Chance of means that differ as much where all groups have one mean, spreads unequal: the F* of Brown and Forsythe
 * (Technometrics 16, 1974) with the degrees of freedom of Mehrotra (Communications in Statistics B 26, 1997), as the original
 * ones alarm too often where spreads differ much.
 *
 * @throws RangeError with fewer than two groups
 */
export function equalMeansP(groups: readonly GroupMean[]): number {
  requireSample(
    groups.map((group) => group.mean),
    2,
  );
  const { total, between, parts } = partsOf(groups);
  const within = sum(parts);
  if (within === 0) return between === 0 ? 1 : 0;
  // Shares of the largest variance: squares of small ones vanish.
  const most = groups.reduce((largest, { variance }) => Math.max(largest, variance), 0);
  const scaled = groups.map(({ variance, count }) => ({ variance: variance / most, share: count / total }));
  const weighted = sum(scaled, ({ variance, share }) => variance * share);
  const squares = sum(scaled, ({ variance, share }) => variance ** 2 * (1 - 2 * share));
  const betweenDf = (sum(scaled, ({ variance }) => variance) - weighted) ** 2 / (squares + weighted ** 2);
  const withinDf = 1 / sum(groups, ({ df }, index) => ((parts[index] as number) / within) ** 2 / df);
  return fUpperTail(between / within, betweenDf, withinDf);
}

/** Squares between the means, and what each group adds to them by its own variance. */
function partsOf(groups: readonly GroupMean[]) {
  const total = sum(groups, ({ count }) => count);
  const grand = sum(groups, (group) => group.count * group.mean) / total;
  const between = sum(groups, (group) => group.count * (group.mean - grand) ** 2);
  return { total, between, parts: groups.map(({ variance, count }) => (1 - count / total) * variance) };
}

/**
 * Standard deviation of the true means about their own mean, what the variances of the groups bring about taken out: the
 * component of variance by the method of moments; 0 where that would be below 0.
 */
export function spreadOfMeans(groups: readonly GroupMean[]): number {
  const { total, between, parts } = partsOf(groups);
  const weight = total - sum(groups, ({ count }) => count ** 2) / total;
  return Math.sqrt(Math.max(0, (between - sum(parts)) / weight));
}

/** Each group's mean less the mean of the others' means, in order; degrees of freedom after Welch and Satterthwaite. */
export function eachAgainstOthers(groups: readonly GroupMean[]): TEstimate[] {
  const others = groups.length - 1;
  const means = sum(groups, (group) => group.mean);
  const squares = groups.map(({ variance, count }) => variance / count);
  const allSquares = sum(squares);
  const terms = groups.map(({ df }, index) => (squares[index] as number) ** 2 / df);
  const allTerms = sum(terms);
  return groups.map((group, index) => {
    const [own, term] = [squares[index] as number, terms[index] as number];
    const rest = (allSquares - own) / others ** 2;
    const total = own + rest;
    const inverse = term / total ** 2 + (allTerms - term) / others ** 4 / total ** 2;
    return {
      estimate: group.mean - (means - group.mean) / others,
      standardError: Math.sqrt(total),
      df: total === 0 ? group.df : 1 / inverse,
    };
  });
}

/**
 * The chance that some group stands apart from the others: Simes's combination (Biometrika 73, 1986) of the p values of each
 * against the others.
 */
export function anyApartP(groups: readonly GroupMean[]): number {
  const ascending = eachAgainstOthers(groups)
    .map((t) => pOfT(t))
    .sort((a, b) => a - b);
  return ascending.reduce((least, p, index) => Math.min(least, (p * ascending.length) / (index + 1)), 1);
}
