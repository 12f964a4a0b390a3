import { fUpperTail } from "./f-distribution.js";
import { mean } from "./mean.js";
import { median } from "./median.js";

/** Values of one group, by unit; values drawn together (the tasks of one trial) are one unit. */
export type Units = readonly (readonly number[])[];

export interface SpreadTest {
  /** Mean distance of the units' values from the median, for each group. */
  spreads: number[];
  f: number;
  /** Degrees of freedom between and within groups. */
  df: [between: number, within: number];
  /** Chance of such an F where all groups spread alike. */
  p: number;
}

/**
 * Test of equal spread by Brown and Forsythe (Journal of the American Statistical Association 69, 1974): an analysis of
 * variance of the distances from each group's median. Distances are averaged over a unit first, because the values of
 * a unit are no independent draws; where every unit has one value this is the published test.
 *
 * @param groups two or more, each with at least one unit, and at least one with two
 * @throws RangeError on fewer, or on an empty unit
 */
export function brownForsythe(groups: readonly Units[]): SpreadTest {
  const units = groups.reduce((sum, group) => sum + group.length, 0);
  const df: SpreadTest["df"] = [groups.length - 1, units - groups.length];
  if (df[0] < 1 || df[1] < 1) throw new RangeError(`no spread test for ${groups.length} groups of ${units} units`);
  const distances = groups.map(distancesOf);
  const spreads = distances.map(mean);
  const overall = mean(distances.flat());
  const between = distances.reduce(
    (sum, group, index) => sum + group.length * ((spreads[index] as number) - overall) ** 2,
    0,
  );
  const within = distances.reduce(
    (sum, group, index) => sum + group.reduce((all, value) => all + (value - (spreads[index] as number)) ** 2, 0),
    0,
  );
  // No distance at all is 0 / 0: nothing speaks against equal spread.
  const f = between === 0 ? 0 : between / df[0] / (within / df[1]);
  return { spreads, f, df, p: fUpperTail(f, ...df) };
}

function distancesOf(group: Units): number[] {
  const centre = median(group.flat());
  return group.map((unit) => mean(unit.map((value) => Math.abs(value - centre))));
}
