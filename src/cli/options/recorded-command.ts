import { withoutHome } from "../../runner/processes/environment.js";
import {
  EXTENT_OPTIONS,
  OWN_WORK,
  type RecordedGiven,
  type RecordingGiven,
  type RecordingValues,
  STUDY_OPTIONS,
} from "./recording-flags.js";

/** The command that records a run again, with its seed; of an extended run with its parent, which has the seed. */
export function commandLine({ positionals, options }: RecordedGiven, seed: number, parent?: string): string {
  const source = parent === undefined ? ["--seed", String(seed)] : ["--extend", parent];
  return line([
    ...positionals,
    ...wordsOf(options, [...STUDY_OPTIONS, ...EXTENT_OPTIONS, "control", "timeout"]),
    ...source,
  ]);
}

/** The command that extends a run. It repeats a study with programs or files, since those are not taken from a run file. */
export function extendCommand(
  { positionals, options }: RecordingGiven,
  runId: string,
  more: readonly string[],
): string {
  const study = OWN_WORK.some((name) => options[name]) ? [...positionals, ...wordsOf(options, STUDY_OPTIONS)] : [];
  return line([...study, "--extend", runId, ...more, ...wordsOf(options, ["runs-dir"])]);
}

function line(words: readonly string[]): string {
  return ["scalebook", "run", ...words].map(quoted).join(" ");
}

/** Those of the named options that were given, as words of a command line. */
export function wordsOf<Name extends keyof RecordingValues>(
  options: Pick<RecordingValues, Name>,
  names: readonly Name[],
): string[] {
  return names.flatMap((name) => {
    const value: string | boolean | readonly string[] | undefined = options[name];
    if (typeof value === "string") return [`--${name}`, value];
    if (typeof value === "object") return value.flatMap((one) => [`--${name}`, one]);
    return value ? [`--${name}`] : [];
  });
}

/** Quoted for a POSIX shell where it must be, with the home folder as `~`, which stays outside of quotes where a word starts with it. */
function quoted(given: string): string {
  const word = withoutHome(given);
  if (word.startsWith("~/") && word !== given) return `~/${quoted(word.slice(2))}`;
  return /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`;
}
