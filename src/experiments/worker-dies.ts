import { type ExperimentDefinition, matrix } from "../study/study.js";
import { everyStrategy } from "./every-strategy.js";

const levels = { workload: ["fault"], workers: [2], tasks: [8], n: [{ taskMs: 5 }] };
const threadPools = ["thread-pool", "piscina", "workerpool-threads"];

export const experiment: ExperimentDefinition = {
  id: "worker-dies",
  title: "A worker dies",
  question:
    "When one task throws, exits, fills the heap or is killed: which tasks are lost, and what does the caller see?",
  charts: [],
  matrix: [
    matrix({ ...levels, strategy: everyStrategy, more: { fault: ["throw", "late-throw", "exit", "kill"] } }),
    // A small heap is soon full.
    matrix({ ...levels, strategy: everyStrategy, more: { fault: ["heap"], heap: [64] } }),
    // Pools of threads forbid their tasks to exit; without that guard the caller of one of them waits for ever.
    matrix({ ...levels, strategy: threadPools, more: { fault: ["exit"], guard: [false] } }),
    // A pool that does not replace its only worker leaves the tasks behind it waiting.
    matrix({ ...levels, strategy: ["process-pool", "workerpool-processes"], workers: [1], more: { fault: ["kill"] } }),
  ],
};
