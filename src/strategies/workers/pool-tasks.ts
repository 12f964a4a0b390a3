import { setTimeout as pause } from "node:timers/promises";
import { isMainThread, threadId } from "node:worker_threads";
import { loadWorkload, type WorkloadId } from "../../workloads/index.js";
import type { TaskInput } from "../../workloads/workload.js";
import { type Pack, threadPacking } from "../handover.js";
import { runTask } from "../run-task.js";
import { settle, type TaskOutcome } from "../strategy.js";

/** What every pool's worker can be asked for, whichever library the pool is of. */

/** One task. Its exception travels back as the rejection of the pool's promise. */
export async function one(message: { workload: WorkloadId; input: TaskInput }): Promise<unknown> {
  const { input } = message;
  const [workload, pack] = await Promise.all([loadWorkload(message.workload), packing(input.more)]);
  return pack(await runTask(workload, input));
}

/** Tasks one after the other. The failure of one is its outcome: the others go on. */
export async function chunk(message: { workload: WorkloadId; inputs: TaskInput[] }): Promise<TaskOutcome[]> {
  const workload = await loadWorkload(message.workload);
  const outcomes: TaskOutcome[] = [];
  for (const input of message.inputs) outcomes.push(await settle(input.index, runTask(workload, input)));
  return outcomes;
}

/** Loads the workload, stays busy for a moment so that the next ping goes to another worker, and says who it is. */
export async function ping(message: { workload: WorkloadId; more: TaskInput["more"] }): Promise<number> {
  await Promise.all([loadWorkload(message.workload), packing(message.more)]);
  await pause(5);
  return process.pid * 4096 + threadId;
}

function packing({ transfer }: TaskInput["more"]): Pack | Promise<Pack> {
  return isMainThread ? (record) => record : threadPacking(transfer);
}
