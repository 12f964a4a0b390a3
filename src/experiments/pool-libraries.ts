import { type ExperimentDefinition, matrix } from "../study/study.js";

/** thread-pool and process-pool use tinypool. */
const levels = {
  workload: ["random-loop"],
  strategy: ["sequential", "thread-pool", "process-pool", "piscina", "workerpool-threads", "workerpool-processes"],
  workers: [2],
  pool: ["warm"] as "warm"[],
};

export const experiment: ExperimentDefinition = {
  id: "pool-libraries",
  title: "Pool libraries side by side",
  question: "How fast does each pool library hand out a task, and how does it cope with uneven ones?",
  charts: ["time-per-task", "total-time", "schedules"],
  matrix: [
    matrix({ ...levels, tasks: [400], n: [1_000] }),
    matrix({ ...levels, tasks: [12], n: [{ taskMs: 20 }], more: { skew: ["one-long"] } }),
  ],
};
