import { group } from "d3-array";
import type { Run } from "../../record/schema/run-schema.js";
import { type CellView, cellViews, inReadingOrder } from "../cells/cell-view.js";
import { isInterleaved } from "../cells/interleaved.js";
import type { Change } from "../results/run-analysis.js";
import { compareCells } from "./comparisons.js";
import { estimator } from "./estimate.js";
import { baselinesOf, type Pair } from "./pairs.js";
import { floorOf } from "./verdict.js";

/** Every other cell set against the cells of one way to do the work: a strategy with its workers. */
export interface AgainstWay {
  /** Factors of the way's first cell; what the sizes differ by is not the way's. */
  factors: CellView["factors"];
  /** Whether it is what the run's page measures against. */
  isBaseline: boolean;
  /** In reading order; cells of a size that was not done this way are not among them. */
  changes: Change[];
}

export interface AgainstWays {
  ways: AgainstWay[];
  /** Ways left out because there would be more comparisons than `most`. */
  leftOut: number;
}

/**
 * Each experiment's cells against every way that two cells of a size allow: what the run's page says against one baseline,
 * for all of them, with the same decisions.
 *
 * @param most comparisons at most; usual baselines come first, then ways in reading order
 */
export function againstWays(run: Run, experiment: number, most: number): AgainstWays {
  const recorded = run.experiments[experiment];
  if (!recorded) return { ways: [], leftOut: 0 };
  const views = cellViews(recorded);
  const usual = new Set([...baselinesOf(views).values()].map(({ baseline }) => baseline));
  const ordered = inReadingOrder(views);
  const bySize = group(ordered, ({ size }) => size);
  const planned = [...group(ordered, ({ variant, factors }) => `${variant}|${factors.workers}`).values()]
    .map((cells) => ({ cells, isBaseline: cells.some((cell) => usual.has(cell)), pairs: countAgainst(cells, bySize) }))
    .filter(({ pairs }) => pairs > 0);
  const kept = keepMost(planned, most);
  const interleaved = isInterleaved(run);
  const { decide } = compareCells(views, {
    estimator: estimator(interleaved),
    interleaved,
    floorPercent: floorOf(run.machine),
  });
  const ways = kept.map(({ cells, isBaseline }): AgainstWay => {
    const changes = pairsAgainst(cells, bySize).map(({ from, to }) => decide(from, to).change);
    return { factors: (cells[0] as CellView).factors, isBaseline, changes };
  });
  return { ways, leftOut: planned.length - kept.length };
}

function countAgainst(cells: readonly CellView[], bySize: ReadonlyMap<string, CellView[]>): number {
  return cells.reduce((sum, { size }) => sum + (bySize.get(size)?.length ?? 1) - 1, 0);
}

function pairsAgainst(cells: readonly CellView[], bySize: ReadonlyMap<string, CellView[]>): Pair[] {
  return cells.flatMap((from) => (bySize.get(from.size) ?? []).flatMap((to) => (to === from ? [] : [{ from, to }])));
}

/** As many as fit, usual baselines before others, in their own order. */
function keepMost<T extends { isBaseline: boolean; pairs: number }>(planned: readonly T[], most: number): T[] {
  let room = most;
  const kept = new Set(
    [...planned.filter(({ isBaseline }) => isBaseline), ...planned.filter(({ isBaseline }) => !isBaseline)].filter(
      ({ pairs }) => {
        room -= pairs;
        return room >= 0;
      },
    ),
  );
  return planned.filter((way) => kept.has(way));
}
