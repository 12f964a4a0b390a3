import { nowMs } from "../strategies/run-task.js";
import { loadWorkload, type WorkloadId } from "../workloads/index.js";
import type { TaskInput, Workload } from "../workloads/workload.js";
import type { Subject } from "./messages.js";
import { payloadsOf, withSetup } from "./own-work.js";

interface Measured {
  n: number;
  taskMs: number;
}

/** A task that lost its core for a moment looks longer than it is: long times are asked for again. */
const TRIES = 3;

/** Doubles n until a task takes a quarter of the target, then scales: the size that takes about `targetMs` alone. */
export async function calibrate({ targetMs, ...subject }: Subject & { targetMs: number }): Promise<Measured> {
  const { order = 1 } = await loadWorkload(subject.workload as WorkloadId);
  let n = 1;
  let taskMs = await leastTime(subject, n, targetMs / 4);
  while (taskMs < targetMs / 4 && n < 2 ** 40) {
    n *= 2;
    taskMs = await leastTime(subject, n, targetMs / 4);
  }
  return { n: Math.max(1, Math.round(n * (targetMs / taskMs) ** (1 / order))), taskMs: targetMs };
}

/** Wall time of one task of size n, the first in this process, as in a fresh worker. */
export async function probe({ n, ...subject }: Subject & { n: number }): Promise<Measured> {
  return { n, taskMs: await timeTask(subject, n) };
}

/** The first time below `enoughMs`, else the least of several. */
async function leastTime(subject: Subject, n: number, enoughMs: number): Promise<number> {
  let least = Number.POSITIVE_INFINITY;
  for (let attempt = 0; attempt < TRIES && least >= enoughMs; attempt++) {
    least = Math.min(least, await timeTask(subject, n));
  }
  return least;
}

async function timeTask({ workload: id, seed, scratch, prepared }: Subject, n: number): Promise<number> {
  const workload = await loadWorkload(id as WorkloadId);
  const input: TaskInput = { index: 0, n, offset: 0, seed, scratch, prepared, more: {} };
  const { own } = workload;
  if (own === undefined) return timeRun(workload, input);
  return withSetup(own, { size: n, scratch, seed, more: {} }, async (context) => {
    const [payload] = await payloadsOf(own, context, 1);
    return timeRun(workload, { ...input, payload });
  });
}

async function timeRun(workload: Workload, input: TaskInput): Promise<number> {
  await workload.setup?.([input]);
  const startMs = nowMs();
  await workload.run(input);
  return nowMs() - startMs;
}
