import { loadWorkload, type WorkloadId } from "../workloads/index.js";
import { runTask } from "./run-task.js";
import { failedOutcome, type Strategy, type TaskOutcome } from "./strategy.js";

/** All tasks at once on one thread: concurrency without parallel running. */
export const strategy: Strategy = {
  title: "all tasks at once on one thread",
  usesWorkers: false,
  startsProcesses: false,
  factors: [],
  open: ({ workload: id }) => ({
    async run(inputs) {
      const workload = await loadWorkload(id as WorkloadId);
      return Promise.all(
        inputs.map(async (input): Promise<TaskOutcome> => {
          try {
            return { status: "ok", record: await runTask(workload, input, true) };
          } catch (error) {
            return failedOutcome(input.index, error);
          }
        }),
      );
    },
    async close() {},
  }),
};
