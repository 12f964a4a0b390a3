import { type ChildProcess, spawn } from "node:child_process";
import { performance } from "node:perf_hooks";
import { setTimeout as pause } from "node:timers/promises";
import { type Ended, endEarly } from "./end-early.js";
import { sampleMemory } from "./memory-sampler.js";
import { killTree } from "./process-tree.js";
import { reapedCpu } from "./reaped-cpu.js";
import type { Watchdog } from "./watchdog.js";

const LONGEST_STDERR = 16_384;
/** How long a failed command's last words are waited for: something it left behind may hold the pipe open. */
const LAST_WORDS_MS = 200;

export interface CommandOptions {
  environment: Record<string, string>;
  /** Folder that the command runs in. */
  folder: string;
  timeoutMs: number;
  watchdog: Watchdog;
  /** Aborted: the command is ended at once. */
  stop: AbortSignal;
}

/** A program and its arguments, or one line for a shell. */
export type CommandLine = { words: readonly string[] } | { line: string };

/** How a command ended. Times in ms. */
export interface CommandResult {
  /** From before it was spawned until it was gone. */
  wallMs: number;
  /** CPU of all processes that it waited for, in steps of 10 ms; `null` where the platform does not tell. */
  userMs: number | null;
  sysMs: number | null;
  peakPssBytes: number | null;
  ended: Ended;
  exitCode: number | null;
  signal: string | null;
  /** The end of its standard error. */
  stderr: string;
  /** Why it could not be started; `null` where it was. */
  notStarted: string | null;
}

/**
 * Runs a command to its end, with nothing around it: no host, no shell unless it is a line for one. It leads a process
 * group of its own, so that a time-out or a stop ends all that it started; what it leaves behind is ended as well.
 */
export async function runCommand(command: CommandLine, options: CommandOptions): Promise<CommandResult> {
  const cpuBefore = reapedCpu();
  const startMs = performance.now();
  const child = start(command, options);
  if (child instanceof Error) return notStarted(child);
  const { pid } = child;
  if (pid === undefined) return notStarted(await errorOf(child));
  options.watchdog.guard(pid);
  const stderr = keepEnd(child);
  const sampler = sampleMemory(pid);
  const end = endEarly(pid, options);
  const { exitCode, signal } = await endOf(child);
  const wallMs = performance.now() - startMs;
  const cpu = cpuBetween(cpuBefore, reapedCpu());
  const peakPssBytes = sampler.stop();
  end.cancel();
  killTree(pid);
  options.watchdog.release(pid);
  const lastWords = await stderr(exitCode !== 0);
  return {
    wallMs,
    ...cpu,
    peakPssBytes,
    ended: end.cause(),
    exitCode,
    signal,
    stderr: lastWords,
    notStarted: null,
  };
}

/** Some refusals of the system are thrown here, such as too long a list of arguments; most come as an event. */
function start(command: CommandLine, { environment, folder }: CommandOptions): ChildProcess | Error {
  const [program = "", ...args] = "words" in command ? command.words : [command.line];
  try {
    return spawn(program, args, {
      cwd: folder,
      env: environment,
      shell: "line" in command,
      stdio: ["ignore", "ignore", "pipe"],
      detached: process.platform !== "win32",
      windowsHide: true,
    });
  } catch (error) {
    if (error instanceof Error) return error;
    throw error;
  }
}

function errorOf(child: ChildProcess): Promise<Error> {
  return new Promise((resolve) => child.once("error", resolve));
}

function endOf(child: ChildProcess): Promise<{ exitCode: number | null; signal: string | null }> {
  // A signal that could not be sent is an error event too, and no end.
  child.on("error", () => {});
  return new Promise((resolve) => child.once("exit", (exitCode, signal) => resolve({ exitCode, signal })));
}

/** Keeps the end of what a command says; the function returned stops, at a failure once the last words are there. */
function keepEnd({ stderr }: ChildProcess): (failed: boolean) => Promise<string> {
  let kept = "";
  stderr?.setEncoding("utf8").on("data", (chunk: string) => {
    kept = (kept + chunk).slice(-LONGEST_STDERR);
  });
  const closed = new Promise<void>((resolve) => stderr?.once("close", resolve));
  return async (failed) => {
    if (failed) await Promise.race([closed, pause(LAST_WORDS_MS)]);
    stderr?.destroy();
    return kept;
  };
}

function cpuBetween(before: ReturnType<typeof reapedCpu>, after: ReturnType<typeof reapedCpu>) {
  if (before === null || after === null) return { userMs: null, sysMs: null };
  return { userMs: after.userMs - before.userMs, sysMs: after.sysMs - before.sysMs };
}

function notStarted({ message }: Error): CommandResult {
  return {
    wallMs: 0,
    userMs: null,
    sysMs: null,
    peakPssBytes: null,
    ended: "exit",
    exitCode: null,
    signal: null,
    stderr: "",
    notStarted: message,
  };
}
