import { type ExperimentDefinition, matrix } from "../study/study.js";

export const experiment: ExperimentDefinition = {
  id: "memory-of-processes",
  title: "All processes at once, or a pool",
  question: "How much memory do many processes at once need, compared with a pool?",
  charts: ["memory", "total-time"],
  matrix: [
    matrix({
      workload: ["list-append"],
      strategy: ["sequential", "process-per-task", "process-pool"],
      workers: [4],
      tasks: [8, 32],
      n: [{ taskMs: 10 }],
      launch: ["bounded", "all-at-once"],
      more: { watch: ["usage"] },
    }),
  ],
};
