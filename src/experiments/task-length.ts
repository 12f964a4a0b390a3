import { type ExperimentDefinition, matrix } from "../study/study.js";

export const experiment: ExperimentDefinition = {
  id: "task-length",
  title: "Tasks from microseconds to a second",
  question: "How long must a task be for workers to pay off, and what do start-up, dispatch and work cost?",
  charts: ["time-vs-n", "costs"],
  matrix: [
    matrix({
      workload: ["random-loop"],
      strategy: ["sequential", "thread-pool", "process-pool", "process-per-task"],
      workers: [2],
      tasks: [4],
      n: [1e3, 1e4, 1e5, 1e6, 1e7, 1e8],
    }),
    // Tasks of a second: two strategies are enough.
    matrix({
      workload: ["random-loop"],
      strategy: ["sequential", "process-pool"],
      workers: [2],
      tasks: [4],
      n: [1e9],
    }),
  ],
};
