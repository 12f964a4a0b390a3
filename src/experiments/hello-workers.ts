import { type ExperimentDefinition, matrix } from "../study/study.js";

export const experiment: ExperimentDefinition = {
  id: "hello-workers",
  title: "Workers that say who they are",
  question: "Who does the work: which process and which thread does each of four tasks run in?",
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
