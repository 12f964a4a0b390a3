import { type ExperimentDefinition, matrix } from "../study/study.js";

export const experiment: ExperimentDefinition = {
  id: "small-vs-large-n",
  title: "Small N against large N",
  question: "From which size on does a pool of 2 workers beat one process?",
  charts: ["time-vs-n"],
  matrix: [
    matrix({
      workload: ["random-sum"],
      strategy: ["sequential", "thread-pool"],
      workers: [2],
      n: [1e4, 1e6, 1e7],
    }),
  ],
};
