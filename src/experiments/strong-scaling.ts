import { type ExperimentDefinition, matrix } from "../study/study.js";

export const experiment: ExperimentDefinition = {
  id: "strong-scaling",
  title: "20 tasks in rounds",
  question: "How many workers are best for 20 tasks, and what do more of them cost?",
  charts: ["time-vs-workers", "speed-up", "timeline"],
  matrix: [
    matrix({
      workload: ["random-loop"],
      strategy: ["sequential", "process-pool"],
      workers: [1, 2, 3, 4, 5, 7, 10, 20],
      tasks: [20],
      n: [{ taskMs: 25 }],
      scheduling: ["rounds"],
    }),
  ],
};
