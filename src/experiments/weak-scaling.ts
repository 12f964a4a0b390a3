import { type ExperimentDefinition, matrix } from "../study/study.js";

export const experiment: ExperimentDefinition = {
  id: "weak-scaling",
  title: "One more task with every worker",
  question: "How many workers can run a task each without slowing down, and how many leave timings reliable?",
  charts: ["weak-scaling", "task-distribution"],
  matrix: [
    matrix({
      workload: ["random-loop"],
      strategy: ["process-pool"],
      workers: [1, 2, 3, 4, 6, 8],
      tasks: ["per-worker"],
      n: [{ taskMs: 100 }],
      // Start-up grows with the workers and would hide what the tasks do to each other.
      pool: ["warm"],
    }),
  ],
};
