import { variantFactors } from "../../record/schema/factors.js";
import type { Given } from "../command.js";

/** Options that say what is recorded. */
export const STUDY_OPTIONS: readonly string[] = [
  ...["all", "study", "module", "command", "shell", "bound", "setup", "prepare", "cleanup"],
  ...["workers", "strategies", "sizes", "task-time", "tasks", ...variantFactors, "node", "heap"],
];

/** Options that say how much of it. */
export const EXTENT_OPTIONS: readonly string[] = ["blocks", "budget", "precision"];

/**
 * The command that records such a run again: what was asked for, with the seed that was used, or with the run that it
 * goes on with, which says the seed.
 */
export function commandLine(given: Given, seed: number, parent?: string): string {
  const source = parent === undefined ? ["--seed", String(seed)] : ["--extend", parent];
  return line([
    ...given.positionals,
    ...optionsOf(given, [...STUDY_OPTIONS, ...EXTENT_OPTIONS, "control", "timeout"]),
    ...source,
  ]);
}

/** The command that goes on with a run: the study again where it names programs or files, which a run file may not. */
export function extendCommand(given: Given, runId: string, more: readonly string[]): string {
  const own = OWN_WORK.some((option) => given.has(option));
  const study = own ? [...given.positionals, ...optionsOf(given, STUDY_OPTIONS)] : [];
  return line([...study, "--extend", runId, ...more, ...optionsOf(given, ["runs-dir"])]);
}

/** Options that name programs or files. */
export const OWN_WORK: readonly string[] = [
  ...["study", "module", "command", "shell", "setup", "prepare", "cleanup", "node"],
];

function line(words: readonly string[]): string {
  return ["scalebook", "run", ...words].map(quoted).join(" ");
}

function optionsOf(given: Given, names: readonly string[]): string[] {
  return names.flatMap((name) => {
    const value = given.text(name);
    if (value !== undefined) return [`--${name}`, value];
    return given.has(name) ? [`--${name}`] : [];
  });
}

/** Quoted for a POSIX shell where it must be. */
function quoted(word: string): string {
  return /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`;
}
