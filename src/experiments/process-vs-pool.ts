import { type ExperimentDefinition, matrix } from "../study/study.js";

const strategy = ["sequential", "process-per-task", "process-pool"];
const levels = { strategy, workers: [2], tasks: [8], launch: ["bounded" as const] };

export const experiment: ExperimentDefinition = {
  id: "process-vs-pool",
  title: "A process for every task, or a pool",
  question: "Is it better to start a process for every task or to keep a pool, for computing and for writing files?",
  charts: ["total-time", "memory", "timeline"],
  matrix: [
    matrix({ ...levels, workload: ["random-loop"], n: [{ taskMs: 20 }] }),
    matrix({ ...levels, workload: ["file-write"], n: [65_536] }),
  ],
};
