import type { Cell, Experiment, Run } from "../schema/run-schema.js";

/**
 * Most experiments of a run, and most combinations of all of them, that are analysed for people: each takes milliseconds and a
 * place on pages, and nobody reads thousands. A run file holds {@link MOST_EXPERIMENTS} and {@link MOST_CELLS}.
 */
export const MOST_SHOWN_EXPERIMENTS = 50;
export const MOST_SHOWN_CELLS = 500;

/** How many there are, and how many of them are shown. */
interface Part {
  shown: number;
  all: number;
}

/** What of a run is shown. */
export interface ShownPart {
  experiments: Part;
  cells: Part;
}

/**
 * A run with as much of it as pages, reports and the terminal show: its first experiments and their first combinations; the
 * run itself where that is all.
 */
export function shownPart(run: Run): { run: Run; part?: ShownPart } {
  const all = countCells(run);
  if (run.experiments.length <= MOST_SHOWN_EXPERIMENTS && all <= MOST_SHOWN_CELLS) return { run };
  const first = run.experiments.slice(0, MOST_SHOWN_EXPERIMENTS);
  const bySize = [...first.keys()].sort((a, b) => sizeOf(first[a]) - sizeOf(first[b]));
  const experiments = [...first];
  let room = MOST_SHOWN_CELLS;
  for (const [place, index] of bySize.entries()) {
    // What small experiments leave goes to the larger ones.
    const cells = firstCells(first[index] as Experiment, Math.floor(room / (first.length - place)));
    experiments[index] = { ...(first[index] as Experiment), cells };
    room -= cells.length;
  }
  const shown = { ...run, experiments };
  return {
    run: shown,
    part: {
      experiments: { shown: experiments.length, all: run.experiments.length },
      cells: { shown: countCells(shown), all },
    },
  };
}

/** In the order of the file; before them those that others are measured against, and of two versions each with its partner. */
function firstCells({ cells }: Experiment, most: number): Cell[] {
  if (cells.length <= most) return cells;
  const seen = new Map<unknown, number>();
  const ranked = cells.map((cell, index) => {
    const { strategy, more } = cell.factors;
    const rank = seen.get(more?.version) ?? 0;
    seen.set(more?.version, rank + 1);
    return { index, rank: strategy === "sequential" ? -1 : rank };
  });
  const first = ranked.sort((a, b) => a.rank - b.rank || a.index - b.index).slice(0, most);
  return first.sort((a, b) => a.index - b.index).map(({ index }) => cells[index] as Cell);
}

function sizeOf(experiment: Experiment | undefined): number {
  return experiment?.cells.length ?? 0;
}

function countCells({ experiments }: Pick<Run, "experiments">): number {
  return experiments.reduce((sum, { cells }) => sum + cells.length, 0);
}
