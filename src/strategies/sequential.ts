import { loadWorkload, type WorkloadId } from "../workloads/index.js";
import { runTask } from "./run-task.js";
import { type Strategy, settle, type TaskOutcome } from "./strategy.js";

/** One task after the other in the caller's own thread: the baseline. */
export const strategy: Strategy = {
  title: "one task after the other, no workers",
  usesWorkers: false,
  startsProcesses: false,
  factors: [],
  open: ({ workload: id }) => ({
    async run(inputs, arrived) {
      const workload = await loadWorkload(id as WorkloadId);
      const outcomes: TaskOutcome[] = [];
      for (const input of inputs) outcomes.push(await settle(input.index, runTask(workload, input), arrived));
      return outcomes;
    },
    async close() {},
  }),
};
