import { eDivisive, type SplitRule } from "../../stats/e-divisive.js";
import { mannWhitneyTest } from "../../stats/mann-whitney.js";
import { whitened } from "../../stats/serial-correlation.js";
import { correlationAbout, piecesOf } from "./pieces.js";

/** A change counts at this p of a rank test, with four runs or more on either side, the search for it tested as well. */
const RULE: SplitRule = {
  minimum: 4,
  test: (before, after) => mannWhitneyTest(before, after).p,
  atMost: 0.01,
  search: { shuffles: 199, seed: 1 },
};
export const FEWEST_RUNS = RULE.minimum;

/**
 * Series of more runs are searched stretch by stretch, each of so many: what a year of runs says of a change, ten years do not
 * say better, and the search takes time with the square of the length. A stretch that is full never changes again.
 */
export const STRETCH = 1_000;
/** Half of it belongs to either stretch: each place is judged where it has so many runs around it, but for those near the ends. */
const OVERLAP = 250;

/** Finds the places at which the level of a stretch changes. */
export type FindChanges = (logs: readonly number[]) => readonly number[];

/** More serial correlation than was taken out makes another search. */
const LEAST_MORE = 0.02;
const MOST_SEARCHES = 5;

/**
 * The search takes runs for independent of each other. Where they are not, a series that wanders seems to have levels: so
 * the serial correlation about what was found is taken out and the rest searched again, until no more of it shows.
 */
export const findChanges: FindChanges = (logs) => {
  let [correlation, points] = [0, search(logs, 0)];
  for (let searches = 1; searches < MOST_SEARCHES && points.length > 0; searches++) {
    const shown = correlationAbout(logs, piecesOf(logs, points));
    if (shown <= correlation + LEAST_MORE) break;
    correlation = shown;
    points = search(logs, correlation);
  }
  return points;
};

/** A step in the level is one in the whitened figures too, smaller by the factor of 1 - `correlation`. */
function search(logs: readonly number[], correlation: number): number[] {
  if (correlation === 0) return eDivisive(logs, RULE).map(({ index }) => index);
  return eDivisive(whitened(logs, correlation), RULE).map(({ index }) => index + 1);
}

/**
 * First places behind a change of level, ascending.
 *
 * @param logs of times, in the order of recording
 * @param find searches one stretch; whoever asks may know what comes of it
 */
export function changePoints(logs: readonly number[], find: FindChanges = findChanges): number[] {
  const found = stretchesOf(logs.length).flatMap(({ from, to }) =>
    find(logs.slice(from, to))
      .map((index) => ({ at: from + index, around: Math.min(index, to - from - index) }))
      .filter(({ at }) => at >= ownFrom(from) && (to === logs.length || at < to - OVERLAP / 2 + FEWEST_RUNS)),
  );
  // Two stretches may place one change a few runs apart: the one that has more runs around it knows better.
  found.sort((a, b) => b.around - a.around || a.at - b.at);
  const points: number[] = [];
  for (const { at } of found) if (points.every((other) => Math.abs(at - other) >= FEWEST_RUNS)) points.push(at);
  return points.sort((a, b) => a - b);
}

/** Where the half begins that belongs to the stretch, and a few runs before, so that no change falls between two stretches. */
function ownFrom(from: number): number {
  return from === 0 ? 0 : from + OVERLAP / 2 - FEWEST_RUNS;
}

interface Stretch {
  from: number;
  /** Behind the last. */
  to: number;
}

/** Full stretches from the start on, and what is left, with the overlap before it. */
function stretchesOf(length: number): Stretch[] {
  const stretches: Stretch[] = [];
  let from = 0;
  for (; from + STRETCH < length; from += STRETCH - OVERLAP) stretches.push({ from, to: from + STRETCH });
  return [...stretches, { from, to: length }];
}
