import { setTimeout as pause } from "node:timers/promises";
import { isMainThread, threadId } from "node:worker_threads";
import { loadWorkload, type WorkloadId } from "../../workloads/index.js";
import type { TaskInput } from "../../workloads/workload.js";
import { errorWords } from "../error-words.js";
import { type Pack, threadPacking } from "../handover.js";
import { throwLateRejections } from "../late-rejections.js";
import { forgetWaits, runTask } from "../run-task.js";
import { failedOutcome, type TaskOutcome } from "../strategy.js";

/** Functions of a pool's worker, the same for every pool library. */

const exitThread = process.exit;
throwLateRejections();

/** In a pool thread, exit would end the thread and leave its caller waiting for ever. */
function refuseToExit(code?: number | string | null): never {
  throw new Error(`the task called process.exit(${code ?? ""})`);
}

/** One task. Its exception travels back as the rejection of the pool's promise. */
export async function one(message: { workload: WorkloadId; input: TaskInput }): Promise<unknown> {
  const { input } = message;
  const [workload, pack] = await prepare(message.workload, input.more);
  try {
    return pack(await runTask(workload, input));
  } catch (error) {
    // A pool takes null for no failure at all, and of other objects it tells that they are some.
    throw error instanceof Error ? error : errorWords(error);
  }
}

/** Tasks one after the other. The failure of one is its outcome: the others go on. */
export async function chunk(message: { workload: WorkloadId; inputs: TaskInput[] }): Promise<TaskOutcome[]> {
  const [workload] = await prepare(message.workload, message.inputs[0]?.more ?? {});
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

/** Loads the workload, stays busy for a moment so that the next ping goes to another worker, and returns the worker's id. */
export async function ping(message: { workload: WorkloadId; more: TaskInput["more"] }): Promise<number> {
  await prepare(message.workload, message.more);
  await pause(5);
  forgetWaits();
  return process.pid * 4096 + threadId;
}

async function prepare(workload: WorkloadId, more: TaskInput["more"]) {
  // Without its guard a pool shows the effect on its caller.
  if (!isMainThread) process.exit = more.guard === false ? exitThread : refuseToExit;
  const pack: Pack | Promise<Pack> = isMainThread ? (record) => record : threadPacking(more.transfer);
  return Promise.all([loadWorkload(workload), pack]);
}
