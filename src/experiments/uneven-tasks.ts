import { type ExperimentDefinition, matrix } from "../study/study.js";

export const experiment: ExperimentDefinition = {
  id: "uneven-tasks",
  title: "Tasks of different length",
  question:
    "Does it matter for uneven tasks whether a worker takes the next one, waits for the round, or has its share?",
  charts: ["schedules", "total-time"],
  matrix: [
    matrix({
      workload: ["random-loop"],
      strategy: ["sequential", "process-pool"],
      workers: [2],
      tasks: [12],
      n: [{ taskMs: 25 }],
      pool: ["warm"],
      scheduling: ["next-free", "rounds", "static-chunks"],
      more: { skew: ["one-long", "mixed"] },
    }),
  ],
};
