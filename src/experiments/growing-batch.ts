import { type ExperimentDefinition, matrix } from "../study/study.js";

export const experiment: ExperimentDefinition = {
  id: "growing-batch",
  title: "A batch that grows from 1 to 8 tasks",
  question: "When does one more task take more time, and which numbers of workers gain nothing?",
  charts: ["time-vs-tasks", "batch-totals"],
  matrix: [
    matrix({
      workload: ["random-loop"],
      strategy: ["process-pool"],
      workers: [1, 2, 4, 6, 8],
      tasks: [1, 2, 3, 4, 5, 6, 7, 8],
      n: [{ taskMs: 25 }],
    }),
  ],
};
