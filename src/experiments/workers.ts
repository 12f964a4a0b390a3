import { type ExperimentDefinition, matrix } from "../study/study.js";

export const experiment: ExperimentDefinition = {
  id: "workers",
  title: "More workers for the same 8 tasks",
  question: "How many workers should share 8 tasks, and which steps gain nothing?",
  charts: ["time-vs-workers", "speed-up", "total-time", "timeline"],
  matrix: [
    matrix({
      workload: ["random-loop"],
      strategy: ["sequential", "thread-pool", "process-pool"],
      workers: [1, 2, 4, 8],
      tasks: [8],
      n: [{ taskMs: 60 }],
    }),
  ],
};
