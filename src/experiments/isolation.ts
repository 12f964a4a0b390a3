import { type ExperimentDefinition, matrix } from "../study/study.js";

const strategy = ["event-loop", "thread-per-task", "thread-pool", "process-per-task", "process-pool"];

export const experiment: ExperimentDefinition = {
  id: "isolation",
  title: "What tasks see of each other",
  question: "Are workers really separate: do they see each other's globals, and can they share memory?",
  charts: [],
  matrix: [
    matrix({ strategy, workload: ["globals"], workers: [2], tasks: [8], n: [10] }),
    matrix({
      strategy,
      workload: ["shared-counter"],
      workers: [2],
      tasks: [4],
      n: [10_000_000],
      more: { atomics: [false, true] },
    }),
  ],
};
