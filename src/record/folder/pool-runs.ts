import { canonicalJson } from "../schema/canonical-json.js";
import { keepMedianTimeline } from "../schema/finish-run.js";
import type { Cell, Control, Experiment, Run } from "../schema/run-schema.js";

/**
 * A run with the trials of the runs before it in its line added to its cells, in the order of their blocks. All else is
 * the run's own. A cell that only earlier runs have is not in it.
 *
 * @param runs of one {@link lineageOf lineage}: oldest first, blocks numbered on
 */
export function poolRuns(runs: readonly Run[]): Run {
  const run = runs.at(-1);
  if (run === undefined) throw new TypeError("there is no run to pool");
  if (runs.length === 1) return run;
  const control = poolControl(runs);
  return keepMedianTimeline({
    ...run,
    ...(control === null ? {} : { control }),
    experiments: poolExperiments(runs.slice(0, -1), run.experiments),
  });
}

/** The control cell of the last run that has one, with the trials of all runs of the same control cell. */
function poolControl(runs: readonly Run[]): Control | null {
  const controls = runs.flatMap(({ control }) => control ?? []);
  const last = controls.at(-1);
  if (last === undefined) return null;
  const { workload, n } = last;
  const same = controls.filter((one) => one.workload === workload && one.n === n);
  return { workload, n, trials: same.flatMap(({ trials }) => trials) };
}

/** The experiments with the trials that earlier runs have of their cells. */
export function poolExperiments(earlier: readonly Run[], experiments: readonly Experiment[]): Experiment[] {
  const known = earlier.map(cellsByKey);
  return experiments.map((experiment) => ({
    ...experiment,
    cells: experiment.cells.map((cell) => {
      const key = keyOf(experiment, cell);
      return poolCell(
        known.flatMap((cells) => cells.get(key) ?? []),
        cell,
      );
    }),
  }));
}

/** A cell that was left out before and is recorded now is no longer left out. */
function poolCell(earlier: readonly Cell[], cell: Cell): Cell {
  const { dropped, ...own } = cell;
  const left = dropped ?? (cell.trials.length === 0 ? earlier.at(-1)?.dropped : undefined);
  return {
    ...own,
    ...(left === undefined ? {} : { dropped: left }),
    trials: [...earlier.flatMap(({ trials }) => trials), ...cell.trials],
  };
}

function cellsByKey({ experiments }: Run): Map<string, Cell> {
  return new Map(
    experiments.flatMap((experiment) =>
      experiment.cells.map((cell): [string, Cell] => [keyOf(experiment, cell), cell]),
    ),
  );
}

function keyOf({ id }: Experiment, { factors }: Cell): string {
  return `${id} ${canonicalJson(factors)}`;
}
