import { type ExperimentDefinition, matrix } from "../study/study.js";

const more = { watch: ["usage"] };

export const experiment: ExperimentDefinition = {
  id: "usage-over-time",
  title: "CPU and memory meanwhile",
  question: "What do CPU and memory do while nothing runs, while one process works and while a pool works?",
  charts: ["cpu-memory", "total-time"],
  matrix: [
    // Idle: one process that waits as long as the others work, roughly.
    matrix({ workload: ["sleep"], strategy: ["sequential"], n: [800], more }),
    matrix({
      workload: ["random-sum"],
      strategy: ["sequential", "thread-pool", "process-pool"],
      workers: [4],
      n: [2e7],
      more,
    }),
  ],
};
