import { type ExperimentDefinition, matrix } from "../study/study.js";

export const experiment: ExperimentDefinition = {
  id: "reuse",
  title: "A new pool every time, or one that is kept",
  question: "What does starting a pool cost, and after how many tasks has it paid off?",
  charts: ["time-vs-tasks", "total-time"],
  matrix: [
    matrix({
      workload: ["random-loop"],
      strategy: ["sequential", "thread-pool", "process-pool"],
      workers: [4],
      tasks: [1, 8, 64],
      n: [{ taskMs: 8 }],
      pool: ["fresh", "warm"],
    }),
  ],
};
