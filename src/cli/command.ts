/** Words that an argument may be, for shells to complete; loaded when they are asked for where that takes long. */
export type KnownWords = readonly string[] | (() => Promise<readonly string[]>);

/**
 * One option of a command: `--name <value>` takes text, `--name [value]` text that is `latest` where it is left out, `--name` alone
 * is a switch; `...` at its end: as often as wanted.
 */
export interface CommandOption<Flag extends string = string> {
  readonly flag: Flag;
  readonly description: string;
  readonly words?: KnownWords;
}

/** Declares an option. Its name is part of its type, so commands can ask only for options that they declare. */
export function option<const Flag extends `--${string}`>(
  flag: Flag,
  description: string,
  words?: KnownWords,
): CommandOption<Flag> {
  return { flag, description, ...(words && { words }) };
}

/** Name of an option without dashes and value: `runs-dir` of `--runs-dir <dir>`. */
export type NameOf<Flag extends string> = Flag extends `--${infer Name} ${"<" | "["}${string}`
  ? Name
  : Flag extends `--${infer Name}`
    ? Name
    : never;

/** `study` of `--study <name>`. */
export function nameOf(flag: string): string {
  return flag.slice(2).split(" ")[0] ?? "";
}

/** Names of options, in their order. */
export function namesOf<Flag extends string>(options: readonly CommandOption<Flag>[]): NameOf<Flag>[] {
  return options.map(({ flag }) => nameOf(flag) as NameOf<Flag>);
}

/** Values by option name: text, of an option that may be repeated a list, undefined where it was not given; of a switch whether it was given. */
export type OptionValues<Options extends readonly CommandOption[]> = {
  readonly [Flag in Options[number]["flag"] as NameOf<Flag>]: Flag extends `${string}>...`
    ? readonly string[] | undefined
    : Flag extends `${string} ${"<" | "["}${string}`
      ? string | undefined
      : boolean;
};

/** Arguments of a command with these options. */
export interface Given<Options extends readonly CommandOption[] = readonly CommandOption[]> {
  readonly positionals: readonly string[];
  readonly options: OptionValues<Options>;
}

/** The terminal, the environment and interrupts, as commands see them; tests replace them. */
export interface Io {
  /** Results. `styled`: with escapes of our own, what comes from outside made printable. */
  out(text: string, styled?: boolean): void;
  /** Results in large pieces: waits until the reader has taken most of what was written. */
  drained(text: string): Promise<void>;
  /** Progress and messages; `styled` likewise. */
  err(text: string, styled?: boolean): void;
  /** Whether messages go to a terminal that can be redrawn. */
  isTerminal: boolean;
  /** Width that results are wrapped to; infinite where they do not go to a terminal. */
  columns: number;
  env: NodeJS.ProcessEnv;
  /** Calls the listener at Ctrl-C (and at a polite kill); returns how to stop listening. */
  onInterrupt(listener: () => void): () => void;
  /** Told of every run file that a command is about, which is named should it fail. */
  onRun?(path: string): void;
}

type Text = string | readonly string[];

/** Result of a command: data for `--json`, and text, which is worded only where it is printed. */
export interface Result {
  json?: unknown;
  /** Text, or its parts. `columns`: width to wrap at; infinite where the output is no terminal. */
  text?(columns: number): Text | Promise<Text>;
  /** 0 where it is absent. */
  exitCode?: number;
}

/** A command: one file; its import and one line in `program.ts`. */
export interface Command<Options extends readonly CommandOption[] = readonly CommandOption[]> {
  name: string;
  /** Positional arguments as shown in help, e.g. `<run>` or `[experiment ...]`. */
  args: string;
  summary: string;
  options: Options;
  /** Examples without the program's name. */
  examples: readonly string[];
  /** Words that its arguments may be, beside runs and files. */
  words?: KnownWords;
  /** Does the work; returns the result, or nothing where there is none to print. `all`: every command. */
  run(given: Given<Options>, io: Io, all: readonly Command[]): Promise<Result | undefined>;
}

/** Declares a command; its `run` gets exactly the options that it declares. */
export function command<Options extends readonly CommandOption[]>(definition: Command<Options>): Command<Options> {
  return definition;
}

/** Ids of the built-in experiments. */
export const experimentIds: KnownWords = async () =>
  (await import("../experiments/index.js")).allExperiments.map(({ id }) => id);

export const jsonOption = option("--json", "Print JSON instead of text");

export const runsDirOption = option("--runs-dir <dir>", "Folder of the run files (default: runs)");

export const outOption = option("--out <dir>", "Folder of the site (default: site)");

/** The folder of run files that was given, or the usual one. */
export function runsDirOf({ options }: Given<[typeof runsDirOption]>): string {
  return options["runs-dir"] ?? "runs";
}

/** The folder of the site that was given, or the usual one. */
export function outDirOf({ options }: Given<[typeof outOption]>): string {
  return options.out ?? "site";
}
