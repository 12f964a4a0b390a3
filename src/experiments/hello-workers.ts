import { type ExperimentDefinition, matrix } from "../study/study.js";

export const experiment: ExperimentDefinition = {
  id: "hello-workers",
  title: "Workers that say who they are",
  question: "Which process and which thread runs each of four tasks?",
  charts: [],
  matrix: [
    matrix({
      workload: ["hello"],
      strategy: ["sequential", "thread-per-task", "process-per-task"],
      workers: [4],
      tasks: [4],
      n: [1],
    }),
  ],
};
