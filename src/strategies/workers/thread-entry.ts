import { parentPort, workerData } from "node:worker_threads";
import { loadWorkload, type WorkloadId } from "../../workloads/index.js";
import type { TaskInput } from "../../workloads/workload.js";
import { throwLateRejections } from "../late-rejections.js";
import { runTask } from "../run-task.js";
import { failedOutcome } from "../strategy.js";

throwLateRejections();

/** A thread for one task: does it, answers, ends. */
const { workload, input } = workerData as { workload: WorkloadId; input: TaskInput };
try {
  parentPort?.postMessage({ status: "ok", record: await runTask(await loadWorkload(workload), input) });
} catch (error) {
  parentPort?.postMessage(failedOutcome(input.index, error));
}
