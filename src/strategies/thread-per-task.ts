import { Worker } from "node:worker_threads";
import { noAnswer, type OneShot, perTaskSession } from "./per-task.js";
import { failedOutcome, isOutcome, type Strategy, type TaskOutcome } from "./strategy.js";

const entry = new URL("./workers/thread-entry.js", import.meta.url);

/** A new thread for every task. */
export const strategy: Strategy = {
  title: "a new thread for every task",
  usesWorkers: true,
  startsProcesses: false,
  factors: ["launch", "scheduling"],
  open: (options) =>
    perTaskSession(options, (input): OneShot => {
      const worker = new Worker(entry, { workerData: { workload: options.workload, input }, env: options.env });
      const gone = new Promise<void>((resolve) => worker.once("exit", () => resolve()));
      const result = new Promise<TaskOutcome>((resolve) => {
        worker.on("message", (message) => isOutcome(message) && resolve(message));
        worker.once("error", (error) => resolve(failedOutcome(input.index, error)));
        worker.once("exit", (code) => resolve(noAnswer(input.index, `exit code ${code}`)));
      });
      return { result, gone };
    }),
};
