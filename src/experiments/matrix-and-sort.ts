import { type ExperimentDefinition, matrix } from "../study/study.js";

const levels = { strategy: ["sequential", "thread-pool", "process-pool"], workers: [2, 4], tasks: [8] };

export const experiment: ExperimentDefinition = {
  id: "matrix-and-sort",
  title: "Matrix products and sorting",
  question: "Do matrix products and sorting gain from workers as simple loops do?",
  charts: ["total-time"],
  matrix: [
    matrix({ ...levels, workload: ["matrix"], n: [250] }),
    matrix({ ...levels, workload: ["sort"], n: [100_000] }),
  ],
};
