import { group, least, pairs } from "d3-array";
import { type CellView, inReadingOrder } from "../cells/cell-view.js";

/** A table of more strategies than this at one point, each against each, helps nobody and grows with the square. */
const MOST_RIVALS = 40;

/** Two cells to set against each other. */
export interface Pair {
  from: CellView;
  to: CellView;
}

export interface Pairs {
  againstBaseline: Pair[];
  steps: Pair[];
  acrossStrategies: Pair[];
  /** Fewest against most workers of a strategy, for the sentence that sums up a line. */
  firstToLast: Pair[];
}

/** Every comparison that an experiment's cells call for, each list in reading order. */
export function pairsOf(views: readonly CellView[]): Pairs {
  const ordered = inReadingOrder(views);
  const inLines = lines(ordered);
  const baselines = baselinesOf(views);
  return {
    againstBaseline: ordered.flatMap((to) => {
      const { baseline: from } = baselines.get(to) as Baselines;
      return from === to ? [] : [{ from, to }];
    }),
    steps: inLines.flatMap((line) => pairs(line, (from, to) => ({ from, to }))),
    acrossStrategies: acrossStrategies(ordered),
    firstToLast: inLines.map((line) => ({ from: line[0] as CellView, to: line.at(-1) as CellView })),
  };
}

/** Cells that a cell is measured against. */
export interface Baselines {
  /**
   * The sequential cell of the same size; where there is none, the smallest worker count of the cell's own strategy;
   * where that leaves it alone, the first row of its size. A baseline is its own.
   */
  baseline: CellView;
  /** The sequential cell of the same size. */
  sequential: CellView | undefined;
  /** The cell's own strategy on a single worker. */
  ownSingle: CellView | undefined;
}

/** @param views cells in the order of the file, which says what the first row is */
export function baselinesOf(views: readonly CellView[]): Map<CellView, Baselines> {
  const found = new Map<CellView, Baselines>();
  for (const sameSize of group(views, ({ size }) => size).values()) {
    const [first] = sameSize as [CellView];
    const sequentials = sameSize.filter(({ factors }) => factors.strategy === "sequential");
    for (const own of group(sameSize, ({ variant }) => variant).values()) {
      const fewest = least(own, workersOf) as CellView;
      const sequential = sequentials.find((view) => sameMore(view, fewest)) ?? sequentials[0];
      const baseline = sequential ?? (own.length > 1 ? fewest : first);
      const ownSingle = workersOf(fewest) === 1 ? fewest : undefined;
      for (const view of own) found.set(view, { baseline, sequential, ownSingle });
    }
  }
  return found;
}

/** Cells of one strategy and size by worker count, where there are two counts or more. */
function lines(ordered: readonly CellView[]): CellView[][] {
  return [...group(ordered, (view) => `${view.variant}|${view.size}`).values()]
    .map((line) => onePerCount(line, workersOf))
    .filter((line) => line.length > 1);
}

/** The first cell of each worker count, of cells in the order of their workers. */
export function onePerCount(ordered: readonly CellView[], countOf: (view: CellView) => number): CellView[] {
  return ordered.filter((view, index) => index === 0 || countOf(view) !== countOf(ordered[index - 1] as CellView));
}

/**
 * Sequential cells are left out: they are the baseline, not one strategy among others. Two strategies are set against each
 * other where all further levels are equal: a pair that differs in two ways explains neither.
 */
function acrossStrategies(ordered: readonly CellView[]): Pair[] {
  const strategies = ordered.filter(({ factors }) => factors.strategy !== "sequential");
  const atOnePoint = group(strategies, (view) => `${workersOf(view)}|${view.size}`);
  return ordered.flatMap((from) => {
    const point = atOnePoint.get(`${workersOf(from)}|${from.size}`) ?? [];
    const place = point.indexOf(from);
    if (place < 0 || (point.length > MOST_RIVALS && place > 0)) return [];
    return point.slice(place + 1).flatMap((to) => (isRival(from, to) ? [{ from, to }] : []));
  });
}

function isRival(from: CellView, to: CellView): boolean {
  if (from.factors.strategy !== to.factors.strategy) return sameMore(from, to);
  return from.variant !== to.variant;
}

function sameMore(a: CellView, b: CellView): boolean {
  const levels = ({ factors }: CellView) => JSON.stringify(Object.entries(factors.more ?? {}).sort());
  return levels(a) === levels(b);
}

function workersOf({ factors }: CellView): number {
  return factors.workers;
}
