import { type ExperimentDefinition, matrix } from "../study/study.js";

/** Needs a Redis and machines that work for it. */
export const experiment: ExperimentDefinition = {
  id: "queue-task-length",
  title: "Tasks through a queue on a network",
  question: "From what task length do workers pay, here and over a network?",
  charts: ["time-vs-n", "crossover", "timeline", "costs"],
  matrix: [
    matrix({
      workload: ["random-loop"],
      strategy: ["sequential", "process-pool", "queue"],
      workers: [2],
      tasks: [8],
      n: [1e5, 1e6, 1e7, 3e7, 1e8],
    }),
  ],
};
