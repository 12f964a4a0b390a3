import { openRunFolder } from "../../app/run-folder.js";
import type { Lineage } from "../../record/folder/lineage.js";
import { hasFailed } from "../../record/folder/run-facts.js";
import type { Run } from "../../record/schema/run-schema.js";
import { UserError } from "../../user-error.js";
import { runsDirOf } from "../command.js";
import { findRun, refuseToGoOn } from "./named-run.js";
import { extendCommand, recordedOptions, wordsOf } from "./recorded-command.js";
import { EXTENT_OPTIONS, type RecordedGiven, type RecordingGiven, STUDY_OPTIONS } from "./recording-flags.js";

/** A run that is extended. */
export interface Extension {
  parent: Run;
  /** The parent and the runs that it extends in turn. */
  line: Lineage;
  /** The study as it was then, the rest as it is given now. */
  given: RecordingGiven;
  /** Notes for the user. */
  notes: string[];
}

/** Looks up the run that `--extend` names. Throws UserErrors where that run cannot be extended. */
export async function extensionOf(given: RecordingGiven, name: string): Promise<Extension> {
  if (given.options.seed !== undefined)
    throw new UserError("--seed and --extend were both given: the seed is that of the run extended");
  const folder = openRunFolder(runsDirOf(given));
  const stored = await findRun(name, { folder, io: { err: () => {} } });
  refuseToGoOn(stored, folder, "extended");
  const { run: parent } = stored;
  const { runs } = await folder.contents();
  const later = runs.find(({ run }) => run.parent === parent.id && !hasFailed(run))?.run;
  return {
    parent,
    line: await folder.lineOf(stored),
    given: await givenThen(parent, given),
    notes:
      later === undefined
        ? []
        : [`${parent.id} was extended before, by ${later.id}: extend that one to pool its blocks as well`],
  };
}

/** The study of the parent unless one is given again; all else as it is given now. */
async function givenThen(parent: Run, now: RecordingGiven): Promise<RecordingGiven> {
  const isNamed = now.positionals.length > 0 || STUDY_OPTIONS.some((name) => now.options[name]);
  const again = (recorded: RecordedGiven) => commandToExtend(parent, recorded, now);
  const then: RecordedGiven = isNamed ? now : await recordedOptions(parent, now, { done: "extended", again });
  const options = {
    ...now.options,
    ...picked(then.options, STUDY_OPTIONS),
    ...extentOf(now, then),
    timeout: now.options.timeout ?? then.options.timeout,
  };
  return { positionals: then.positionals, options };
}

function extentOf(now: RecordingGiven, then: RecordedGiven) {
  return picked(EXTENT_OPTIONS.some((name) => now.options[name]) ? now.options : then.options, EXTENT_OPTIONS);
}

function picked<Name extends string, Values extends Record<Name, unknown>>(options: Values, names: readonly Name[]) {
  return Object.fromEntries(names.map((name) => [name, options[name]])) as Pick<Values, Name>;
}

/** The command that extends a run of the user's own work as it was recorded. */
function commandToExtend({ id }: Run, recorded: RecordedGiven, now: RecordingGiven): string {
  const options = { ...recorded.options, ...extentOf(now, recorded) };
  const more = wordsOf(options, [...EXTENT_OPTIONS, "control", "timeout"]);
  return extendCommand({ ...recorded, options: { ...options, "runs-dir": now.options["runs-dir"] } }, id, more);
}
