import { homedir } from "node:os";
import { factorNames, type Level } from "../record/schema/factors.js";
import { UserError } from "../user-error.js";
import type { ExperimentDefinition, Overrides, PlannedCell } from "./study.js";
import { measuredVersion } from "./versions.js";

/** Strategy and workload of cells whose work is a user's command. */
export const COMMAND = "command";

/** Words for a shell alone: pipes, lists of commands, redirections, substitutions. */
const FOR_A_SHELL = /^(?:[|&;]+|\d*[<>].*|\$\(.*|`.*)$|;$/;
/** The home folder, as run files and shells write it. */
const HOME = /(^|[=:,])~(?=\/)/g;
/** Misspelt factors, which would go to the program as they stand. */
const MISSPELT: Readonly<Record<string, string>> = {
  worker: "workers",
  task: "tasks",
  N: "n",
  size: "n",
  sizes: "n",
};

/**
 * Words of a command line, as a POSIX shell splits them: blanks part words, single quotes keep everything, double quotes
 * keep blanks, a backslash keeps the next character. Nothing is substituted but `~/`, the home folder. On `windows`, where paths have backslashes,
 * one is only special before a double quote. Throws a UserError that starts with `place`.
 */
export function splitCommand(line: string, place: string, windows = process.platform === "win32"): string[] {
  const words: string[] = [];
  for (const { text, quoted } of tokens(line, place, windows)) {
    if (!quoted && FOR_A_SHELL.test(text)) {
      throw new UserError(
        `${place} has ${text} outside of quotes: that is for a shell; allow one (--shell, in a study file shell: true), or quote it`,
      );
    }
    words.push(quoted ? text : text.replace(HOME, (_, before: string) => before + homedir()));
  }
  if (words.length === 0 || words[0] === "") throw new UserError(`${place} is empty: give a program and its arguments`);
  return words;
}

/** A word as a POSIX shell reads it back, quoted where it must be. */
export function shellWord(word: string): string {
  return /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`;
}

/** Words with whether any part was quoted. */
function* tokens(line: string, place: string, windows: boolean): Generator<{ text: string; quoted: boolean }> {
  let word: { text: string; quoted: boolean } | null = null;
  let end = 0;
  for (const { 0: part, index } of line.matchAll(windows ? WINDOWS_PART : POSIX_PART)) {
    if (index !== end) break;
    end = index + part.length;
    if (part === "\\\n") continue;
    if (part.trim() === "") {
      if (word !== null) yield word;
      word = null;
      continue;
    }
    word ??= { text: "", quoted: false };
    const plain = unquoted(part, windows);
    word.quoted ||= plain !== part;
    word.text += plain;
  }
  if (end < line.length) throw new UserError(`${place} has a quote that is not closed: ${line.slice(end)}`);
  if (word !== null) yield word;
}

/** Parts of a line: blanks, a quoted string, an escaped character, or plain text. */
const POSIX_PART = /\s+|'[^']*'|"(?:[^"\\]|\\[\s\S])*"|\\[\s\S]?|[^\s'"\\]+/g;
const WINDOWS_PART = /\s+|'[^']*'|"(?:[^"\\]|\\"|\\(?!"))*"|\\"|(?:[^\s'"\\]|\\(?!"))+/g;

function unquoted(part: string, windows: boolean): string {
  if (part.startsWith("'")) return part.slice(1, -1);
  if (part.startsWith('"')) return part.slice(1, -1).replace(windows ? /\\(")/g : /\\([\\"$`\n])/g, keepEscaped);
  // A backslash at the end of a line escapes nothing.
  if (part.startsWith("\\") && part.length === 2 && (!windows || part === '\\"')) return part.slice(1);
  return part;
}

/** A backslash before a line break joins the lines. */
function keepEscaped(_: string, character: string): string {
  return character === "\n" ? "" : character;
}

/** The text with levels of the cell in place of `{workers}` and other factors; other braces stay. */
export function fillIn(text: string, cell: PlannedCell): string {
  const levels = levelsOf(cell);
  return text.replace(/\{([A-Za-z][\w-]*)\}/g, (whole, name: string) => String(levels.get(name) ?? whole));
}

/** The workload of a command is no factor of it, and a size that is still to be found has no text. */
function levelsOf({ more = {}, ...cell }: PlannedCell): Map<string, Level> {
  const fields = factorNames
    .filter((name) => name !== "workload")
    .flatMap((name): [string, Level][] => {
      const level = cell[name];
      return level === undefined || typeof level === "object" ? [] : [[name, level]];
    });
  return new Map([...Object.entries(more), ...fields]);
}

/** Whether an experiment's work is the user's own programs, each trial of which is a start of one. */
export function isCommand({ command, variants }: Pick<ExperimentDefinition, "command" | "variants">): boolean {
  return command !== undefined || variants !== undefined;
}

/** The command line of a cell: that of the variant, which its strategy or its version names, or the experiment's one command. */
export function commandOf(
  definition: ExperimentDefinition,
  { strategy, more }: Pick<PlannedCell, "strategy" | "more">,
): string | undefined {
  const { command, variants } = definition;
  return variants === undefined ? command : variants[measuredVersion(definition, more) ?? strategy];
}

/** The command lines of an experiment, each with its place in a study. */
export function commandLines({
  command,
  variants = {},
}: Pick<ExperimentDefinition, "command" | "variants">): [place: string, line: string][] {
  const named = Object.entries(variants).map(([name, line]): [string, string] => [`variant ${name}`, line]);
  return command === undefined ? named : [["command", command], ...named];
}

/** Throws a UserError for a placeholder that is a misspelt factor. */
export function checkPlaceholders(line: string, place: string): void {
  for (const [whole, name = ""] of line.matchAll(/\{([A-Za-z]+)\}/g)) {
    const meant = Object.hasOwn(MISSPELT, name) ? MISSPELT[name] : undefined;
    if (meant !== undefined) throw new UserError(`${place} has ${whole}: did you mean {${meant}}?`);
  }
}

/**
 * Throws a UserError for a variant that is called as one of our `strategies`, of which pages know more than its name says;
 * `sequential` is the one that others are compared with, and has one worker.
 */
export function checkVariant(
  { name, line }: { name: string; line: string },
  place: string,
  strategies: readonly string[],
): void {
  if (name !== "sequential" && (name === COMMAND || strategies.includes(name))) {
    throw new UserError(
      `${place} is called ${name}, as a strategy of Scalebook: call it otherwise, such as my-${name}`,
    );
  }
  if (name === "sequential" && line.includes("{workers}")) {
    throw new UserError(`${place} is called sequential and has {workers}: sequential is one worker; call it otherwise`);
  }
}

/** Factors that a program is told by its command line, with their options. */
export const TOLD = [
  ["workers", "workers"],
  ["n", "sizes"],
  ["tasks", "tasks"],
] as const;

/**
 * Throws a UserError where a command has several levels of a number that neither its lines nor a hook has: every trial would be of
 * the same program, under other numbers.
 */
export function refuseSameProgram(definition: ExperimentDefinition, overrides: Overrides): void {
  if (!isCommand(definition)) return;
  const lines = allLines(definition);
  const workers = overrides.workers ?? definition.matrix.flatMap((levels) => levels.workers);
  for (const [factor, option] of TOLD) {
    const given = overrides[option];
    const levels = given ?? definition.matrix.flatMap((one): unknown[] => one[factor]);
    const all = levels.flatMap((level) => (level === "per-worker" ? workers : [level]));
    const count = new Set(all.map((level) => JSON.stringify(level))).size;
    if (count < 2 || lines.includes(`{${factor}}`)) continue;
    const what = given ? `--${option} has ${count} levels` : `${definition.id} has ${count} levels of ${factor}`;
    throw new UserError(
      `${what}, and no command line or hook has {${factor}}: every trial would be of the same program; write {${factor}} where the program takes it, or give one level`,
    );
  }
}

/** The command lines of an experiment and its hooks, in one text. */
function allLines(definition: ExperimentDefinition): string {
  return [...commandLines(definition).map(([, line]) => line), ...Object.values(definition.hooks ?? {})].join(" ");
}

/**
 * Whether `n` and `tasks` are recorded for a command: where its lines mention the factor, or it varies. Others may mean
 * nothing to the program.
 */
export function meaningfulFactors(
  definition: ExperimentDefinition,
  cells: readonly PlannedCell[],
): { n: boolean; tasks: boolean } {
  const lines = allLines(definition);
  const means = (factor: "n" | "tasks") =>
    lines.includes(`{${factor}}`) || new Set(cells.map((cell) => JSON.stringify(cell[factor]))).size > 1;
  return { n: means("n"), tasks: means("tasks") };
}
