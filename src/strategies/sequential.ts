import { loadWorkload, type WorkloadId } from "../workloads/index.js";
import { runTask } from "./run-task.js";
import { failedOutcome, type Strategy, type TaskOutcome } from "./strategy.js";

/** One task after the other in the caller's own thread: the baseline. */
export const strategy: Strategy = {
  title: "one task after the other, no workers",
  usesWorkers: false,
  startsProcesses: false,
  factors: [],
  open: ({ workload: id }) => ({
    async run(inputs) {
      const workload = await loadWorkload(id as WorkloadId);
      const outcomes: TaskOutcome[] = [];
      for (const input of inputs) {
        try {
          outcomes.push({ status: "ok", record: await runTask(workload, input) });
        } catch (error) {
          outcomes.push(failedOutcome(input.index, error));
        }
      }
      return outcomes;
    },
    async close() {},
  }),
};
