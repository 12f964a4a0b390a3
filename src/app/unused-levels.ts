import { variantFactors } from "../record/schema/factors.js";
import { expandExperiment } from "../study/expand.js";
import type { Catalogue, Overrides, PlannedCell, Study } from "../study/study.js";
import { UserError } from "../user-error.js";

/** Levels that were asked for by an option, and the level of a cell that they would be. */
type Asked = [option: string, levels: readonly unknown[] | undefined, levelOf: (cell: PlannedCell) => unknown];

/**
 * Throws a UserError where levels were asked for of which no combination has one: such an option would be taken in silence, as
 * how Python starts processes is where nothing runs in Python.
 */
export function refuseUnused({ experiments }: Study, catalogue: Catalogue, overrides: Overrides): void {
  const cells = experiments.flatMap((experiment) => expandExperiment(experiment, catalogue, overrides));
  const unused = askedLevels(overrides).find(
    ([, levels, levelOf]) => levels !== undefined && !cells.some((cell) => levels.includes(levelOf(cell))),
  );
  if (unused === undefined || cells.length === 0) return;
  throw new UserError(
    `--${unused[0]} means nothing to what is asked: no combination takes it; leave it out, or see scalebook run --help`,
  );
}

function askedLevels({ strategies, workers, tasks, sizes, taskMs, more = {}, ...variants }: Overrides): Asked[] {
  return [
    ["strategies", strategies, ({ strategy }) => strategy],
    ["workers", workers, (cell) => cell.workers],
    ["tasks", tasks, (cell) => cell.tasks],
    ["sizes", sizes, ({ n }) => n],
    ["task-time", taskMs === undefined ? undefined : [taskMs], ({ n }) => (typeof n === "number" ? null : n.taskMs)],
    ...variantFactors.map((name): Asked => [name, variants[name], (cell) => cell[name]]),
    ...Object.entries(more).map(([name, levels]): Asked => [name, levels, (cell) => cell.more?.[name]]),
  ];
}
