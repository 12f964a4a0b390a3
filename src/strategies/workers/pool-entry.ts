import { setTimeout as pause } from "node:timers/promises";
import { isMainThread, threadId } from "node:worker_threads";
import { loadWorkload, type WorkloadId } from "../../workloads/index.js";
import type { TaskInput } from "../../workloads/workload.js";
import { runTask } from "../run-task.js";
import type { TaskRecord } from "../strategy.js";

// In a pool thread, exit would end the thread and leave its caller waiting for ever.
if (!isMainThread) {
  process.exit = (code) => {
    throw new Error(`the task called process.exit(${code ?? ""})`);
  };
}

/** What the pool calls for every task. A task's exception travels back as the rejection of its promise. */
export default async function runPoolTask(message: { workload: WorkloadId; input: TaskInput }): Promise<TaskRecord> {
  return runTask(await loadWorkload(message.workload), message.input);
}

/** Loads the workload, stays busy for a moment so that the next ping goes to another worker, and says who it is. */
export async function ping(message: { workload: WorkloadId }): Promise<number> {
  await loadWorkload(message.workload);
  await pause(5);
  return process.pid * 4096 + threadId;
}
