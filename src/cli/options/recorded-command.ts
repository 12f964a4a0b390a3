import type { Run } from "../../record/schema/run-schema.js";
import { withoutHome } from "../../runner/processes/environment.js";
import { shellWord, splitCommand } from "../../study/command-line.js";
import { UserError } from "../../user-error.js";
import { list } from "../../words/sentence.js";
import { parseGiven } from "../arguments.js";
import {
  EXTENT_OPTIONS,
  OWN_WORK,
  type RecordedGiven,
  type RecordingGiven,
  recordingFlags,
  STUDY_OPTIONS,
} from "./recording-flags.js";

/** As many characters as a run file keeps of it. */
const LONGEST_LINE = 2_000;

/**
 * The command that records a run again, with its seed; of an extended run with its parent, which has the seed. Throws a UserError
 * where it is longer than a run file keeps.
 */
export function commandLine({ positionals, options }: RecordedGiven, seed: number, parent?: string): string {
  const source = parent === undefined ? ["--seed", String(seed)] : ["--extend", parent];
  const words = [...positionals, ...wordsOf(options, [...STUDY_OPTIONS, ...EXTENT_OPTIONS, "control", "timeout"])];
  const written = line([...words, ...source]);
  if (written.length <= LONGEST_LINE) return written;
  throw new UserError(
    `the command line that records this again has ${written.length} characters, and a run file keeps ${LONGEST_LINE}: put the work into a script, or all of it into a study file (--study)`,
  );
}

/** The command that goes on with an interrupted run. It repeats a study with programs or files, as does {@link extendCommand}. */
export function resumeCommand(given: RecordingGiven, runId: string): string {
  return line([...ownStudy(given), "--resume", runId, ...wordsOf(given.options, ["runs-dir"])]);
}

/** The command that extends a run. It repeats a study with programs or files, since those are not taken from a run file. */
export function extendCommand(given: RecordingGiven, runId: string, more: readonly string[]): string {
  return line([...ownStudy(given), "--extend", runId, ...more, ...wordsOf(given.options, ["runs-dir"])]);
}

function ownStudy({ positionals, options }: RecordingGiven): string[] {
  return OWN_WORK.some((name) => options[name]) ? [...positionals, ...wordsOf(options, STUDY_OPTIONS)] : [];
}

/**
 * The options of the command that recorded a run. Programs and files of a run file are never started or loaded: users
 * name them again, by the command that they are told, and the hash of the study shows whether they are the same.
 *
 * @param again the command with all that was recorded
 */
export async function recordedOptions(
  { id, command }: Pick<Run, "id" | "command">,
  now: RecordingGiven,
  { done, again }: { done: string; again: (recorded: RecordedGiven) => string },
): Promise<RecordedGiven> {
  const words = splitCommand(command ?? "", `the command of ${id}`, false);
  if (words[0] !== "scalebook" || !["run", "start"].includes(words[1] ?? "")) {
    throw new UserError(`${id} cannot be ${done}: it was not recorded by scalebook run`);
  }
  const recorded = await parseGiven(
    { name: "run", args: "[experiment ...]", options: recordingFlags },
    words.slice(2),
  ).catch((error: unknown) => {
    // Not the user's options but those of a recording by another version.
    throw error instanceof UserError
      ? new UserError(`${id} cannot be ${done} by this version: ${error.message}`)
      : error;
  });
  const own = OWN_WORK.filter((name) => recorded.options[name]);
  if (own.some((name) => !now.options[name])) {
    throw new UserError(
      `${id} was recorded with ${list(own.map((name) => `--${name}`))}, and no program is started because a run file names it. To go on, give it again, from the folder of then: ${again(recorded)}`,
    );
  }
  return recorded;
}

function line(words: readonly string[]): string {
  return shellLine(["run", ...words]);
}

/** A command of this program for a shell. */
export function shellLine(words: readonly string[]): string {
  return ["scalebook", ...words].map(quoted).join(" ");
}

/** Those of the named options that were given, as words of a command line. */
export function wordsOf<Name extends string>(
  options: Readonly<Record<Name, string | boolean | readonly string[] | undefined>>,
  names: readonly Name[],
): string[] {
  return names.flatMap((name) => {
    const value = options[name];
    if (typeof value === "string") return [`--${name}`, value];
    if (typeof value === "object") return value.flatMap((one) => [`--${name}`, one]);
    return value ? [`--${name}`] : [];
  });
}

/** Quoted for a POSIX shell where it must be, with the home folder as `~`, which stays outside of quotes where a word starts with it. */
function quoted(given: string): string {
  const word = withoutHome(given);
  if (word.startsWith("~/") && word !== given) return `~/${quoted(word.slice(2))}`;
  return shellWord(word);
}
