import { setTimeout as pause } from "node:timers/promises";
import { isMainThread, threadId } from "node:worker_threads";
import { loadWorkload, type WorkloadId } from "../../workloads/index.js";
import type { TaskInput } from "../../workloads/workload.js";
import { type Pack, threadPacking } from "../handover.js";
import { runTask } from "../run-task.js";

const exitThread = process.exit;

/** In a pool thread, exit would end the thread and leave its caller waiting for ever. */
function refuseToExit(code?: number | string | null): never {
  throw new Error(`the task called process.exit(${code ?? ""})`);
}

/** What the pool calls for every task. A task's exception travels back as the rejection of its promise. */
export default async function runPoolTask(message: { workload: WorkloadId; input: TaskInput }): Promise<unknown> {
  const { input } = message;
  const [workload, pack] = await prepare(message.workload, input.more);
  return pack(await runTask(workload, input));
}

/** Loads the workload, stays busy for a moment so that the next ping goes to another worker, and says who it is. */
export async function ping(message: { workload: WorkloadId; more: TaskInput["more"] }): Promise<number> {
  await prepare(message.workload, message.more);
  await pause(5);
  return process.pid * 4096 + threadId;
}

async function prepare(workload: WorkloadId, more: TaskInput["more"]) {
  // Without its guard a pool shows what its caller would go through.
  if (!isMainThread) process.exit = more.guard === false ? exitThread : refuseToExit;
  const pack: Pack | Promise<Pack> = isMainThread ? (record) => record : threadPacking(more.transfer);
  return Promise.all([loadWorkload(workload), pack]);
}
