import { type ExperimentDefinition, matrix } from "../study/study.js";

const more = { watch: ["usage"] };

export const experiment: ExperimentDefinition = {
  id: "usage-over-time",
  title: "CPU and memory over time",
  question: "How much CPU and memory do an idle process, a working one and a pool use?",
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
