import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { writeFileSync } from "node:fs";
import type { Readable } from "node:stream";
import { oomKills } from "../machine/cgroup-memory.js";
import { keepOutput } from "./kept-output.js";
import { type CpuTime, reapedCpu } from "./process-tree.js";
import { type Sampled, type Sampler, sampleMemory, sampleUsage } from "./samplers.js";
import { orNull, realSystem, type System } from "./system.js";
import type { Watchdog } from "./watchdog.js";

/** Wait for the last words of a process that failed: something that it left behind may hold the pipe open. */
const LAST_WORDS_MS = 200;

/** Reason why a process ended: by itself, time-out, or the run was stopped. */
export type EndReason = "exit" | "timeout" | "stopped";

/** Conditions of all processes of a recording. */
export interface Supervision {
  timeoutMs: number;
  watchdog: Watchdog;
  /** Aborted: the process is ended at once. */
  stop: AbortSignal;
  /** Absent: the real clock and the real processes. */
  system?: System;
}

export interface SuperviseOptions extends Supervision {
  sampling: keyof typeof samplers;
  /** Longest wait for the end of the output; absent: 200 ms where the process failed, else none. */
  outputWithinMs?: number;
  /** Characters kept of the start of each output, and as many of its end; absent: a short end alone. */
  keptOutput?: number;
}

/** The part of a child process that supervising needs. On POSIX the child must lead a process group. */
export interface Child {
  pid?: number | undefined;
  stdout: Readable | null;
  stderr: Readable | null;
  on(event: "error", listener: (error: Error) => void): unknown;
  once(event: "exit", listener: (exitCode: number | null, signal: string | null) => void): unknown;
}

/** A program and its arguments, or one line for a shell. */
export type CommandLine = { words: readonly string[] } | { line: string };

export interface Program {
  command: CommandLine;
  /** The whole environment. */
  environment: Record<string, string>;
  /** Words of programs that start it, each of which gives way to the next; absent: none. */
  launcher?: readonly string[] | undefined;
  /** Folder that the program runs in; absent: the current one. */
  folder?: string;
  /** Absent: `ignore`. */
  stdout?: "ignore" | "pipe";
  /** Whether the program gets pipes at its file descriptors 3 and 4. */
  pipes?: boolean;
}

/** A child process, or the reason why the system did not start it. */
export type Started<AnyChild extends Child> = { child: AnyChild } | { refused: Promise<string> };

/** End of a process, with its output and use of the machine. Times in ms. */
export interface ProcessEnd extends Sampled, CpuTime {
  /** From before the start until the process was gone. */
  wallMs: number;
  ended: EndReason;
  exitCode: number | null;
  signal: string | null;
  /** What was kept of each output, its end or all of it; empty where there is no pipe. */
  stdout: string;
  stderr: string;
  /** Why the process could not be started; `null` where it was. */
  notStarted: string | null;
  /** Whether the system killed a process for want of memory meanwhile; absent: it did not, or does not tell. */
  outOfMemory?: true;
  /** Names of processes that left the group of this one, and were ended after it; absent: none was found. */
  leftBehind?: string[];
}

/** Supervises a program that is started with nothing around it: no host, no shell unless it is a line for one. */
export function superviseProgram(program: Program, options: SuperviseOptions): Promise<ProcessEnd> {
  return supervise(() => startProgram(program), options);
}

/**
 * Starts a process and waits until it and all that it started are gone. Meanwhile the watchdog guards the process, its tree
 * is sampled, and it is ended when its time is over or the run is stopped. Whatever throws, the tree is ended.
 *
 * @param accompany called with the child as soon as it runs; where it rejects, so does this
 */
export async function supervise<AnyChild extends Child>(
  start: () => Started<AnyChild>,
  options: SuperviseOptions,
  accompany: (child: AnyChild, sampler: Sampler) => Promise<unknown> = async () => {},
): Promise<ProcessEnd> {
  const { watchdog, system = realSystem } = options;
  const killsBefore = killsSoFar(system);
  const timing = startTiming(system);
  const started = start();
  if ("refused" in started) return neverRan(await started.refused);
  const pid = started.child.pid as number;
  let isCleared = false;
  const clearAway = () => {
    isCleared = true;
    system.processes.endTree(pid);
    watchdog.release(pid);
    return watchdog.endLeftBehind?.() ?? [];
  };
  try {
    watchdog.guard(pid);
    const end = await attend(started.child, pid, { ...options, system, timing, accompany, clearAway });
    return { ...end, ...(killsSoFar(system) > killsBefore && { outOfMemory: true }) };
  } finally {
    if (!isCleared) clearAway();
  }
}

function killsSoFar({ processes }: System): number {
  return oomKills((path) => orNull(() => processes.readText(path))) ?? 0;
}

/** Starts a program; on POSIX it leads a process group. */
export function startProgram({
  command,
  environment,
  launcher = [],
  folder,
  stdout = "ignore",
  pipes = false,
}: Program): Started<ChildProcess> {
  const [program = "", ...args] = launchedWords(command, launcher);
  try {
    const child = spawn(program, args, {
      ...(folder === undefined ? {} : { cwd: folder }),
      env: environment,
      shell: "line" in command && launcher.length === 0,
      stdio: ["ignore", stdout, "pipe", ...(pipes ? (["pipe", "pipe"] as const) : [])],
      detached: process.platform !== "win32",
      windowsHide: true,
    });
    if (child.pid !== undefined) {
      offerToOomKiller(child.pid);
      return { child };
    }
    return { refused: once(child, "error").then(([error]: Error[]) => error?.message ?? "") };
  } catch (error) {
    // Most refusals of the system come as an event; some, such as too long a list of arguments, are thrown.
    if (error instanceof Error) return { refused: Promise.resolve(error.message) };
    throw error;
  }
}

/** Where memory runs out, the system is to end what is measured, and not who records it. */
function offerToOomKiller(pid: number): void {
  try {
    writeFileSync(`/proc/${pid}/oom_score_adj`, "500");
  } catch {
    // Only Linux has such a score; the process may be gone already.
  }
}

/** What launches a line for a shell starts the shell. */
function launchedWords(command: CommandLine, launcher: readonly string[]): readonly string[] {
  if ("words" in command) return [...launcher, ...command.words];
  return launcher.length === 0 ? [command.line] : [...launcher, "/bin/sh", "-c", command.line];
}

interface Attendance<AnyChild> extends SuperviseOptions {
  system: System;
  timing: ReturnType<typeof startTiming>;
  accompany(child: AnyChild, sampler: Sampler): Promise<unknown>;
  /** Ends what is left of the tree, and what left its group; names the latter. */
  clearAway(): string[];
}

async function attend<AnyChild extends Child>(
  child: AnyChild,
  pid: number,
  { system, timing, accompany, clearAway, ...options }: Attendance<AnyChild>,
): Promise<ProcessEnd> {
  const exit = exitOf(child);
  const [stdout, stderr] = [keepOutput(child.stdout, options.keptOutput), keepOutput(child.stderr, options.keptOutput)];
  const sampler = samplers[options.sampling](pid, system);
  const early = endEarly(pid, options, system);
  try {
    const accompanied = accompany(child, sampler);
    const { exitCode, signal } = await Promise.race([exit, accompanied.then(() => exit)]);
    const times = timing();
    early.cancel();
    // Orphans would hold the output open.
    const leftBehind = clearAway();
    const waitMs = options.outputWithinMs ?? (exitCode === 0 ? 0 : LAST_WORDS_MS);
    if (waitMs > 0) await atMost(waitMs, Promise.all([accompanied, stdout.closed, stderr.closed]), system);
    const left = leftBehind.length > 0 && { leftBehind };
    const how = { ended: early.cause(), exitCode, signal, notStarted: null, ...left };
    return { ...times, ...sampler.stop(), ...how, stdout: stdout.text(), stderr: stderr.text() };
  } finally {
    sampler.stop();
    early.cancel();
    for (const output of [child.stdout, child.stderr]) output?.destroy();
  }
}

const samplers = {
  none: (): Sampler => ({ look() {}, stop: () => ({ peakPssBytes: null }) }),
  memory: sampleMemory,
  usage: sampleUsage,
};

/** The function returned says the time since, and the CPU of the children that ended since. */
function startTiming({ clock, processes }: System): () => CpuTime & { wallMs: number } {
  const before = reapedCpu(processes);
  const startMs = clock.nowMs();
  return () => {
    const wallMs = clock.nowMs() - startMs;
    const after = reapedCpu(processes);
    return { wallMs, userMs: less(after.userMs, before.userMs), sysMs: less(after.sysMs, before.sysMs) };
  };
}

function less(after: number | null, before: number | null): number | null {
  return after === null || before === null ? null : after - before;
}

function exitOf(child: Child): Promise<Pick<ProcessEnd, "exitCode" | "signal">> {
  // A signal that could not be sent is an error event too, and no end.
  child.on("error", () => {});
  return new Promise((resolve) => child.once("exit", (exitCode, signal) => resolve({ exitCode, signal })));
}

/** Ends the tree when its time is over or the run is stopped, and remembers which: a kill from outside looks the same. */
function endEarly(pid: number, { timeoutMs, stop }: Supervision, { clock, processes }: System) {
  let cause: EndReason = "exit";
  const end = (why: EndReason) => {
    cause = why;
    processes.endTree(pid);
  };
  const onStop = () => end("stopped");
  const cancelTimer = clock.after(timeoutMs, () => end("timeout"));
  if (stop.aborted) onStop();
  stop.addEventListener("abort", onStop, { once: true });
  return {
    cause: () => cause,
    cancel() {
      cancelTimer();
      stop.removeEventListener("abort", onStop);
    },
  };
}

async function atMost(ms: number, waited: Promise<unknown>, { clock }: System): Promise<void> {
  let cancel = () => {};
  const late = new Promise<void>((resolve) => {
    cancel = clock.after(ms, resolve);
  });
  try {
    await Promise.race([waited, late]);
  } finally {
    cancel();
  }
}

function neverRan(notStarted: string): ProcessEnd {
  const unknown = { userMs: null, sysMs: null, peakPssBytes: null, exitCode: null, signal: null };
  return { wallMs: 0, ...unknown, ended: "exit", stdout: "", stderr: "", notStarted };
}
