import { nowMs } from "../strategies/run-task.js";
import { loadWorkload, type WorkloadId } from "../workloads/index.js";
import type { TaskInput, Workload } from "../workloads/workload.js";
import { payloadsOf, withSetup } from "./own-work.js";

interface Measured {
  n: number;
  taskMs: number;
}

/** Doubles n until a task takes a quarter of the target, then scales: the size that takes about `targetMs` alone. */
export async function calibrate(id: string, targetMs: number, seed: number, scratch: string): Promise<Measured> {
  const workload = await loadWorkload(id as WorkloadId);
  let n = 1;
  let taskMs = await timeTask(workload, n, seed, scratch);
  while (taskMs < targetMs / 4 && n < 2 ** 40) {
    n *= 2;
    taskMs = await timeTask(workload, n, seed, scratch);
  }
  return { n: Math.max(1, Math.round((n * targetMs) / taskMs)), taskMs: targetMs };
}

/** Wall time of one task of size n, the first in this process: what a fresh worker would need. */
export async function probe(id: string, n: number, seed: number, scratch: string): Promise<Measured> {
  return { n, taskMs: await timeTask(await loadWorkload(id as WorkloadId), n, seed, scratch) };
}

async function timeTask(workload: Workload, n: number, seed: number, scratch: string): Promise<number> {
  const input: TaskInput = { index: 0, n, offset: 0, seed, scratch, more: {} };
  const { own } = workload;
  if (own === undefined) return timeRun(workload, input);
  return withSetup(own, { size: n, scratch, seed, more: {} }, async (context) => {
    const [payload] = await payloadsOf(own, context, 1);
    return timeRun(workload, { ...input, payload });
  });
}

async function timeRun(workload: Workload, input: TaskInput): Promise<number> {
  const startMs = nowMs();
  await workload.run(input);
  return nowMs() - startMs;
}
