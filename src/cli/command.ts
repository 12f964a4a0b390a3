/** One option of a command: `--name <value>` takes text, `--name` alone is a switch. */
export interface CommandOption {
  flag: string;
  description: string;
}

/** What was given on the command line: text stays text. */
export interface Given {
  positionals: string[];
  /** Value of `--name <value>`; undefined where it was not given. */
  text(name: string): string | undefined;
  has(name: string): boolean;
}

/** The terminal and all else that a command touches of the outside; tests hold it still. */
export interface Io {
  /** Results. */
  out(text: string): void;
  /** Results in large pieces: waits until whoever reads them has taken most of what was written. */
  drained(text: string): Promise<void>;
  /** Progress and messages. */
  err(text: string): void;
  /** Whether messages go to a terminal that can be redrawn. */
  isTerminal: boolean;
  /** Width that results are wrapped to; infinite where they do not go to a terminal. */
  columns: number;
  env: NodeJS.ProcessEnv;
  /** Called at Ctrl-C (and at a polite kill); returns how to stop listening. */
  onInterrupt(listener: () => void): () => void;
}

/** A command: one file, one line in `program.ts`. */
export interface Command {
  name: string;
  /** Positional arguments as shown in help, e.g. `<run>` or `[experiment ...]`. */
  args: string;
  summary: string;
  options: readonly CommandOption[];
  /** Examples without the program's name. */
  examples: readonly string[];
  /** Does it; returns the exit code. */
  run(given: Given, io: Io): Promise<number>;
}

export const jsonOption: CommandOption = { flag: "--json", description: "Print JSON instead of text" };

export const runsDirOption: CommandOption = {
  flag: "--runs-dir <dir>",
  description: "Folder of the run files (default: runs)",
};

/** The folder of run files that was given, or the usual one. */
export function runsDirOf(given: Given): string {
  return given.text("runs-dir") ?? "runs";
}
