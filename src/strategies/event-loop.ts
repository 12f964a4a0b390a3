import { loadWorkload, type WorkloadId } from "../workloads/index.js";
import { runTask } from "./run-task.js";
import { type Strategy, settle } from "./strategy.js";

/** All tasks at once on one thread: concurrency without parallel running. */
export const strategy: Strategy = {
  title: "all tasks at once on one thread",
  usesWorkers: false,
  startsProcesses: false,
  factors: [],
  open: ({ workload: id }) => ({
    async run(inputs, arrived) {
      const workload = await loadWorkload(id as WorkloadId);
      return Promise.all(inputs.map((input) => settle(input.index, runTask(workload, input, true), arrived)));
    },
    async close() {},
  }),
};
