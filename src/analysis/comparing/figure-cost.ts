import type { Measure } from "../../words/measure.js";

/** What one costs where a second brings that many: a figure of which more is better has a cost as a time is one. */
const PER_THOUSAND = 1_000;

/**
 * A figure as a cost, of which less is better, as it is of a time. All statistics are made of costs; what is more by half
 * costs a third less. It is its own inverse.
 */
export function asCost(figure: number, measure: Measure | undefined): number {
  return measure?.better === "higher" ? PER_THOUSAND / figure : figure;
}

/** The sign that a change of a cost, as a logarithm, has as a change of the figure. */
export function signOf(measure: Measure | undefined): 1 | -1 {
  return measure?.better === "higher" ? -1 : 1;
}
