import { type ExperimentDefinition, matrix } from "../study/study.js";

export const experiment: ExperimentDefinition = {
  id: "uneven-tasks",
  title: "Tasks of different lengths",
  question: "How should uneven tasks be handed out: to whoever is free, in rounds, or in fixed shares?",
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
