import type { PlannedCell } from "./study.js";

/** A cell with its size. */
type Sized = PlannedCell & { n: number };

interface Series {
  least: number;
  most: number;
}

/** Numbers that a series runs over; in the last one the tasks grow with the workers. */
const WAYS = ["workers", "tasks", "n", "workers and tasks"] as const;
type Way = (typeof WAYS)[number];

/**
 * The cells at the ends of a series: those with the least or the largest number of workers, tasks or n among the cells that differ
 * from them in that alone. Without them a chart shows another range than was asked for.
 */
export function endsOfSeries<Cell extends Sized>(cells: readonly Cell[]): Set<Cell> {
  const ends = new Set<Cell>();
  const alone = new Set(cells);
  for (const way of WAYS) {
    const given = way === "workers and tasks" ? [...alone] : cells;
    const series = seriesOf(given, way);
    for (const cell of given) {
      const { least, most } = series.get(restOf(cell, way)) as Series;
      if (least === most) continue;
      alone.delete(cell);
      if ([least, most].includes(levelOf(cell, way))) ends.add(cell);
    }
  }
  return ends;
}

function seriesOf(cells: readonly Sized[], way: Way): Map<string, Series> {
  const found = new Map<string, Series>();
  for (const cell of cells) {
    const [rest, level] = [restOf(cell, way), levelOf(cell, way)];
    const { least, most } = found.get(rest) ?? { least: level, most: level };
    found.set(rest, { least: Math.min(least, level), most: Math.max(most, level) });
  }
  return found;
}

function levelOf(cell: Sized, way: Way): number {
  return cell[way === "workers and tasks" ? "workers" : way];
}

/** What the cells of one series have in common. */
function restOf({ workload, strategy, workers, tasks, n, more, ...variant }: Sized, way: Way): string {
  const { taskMs: _, ...own } = variant as typeof variant & { taskMs?: number };
  const numbers = {
    workers: [tasks, n],
    tasks: [workers, n],
    n: [workers, tasks],
    "workers and tasks": [tasks / workers, n],
  };
  return JSON.stringify([workload, strategy, numbers[way], more, own]);
}
