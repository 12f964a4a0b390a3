import { type ExperimentDefinition, matrix } from "../study/study.js";

export const experiment: ExperimentDefinition = {
  id: "memory-limit",
  title: "More data than one heap holds",
  question: "What happens when one process runs out of memory, and can a pool that splits the list finish?",
  charts: ["time-vs-n", "memory"],
  matrix: [
    matrix({
      workload: ["random-sum"],
      strategy: ["sequential", "thread-pool", "process-pool"],
      workers: [4],
      n: [1e6, 1e7],
      // MB of every process and thread.
      more: { heap: [64] },
    }),
  ],
};
