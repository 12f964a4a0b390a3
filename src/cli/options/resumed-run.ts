import { openRunFolder } from "../../app/run-folder.js";
import type { StoredRun } from "../../record/files/stored-run.js";
import type { Lineage } from "../../record/folder/lineage.js";
import { countTrials, type RunFacts, wentOnWith } from "../../record/folder/run-facts.js";
import { type RunFolder, whyUnread } from "../../record/folder/run-folder.js";
import { show } from "../../record/schema/quote-value.js";
import type { Run } from "../../record/schema/run-schema.js";
import { withoutHome } from "../../runner/processes/environment.js";
import type { InterruptedRun } from "../../runner/request/record-request.js";
import { UserError } from "../../user-error.js";
import { plural, whole } from "../../words/number.js";
import { clock } from "../../words/time.js";
import { namesOf, runsDirOf } from "../command.js";
import { findRun, refuseToGoOn } from "./named-run.js";
import { recordedOptions, resumeCommand } from "./recorded-command.js";
import { OWN_WORK, type RecordedGiven, type RecordingGiven, recordingFlags } from "./recording-flags.js";

/** An interrupted run that is gone on with. */
export interface Resumption {
  interrupted: InterruptedRun;
  /** The runs that it extends in turn. */
  line?: Lineage;
  /** All as it was asked for then; programs and files as they are given now. */
  given: RecordingGiven;
  /** Notes for the user. */
  notes: string[];
}

/** Options that say where and how the run is kept, not what is recorded. */
const KEEPING: readonly string[] = ["resume", "compress", "machine"];

/** Looks up the run that `--resume` names. Throws UserErrors where that run cannot be gone on with. */
export async function resumptionOf(now: RecordingGiven, name: string): Promise<Resumption> {
  if (now.options.plan) throw new UserError("--plan and --resume were both given: an interrupted run has its plan");
  const folder = openRunFolder(runsDirOf(now));
  const stored = name === "latest" ? await lastInterrupted(folder) : await findRun(name, { folder, io: { err() {} } });
  const { run, path, live } = stored;
  await refuseOther(stored, folder);
  const again = ({ positionals, options }: RecordedGiven) =>
    resumeCommand({ positionals, options: { ...options, "runs-dir": now.options["runs-dir"] } }, run.id);
  const then = await recordedOptions(run, now, { done: "resumed", again });
  refuseChanges(run, then, now);
  const journal = live === undefined ? {} : { journal: path };
  const line = run.parent === undefined ? {} : { line: await folder.lineOf(await folder.find(run.parent)) };
  return { interrupted: { run, ...journal }, ...line, given: givenThen(then, now), notes: [goesOn(stored)] };
}

/** The last run that was interrupted and that no other goes on with. */
async function lastInterrupted(folder: RunFolder): Promise<StoredRun> {
  const { runs, problems } = await folder.contents();
  const interrupted = runs.filter(({ run }) => run.status === "interrupted" && run.origin === undefined);
  const open = interrupted.filter(({ run }) => successorOf(run.id, runs) === undefined);
  const last = open.findLast(({ live }) => live !== true);
  if (last !== undefined) return folder.find(last.path);
  const running = open.at(-1)?.run.id;
  throw new UserError(
    running === undefined
      ? `${folder.dir} holds no interrupted run${whyUnread(problems) ?? ": there is nothing to resume"}`
      : `${running} is still being recorded, and no other run in ${folder.dir} was interrupted: there is nothing to resume`,
  );
}

/** Throws a UserError where the run is none that can be gone on with, and says what can be done. */
async function refuseOther(stored: StoredRun, folder: RunFolder): Promise<void> {
  const { run } = stored;
  const no = (why: string) => new UserError(`${run.id} cannot be resumed: ${why}`);
  if (run.origin !== undefined) throw no("it was imported");
  if (run.status === "complete") throw no(`it is finished; for more repeats give --extend ${run.id}`);
  refuseToGoOn(stored, folder, "resumed");
  const later = successorOf(run.id, (await folder.contents()).runs);
  if (later !== undefined) throw no(`${later.run.id} went on with it already${nextStep(later)}`);
}

/** The last run that went on with an interrupted one. */
function successorOf(id: string, runs: readonly StoredRun<RunFacts>[]): StoredRun<RunFacts> | undefined {
  return runs.findLast(({ run }) => wentOnWith(run, id));
}

function nextStep({ run, live }: StoredRun<RunFacts>): string {
  if (live) return " and is being recorded";
  return run.status === "interrupted" ? "; resume that one" : "";
}

/** Throws a UserError for the first option that asks for something else than the run was recorded with. */
function refuseChanges(run: Run, then: RecordedGiven, now: RecordingGiven): void {
  const differs = (was: unknown, is: unknown) =>
    withoutHome(JSON.stringify(was ?? null)) !== withoutHome(JSON.stringify(is ?? null));
  if (now.positionals.length > 0 && differs(then.positionals, now.positionals)) {
    throw new UserError(
      `${run.id} was recorded with ${experimentWords(then.positionals)} and not with ${experimentWords(now.positionals)}: leave that out beside --resume`,
    );
  }
  const known = { ...then.options, label: run.label, hypothesis: run.hypothesis };
  for (const name of namesOf(recordingFlags)) {
    if (!now.options[name] || KEEPING.includes(name) || !differs(known[name] || null, now.options[name])) continue;
    const was = known[name] ? `with --${name} ${shownLevels(known[name])}` : `without --${name}`;
    throw new UserError(
      `${run.id} was recorded ${was}, and not with ${shownLevels(now.options[name])}: leave --${name} out beside --resume; for more repeats there is --extend`,
    );
  }
}

function experimentWords(positionals: readonly string[]): string {
  return positionals.length === 0 ? "every experiment" : positionals.join(" ");
}

function shownLevels(value: string | boolean | readonly string[] | undefined): string {
  return typeof value === "object" ? value.map(show).join(" ") : show(value);
}

function givenThen(then: RecordedGiven, now: RecordingGiven): RecordingGiven {
  const own = Object.fromEntries(OWN_WORK.map((name) => [name, now.options[name]]));
  const { compress, machine, resume } = now.options;
  return {
    positionals: then.positionals,
    options: { ...now.options, ...then.options, ...own, compress, machine, resume },
  };
}

/** "Going on with 2026...: 12 of 40 measurements are there"; of a budget what is left of it. */
function goesOn({ run, lostLines = 0 }: StoredRun): string {
  const { plan } = run;
  const trials = countTrials(run);
  const lost = lostLines === 0 ? "" : `, ${plural(lostLines, "damaged line")} of its journal left out`;
  if (trials === 0) return `Going on with ${run.id}, which has no measurement yet${lost}`;
  const cells = run.experiments
    .flatMap((experiment) => experiment.cells)
    .filter(({ dropped }) => dropped === undefined);
  const of = plan === undefined || plan.budgetMs !== null ? "" : ` of ${whole(cells.length * plan.blocksPlanned)}`;
  const time =
    plan === undefined || plan.budgetMs === null
      ? ""
      : `, and ${clock(Math.max(0, plan.budgetMs - plan.wallMs))} of ${clock(plan.budgetMs)} are left`;
  return `Going on with ${run.id}: ${whole(trials)}${of} measurements are there${time}${lost}`;
}
