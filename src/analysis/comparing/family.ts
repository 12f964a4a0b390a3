import { group, least } from "d3-array";
import { median } from "../../stats/median.js";
import { cellKey, moreOf } from "../cells/cell-keys.js";
import { type CellView, inReadingOrder, isTimed } from "../cells/cell-view.js";
import { withoutCores } from "../cells/core-words.js";
import { hasOwnCores } from "../cells/ideal-speed-up.js";
import type { Pair, Pairs } from "./pairs.js";

/** Of more cells of one size, each against each, only the pairs that a page shows are tested. */
const MOST_EACH_AGAINST_EACH = 40;

/** The comparisons of an experiment that are corrected together. */
export interface Family {
  /** Each pair once. */
  pairs: Pair[];
  /** Pairs that the data might have called for and that are not among them. */
  untested: number;
}

/**
 * Every pair that a table, a sentence, a title or an advice of the experiment may ask for. Which cell is the best, and what
 * is set against it, only the data say: so all pairs of a size belong to the family, and of work that grows with the workers
 * or task by task all pairs of such a line.
 *
 * @param planned pairs that tables show whatever the data are
 */
export function familyOf(views: readonly CellView[], planned: Pairs): Family {
  const timed = inReadingOrder(views).filter(isTimed);
  const shown = Object.values(planned).flat();
  const sizes = [...group(timed, ({ size }) => size).values()];
  const large = sizes.filter(({ length }) => length > MOST_EACH_AGAINST_EACH);
  const small = sizes.filter(({ length }) => length <= MOST_EACH_AGAINST_EACH);
  const pairs = distinctPairs([
    ...small.flatMap(eachAgainstEach),
    ...growingLines(timed).flatMap(eachAgainstEach),
    ...aloneByCores(timed).flatMap(eachAgainstEach),
    ...shown.filter(({ from, to }) => isTimed(from) && isTimed(to)),
    ...large.flatMap(bestAgainstRest),
  ]);
  const ofLarge = new Set(large.flat());
  const tested = pairs.filter(({ from }) => ofLarge.has(from)).length;
  const possible = large.reduce((sum, { length }) => sum + (length * (length - 1)) / 2, 0);
  return { pairs, untested: Math.max(0, possible - tested) };
}

function eachAgainstEach(cells: readonly CellView[]): Pair[] {
  return cells.flatMap((from, place) => cells.slice(place + 1).map((to) => ({ from, to })));
}

function bestAgainstRest(cells: readonly CellView[]): Pair[] {
  const best = least(cells, ({ times }) => median(times.map(({ wallMs }) => wallMs))) as CellView;
  return cells.flatMap((to) => (to === best ? [] : [{ from: best, to }]));
}

/**
 * Cells of one strategy and work whose number of tasks differs: a task for every worker, or as many workers and a batch that
 * grows.
 */
function growingLines(timed: readonly CellView[]): CellView[][] {
  const counted = timed.filter(({ factors: { tasks } }) => tasks !== undefined);
  const work = ({ variant, factors }: CellView) =>
    JSON.stringify([variant, factors.workload, factors.n, moreOf(factors, "work")]);
  const weak = counted.filter(({ factors }) => factors.tasks === factors.workers);
  const lines = [
    ...group(weak, work).values(),
    ...group(counted, (view) => `${work(view)}|${view.factors.workers}`).values(),
  ];
  return lines.filter((line) => line.length > 1 && line.length <= MOST_EACH_AGAINST_EACH);
}

/**
 * Cells that differ in their cores or their quota alone, where each is the only one of its size: nothing is to be chosen
 * there, and what more cores bring is all that can be asked.
 */
export function aloneByCores(views: readonly CellView[]): CellView[][] {
  const sizes = [...group(views.filter(isTimed), ({ size }) => size).values()];
  if (sizes.some(({ length }) => length > 1)) return [];
  const limited = sizes.flat().filter(({ factors }) => hasOwnCores(factors));
  return [...group(limited, ({ factors }) => cellKey(withoutCores(factors))).values()].filter(
    ({ length }) => length > 1,
  );
}

/** Each pair once, whichever way round it stands. */
function distinctPairs(pairs: readonly Pair[]): Pair[] {
  const seen = new Map<CellView, Set<CellView>>();
  const partners = (view: CellView) => seen.get(view) ?? (seen.set(view, new Set()).get(view) as Set<CellView>);
  return pairs.filter(({ from, to }) => {
    if (partners(from).has(to) || partners(to).has(from) || from === to) return false;
    partners(from).add(to);
    return true;
  });
}
