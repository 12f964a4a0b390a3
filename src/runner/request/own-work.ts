import type { Experiment } from "../../record/schema/run-schema.js";
import { isCommand } from "../../study/command-line.js";
import type { ExperimentDefinition } from "../../study/study.js";
import type { RunCell } from "./run-cells.js";

/** Whether programs of the user's take part: they get more of the user's environment. */
export function isOwnWork(definition: ExperimentDefinition): boolean {
  return isOwnProgram(definition) || definition.hooks !== undefined;
}

/** Whether what is timed is the user's own. */
function isOwnProgram(definition: ExperimentDefinition): boolean {
  return definition.module !== undefined || definition.modules !== undefined || isCommand(definition);
}

/**
 * Whether the user's own work failed in the last trial of each of its cells, faults that were planned aside: nothing
 * can come of further blocks. Of two versions it is enough that one did: there is nothing to compare the other with. A hook fails
 * where it cannot prepare the trial; what built-in work does is a measurement.
 */
export function ownWorkFailed(cells: readonly RunCell[], experiments: readonly Experiment[]): boolean {
  const own = cells.filter(({ definition, factors }) => isOwnWork(definition) && factors.more?.fault === undefined);
  const failed = new Set(own.filter((cell) => hasFailed(cell, experiments)));
  return own.length > 0 && own.every((cell) => failed.has(cell) || lacksVersion(cell.experiment, own, failed));
}

/** Whether one of the two versions of an experiment failed in all of its cells. */
function lacksVersion(experiment: number, cells: readonly RunCell[], failed: ReadonlySet<RunCell>): boolean {
  const own = cells.filter((cell) => cell.experiment === experiment);
  const { versions } = own[0]?.definition ?? {};
  if (versions === undefined) return false;
  return [versions.before, versions.after].some((version) => {
    const ofVersion = own.filter((cell) => cell.factors.more?.version === version);
    return ofVersion.length > 0 && ofVersion.every((cell) => failed.has(cell));
  });
}

function hasFailed({ definition, experiment, cell }: RunCell, experiments: readonly Experiment[]): boolean {
  const trial = experiments[experiment]?.cells[cell]?.trials.at(-1);
  if (trial === undefined || trial.status === "ok") return false;
  return isOwnProgram(definition) || trial.reason === "prepare-failed";
}
