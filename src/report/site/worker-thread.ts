/** What a thread beside the main one runs: it reads run files and makes pages, as it is asked to. */
import { parentPort, workerData } from "node:worker_threads";
import { UserError } from "../../user-error.js";
import { Shared } from "../archive/interned-values.js";
import { readDigests } from "../archive/read-runs.js";
import { Workshop, type WorkshopPlan } from "./page-maker.js";
import type { Reply, Task } from "./worker-pool.js";

const shared = new Shared();
const workshop = new Workshop(workerData as WorkshopPlan);

async function answer(task: Task): Promise<Reply> {
  try {
    if (task.kind === "read") return { results: await readDigests(task.items, shared) };
    const results: unknown[] = [];
    for (const unit of task.items) results.push(await workshop.make(unit));
    return { results };
  } catch (error) {
    const { message, stack = "" } = error instanceof Error ? error : new Error(String(error));
    return { failed: { message, isUser: error instanceof UserError, stack } };
  }
}

/** One after the other: what is asked for next waits. */
let last = Promise.resolve();
parentPort?.on("message", (task: Task) => {
  last = last.then(async () => parentPort?.postMessage(await answer(task)));
});
