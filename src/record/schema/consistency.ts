import { UserError } from "../../user-error.js";
import { canonicalJson } from "./canonical-json.js";
import { show } from "./quote-value.js";
import type { Experiment, Run, Trial } from "./run-schema.js";

/** Names of devices on Windows, where no page or file can have them. */
const DEVICE = /^(?:con|prn|aux|nul|com[0-9]|lpt[0-9])$/;

/** Whether Windows keeps the slug for a device (`con`, `nul`, `com1` ...), so that no folder can have the name. */
export function isDeviceName(slug: string): boolean {
  return DEVICE.test(slug);
}

/** Checks that join several places of a run file. Throws a UserError for the first fault, which names `file`. */
export function checkConsistency(run: Run, file: string): void {
  const fault = findFault(run);
  if (fault !== undefined) throw new UserError(`${file}: ${fault}`);
}

function findFault(run: Run): string | undefined {
  if (Date.parse(run.finishedAt) < Date.parse(run.startedAt)) {
    return `finishedAt is ${show(run.finishedAt)}: must not be before startedAt, ${show(run.startedAt)}`;
  }
  for (const [place, slug] of folderNames(run)) {
    if (isDeviceName(slug)) return `${place} is ${show(slug)}: Windows keeps this name for a device; choose another`;
  }
  const seen = new Map<string, number>();
  for (const [index, experiment] of run.experiments.entries()) {
    const earlier = seen.get(experiment.id);
    if (earlier !== undefined) {
      return `experiments[${index}].id is ${show(experiment.id)}: experiments[${earlier}] has it already; ids must differ`;
    }
    seen.set(experiment.id, index);
    const fault = findCellFault(experiment);
    if (fault !== undefined) return `experiments[${index}].${fault}`;
  }
  return undefined;
}

/** Slugs that become folders of the site. */
function folderNames(run: Run): [place: string, slug: string][] {
  const ids = run.experiments.map(({ id }, index): [string, string] => [`experiments[${index}].id`, id]);
  return [["study", run.study], ["machine.id", run.machine.id], ...ids];
}

function findCellFault({ cells }: Experiment): string | undefined {
  const seen = new Map<string, number>();
  for (const [index, cell] of cells.entries()) {
    const key = canonicalJson(cell.factors);
    const earlier = seen.get(key);
    if (earlier !== undefined) {
      return `cells[${index}].factors are those of cells[${earlier}]: put the trials of equal factors in one cell`;
    }
    seen.set(key, index);
    for (const [place, trial] of cell.trials.entries()) {
      const fault = findTrialFault(trial);
      if (fault !== undefined) return `cells[${index}].trials[${place}].${fault}`;
    }
  }
  return undefined;
}

/** The first inconsistency within a trial, as `<place> has ...: ...`, if there is one. */
export function findTrialFault({ timeline }: Trial): string | undefined {
  if (timeline === undefined) return undefined;
  const tasks = timeline.worker.length;
  for (const [name, column] of Object.entries(timeline)) {
    if (column !== undefined && column.length !== tasks) {
      return `timeline.${name} has ${column.length} entries: must have one for each of the ${tasks} tasks, as worker has`;
    }
  }
  const backwards = timeline.endMs.findIndex((end, task) => end < (timeline.startMs[task] ?? 0));
  if (backwards === -1) return undefined;
  return `timeline.endMs[${backwards}] is ${timeline.endMs[backwards]}: must not be before startMs, ${timeline.startMs[backwards]}`;
}
