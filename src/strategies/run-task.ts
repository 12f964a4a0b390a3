import { openSync, readSync } from "node:fs";
import { threadId } from "node:worker_threads";
import type { TaskInput, Workload } from "../workloads/workload.js";
import type { TaskRecord } from "./strategy.js";

/** Process and thread share a worker's id: more threads than this a process has none. */
const THREAD_IDS = 4096;

/** As Node made them: libraries that fake time for tests put others in their place. */
const { bigint: hrtime } = process.hrtime;
const { cpuUsage } = process;
const toNumber = Number;

/** Milliseconds on CLOCK_MONOTONIC: comparable between the processes of one machine. */
export function nowMs(): number {
  return toNumber(hrtime()) / 1e6;
}

/**
 * Runs one task and records it. CPU and queue wait come from the kernel's account of this thread; `shared` says that
 * other tasks run on the thread meanwhile, so that the account cannot be told apart and is left out.
 */
export async function runTask(workload: Workload, input: TaskInput, shared = false): Promise<TaskRecord> {
  const waitSeenNs = queueSeenNs;
  const before = shared ? null : readThreadAccount();
  const startMs = nowMs();
  const running = workload.run(input);
  // A synchronous result is not awaited: a turn of the event loop would be added to every task.
  const result = running instanceof Promise ? await running : running;
  const endMs = nowMs();
  const after = before && readThreadAccount();
  return {
    index: input.index,
    worker: process.pid * THREAD_IDS + threadId,
    startMs,
    endMs,
    cpuMs: before && after ? (after.cpuNs - before.cpuNs) / 1e6 : null,
    queueMs: before && after ? (after.queueNs - before.queueNs) / 1e6 : null,
    waitBeforeMs: before ? (before.queueNs - waitSeenNs) / 1e6 : null,
    ...(typeof result === "number" ? { checksum: result } : result),
  };
}

/** The process in a worker's id. */
export function processOf(worker: number): number {
  return Math.floor(worker / THREAD_IDS);
}

interface ThreadAccount {
  cpuNs: number;
  queueNs: number;
}

/** Queue wait of this thread at the last reading: later wait belongs to the time between. */
let queueSeenNs = 0;

/** Leaves out the time that this thread waited for a core so far: its next task's `waitBeforeMs` counts from here. */
export function forgetWaits(): void {
  readThreadAccount();
}

let account: { fd: number; bytes: Buffer } | null | undefined;

/** CPU and run-queue wait of this thread so far, in ns; `null` where the kernel keeps no such account. */
function readThreadAccount(): ThreadAccount | null {
  if (account === undefined) account = openAccount();
  if (account === null) return null;
  // The account moves in 4 ms ticks unless CPU time is read first (measured).
  cpuUsage();
  const { fd, bytes } = account;
  const length = readSync(fd, bytes, 0, bytes.length, 0);
  const space = bytes.indexOf(SPACE);
  if (space < 0) return null;
  queueSeenNs = wholeIn(bytes, space + 1, length);
  return { cpuNs: wholeIn(bytes, 0, space), queueNs: queueSeenNs };
}

const [SPACE, ZERO, NINE] = [0x20, 0x30, 0x39];

/** The whole number that begins at a place: a text made of the bytes would cost every task a microsecond more. */
function wholeIn(bytes: Buffer, from: number, end: number): number {
  let whole = 0;
  for (let place = from; place < end; place++) {
    const digit = bytes[place] as number;
    if (digit < ZERO || digit > NINE) break;
    whole = whole * 10 + digit - ZERO;
  }
  return whole;
}

function openAccount(): { fd: number; bytes: Buffer } | null {
  if (process.platform !== "linux") return null;
  try {
    return { fd: openSync("/proc/thread-self/schedstat", "r"), bytes: Buffer.alloc(128) };
  } catch {
    return null;
  }
}
