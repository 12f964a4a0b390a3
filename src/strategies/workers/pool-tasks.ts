import { setTimeout as pause } from "node:timers/promises";
import { threadId } from "node:worker_threads";
import { loadWorkload, type WorkloadId } from "../../workloads/index.js";
import type { TaskInput } from "../../workloads/workload.js";
import { runTask } from "../run-task.js";
import { failedOutcome, type TaskOutcome, type TaskRecord } from "../strategy.js";

/** What every pool's worker can be asked for, whichever library the pool is of. */

/** One task. Its exception travels back as the rejection of the pool's promise. */
export async function one(message: { workload: WorkloadId; input: TaskInput }): Promise<TaskRecord> {
  return runTask(await loadWorkload(message.workload), message.input);
}

/** Tasks one after the other. The failure of one is its outcome: the others go on. */
export async function chunk(message: { workload: WorkloadId; inputs: TaskInput[] }): Promise<TaskOutcome[]> {
  const workload = await loadWorkload(message.workload);
  const outcomes: TaskOutcome[] = [];
  for (const input of message.inputs) {
    try {
      outcomes.push({ status: "ok", record: await runTask(workload, input) });
    } catch (error) {
      outcomes.push(failedOutcome(input.index, error));
    }
  }
  return outcomes;
}

/** Loads the workload, stays busy for a moment so that the next ping goes to another worker, and says who it is. */
export async function ping(message: { workload: WorkloadId }): Promise<number> {
  await loadWorkload(message.workload);
  await pause(5);
  return process.pid * 4096 + threadId;
}
