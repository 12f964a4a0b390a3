import { readFileSync } from "node:fs";
import { nowMs } from "../strategies/run-task.js";
import { loadWorkload, type WorkloadId } from "../workloads/index.js";
import type { TaskInput, Workload } from "../workloads/workload.js";
import type { Subject } from "./messages.js";
import { payloadsOf, withSetup } from "./own-work.js";

interface Measured<Size = number> {
  n: Size;
  taskMs: number;
}

/** A task that lost its core for a moment looks longer than it is: long times are asked for again. */
const TRIES = 3;

/**
 * The work of the smallest task may be next to nothing beside what every call costs, so that only many doublings show that a
 * size has no meaning; inputs that are many, or take long to make, show it before.
 */
const LARGEST_FLAT = 2 ** 24;
const MOST_INPUTS = 10_000;
const LONGEST_STEP_MS = 2_000;
/** A task that takes less than so many times the shortest one is no longer than that. */
const NO_LONGER = 2;
/** Nor is one that is this short at so large a size: its times are those of the call. */
const NEXT_TO_NOTHING_MS = 0.02;
/** Twice the size may take twice the memory, and several workers have it at once. */
const MEMORY_SHARE = 1 / 4;

/**
 * Doubles n until a task takes a quarter of the target, then scales: the size that takes about `targetMs` alone. Of a user's
 * module whose task gets no longer, `n` is `null`. It stops before there is no memory left.
 */
export async function calibrate({
  targetMs,
  memoryBytes = Number.POSITIVE_INFINITY,
  ...subject
}: Subject & { targetMs: number; memoryBytes?: number }): Promise<Measured<number | null>> {
  const { order = 1, own } = await loadWorkload(subject.workload as WorkloadId);
  const startBytes = peakBytes();
  let n = 1;
  let { taskMs, inputs } = await leastTime(subject, n, targetMs / 4);
  let shortestMs = taskMs;
  while (taskMs < targetMs / 4 && n < 2 ** 40) {
    n *= 2;
    const startMs = nowMs();
    ({ taskMs, inputs } = await leastTime(subject, n, targetMs / 4));
    shortestMs = Math.min(shortestMs, taskMs);
    if (peakBytes() - startBytes > memoryBytes * MEMORY_SHARE) return { n, taskMs };
    const isLongStep = nowMs() - startMs - TRIES * taskMs > LONGEST_STEP_MS;
    // So many tasks, and each still short: the size says how many there are.
    if (inputs > MOST_INPUTS) return { n: null, taskMs };
    if (own === undefined || !(isLongStep || n >= LARGEST_FLAT)) continue;
    if (taskMs < Math.max(NEXT_TO_NOTHING_MS, shortestMs * NO_LONGER)) return { n: null, taskMs };
    // Inputs of the size that is looked for would take too long to make.
    if (isLongStep) return { n, taskMs };
  }
  return { n: Math.max(1, Math.round(n * (targetMs / taskMs) ** (1 / order))), taskMs: targetMs };
}

/** The most memory of this process so far; where that is not told, what it has now. */
function peakBytes(): number {
  try {
    // Not by getrusage: there it counts what the runner had when it started this.
    const kilobytes = /^VmHWM:\s+(\d+) kB$/m.exec(readFileSync("/proc/self/status", "latin1"))?.[1];
    if (kilobytes !== undefined) return Number(kilobytes) * 1024;
  } catch {
    // Only Linux has such a file.
  }
  return process.memoryUsage.rss();
}

/** Wall time of one task of size n, the first in this process, as in a fresh worker. */
export async function probe({ n, ...subject }: Subject & { n: number }): Promise<Measured> {
  return { n, taskMs: (await timeTask(subject, n)).taskMs };
}

/** A task's time alone, and how many inputs of its size the module made. */
interface Timed {
  taskMs: number;
  inputs: number;
}

/** The first time below `enoughMs`, else the least of several. */
async function leastTime(subject: Subject, n: number, enoughMs: number): Promise<Timed> {
  let least = await timeTask(subject, n);
  for (let attempt = 1; attempt < TRIES && least.taskMs >= enoughMs; attempt++) {
    const timed = await timeTask(subject, n);
    if (timed.taskMs < least.taskMs) least = timed;
  }
  return least;
}

async function timeTask({ workload: id, seed, scratch, prepared }: Subject, n: number): Promise<Timed> {
  const workload = await loadWorkload(id as WorkloadId);
  const input: TaskInput = { index: 0, n, offset: 0, seed, scratch, prepared, more: {} };
  const { own } = workload;
  if (own === undefined) return { taskMs: await timeRun(workload, input), inputs: 1 };
  return withSetup(own, { size: n, scratch, seed, more: {} }, async (context) => {
    const payloads = await payloadsOf(own, context, 1);
    return { taskMs: await timeRun(workload, { ...input, payload: payloads[0] }), inputs: payloads.length };
  });
}

async function timeRun(workload: Workload, input: TaskInput): Promise<number> {
  await workload.setup?.([input]);
  const startMs = nowMs();
  await workload.run(input);
  return nowMs() - startMs;
}
