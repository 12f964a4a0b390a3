import { type ExperimentDefinition, matrix } from "../study/study.js";

export const experiment: ExperimentDefinition = {
  id: "thread-vs-process",
  title: "The event loop, threads, or processes",
  question: "Which kind of worker speeds up computing: the event loop, threads or processes?",
  charts: ["time-vs-workers", "cpu-time", "timeline"],
  matrix: [
    matrix({
      workload: ["list-append"],
      strategy: ["sequential", "event-loop", "thread-per-task", "process-per-task"],
      workers: [1, 2, 4],
      tasks: [4],
      n: [{ taskMs: 60 }],
    }),
  ],
};
