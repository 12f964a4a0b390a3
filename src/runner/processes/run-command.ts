import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { type ProcessEnd, type Started, type Supervision, supervise } from "./supervised-process.js";

export interface CommandOptions extends Supervision {
  environment: Record<string, string>;
  /** Folder that the command runs in; absent: the current one. */
  folder?: string;
}

/** A program and its arguments, or one line for a shell. */
export type CommandLine = { words: readonly string[] } | { line: string };

/**
 * Runs a command to its end, with nothing around it: no host, no shell unless it is a line for one. A time-out or a stop
 * ends all that it started; what it leaves behind is ended as well.
 */
export function runCommand(command: CommandLine, options: CommandOptions): Promise<ProcessEnd> {
  return supervise(() => startCommand(command, options, "ignore"), { ...options, sampling: "memory" });
}

/** Starts a program that leads a process group of its own. */
export function startCommand(
  command: CommandLine,
  { environment, folder }: CommandOptions,
  stdout: "ignore" | "pipe",
): Started<ChildProcess> {
  const [program = "", ...args] = "words" in command ? command.words : [command.line];
  try {
    const child = spawn(program, args, {
      ...(folder === undefined ? {} : { cwd: folder }),
      env: environment,
      shell: "line" in command,
      stdio: ["ignore", stdout, "pipe"],
      detached: process.platform !== "win32",
      windowsHide: true,
    });
    if (child.pid !== undefined) return { child };
    return { refused: once(child, "error").then(([error]: Error[]) => error?.message ?? "") };
  } catch (error) {
    // Most refusals of the system come as an event; some, such as too long a list of arguments, are thrown.
    if (error instanceof Error) return { refused: Promise.resolve(error.message) };
    throw error;
  }
}
