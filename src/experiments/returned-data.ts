import { type ExperimentDefinition, matrix } from "../study/study.js";

const MB = 1_000_000;
const levels = { workload: ["payload"], workers: [2], tasks: [4], n: [{ taskMs: 50 }], pool: ["warm" as const] };
const sequential = { ...levels, strategy: ["sequential"] };
const pools = { ...levels, strategy: ["thread-pool", "process-pool"] };
const threads = { ...levels, strategy: ["thread-pool"] };

/** Pools are warm, as the question is the way back and not the start. Bytes as JSON take 0.3 s a megabyte. */
export const experiment: ExperimentDefinition = {
  id: "returned-data",
  title: "Tasks that return much data",
  question: "How much data can tasks return before workers stop paying off, and what does returning it cost?",
  charts: ["time-vs-bytes", "transfer-time", "costs"],
  matrix: [
    matrix({ ...sequential, more: { form: ["bytes"], bytes: [0, MB, 16 * MB, 64 * MB] } }),
    matrix({ ...sequential, more: { form: ["objects"], bytes: [MB, 8 * MB] } }),
    matrix({ ...pools, more: { form: ["bytes"], transfer: ["clone"], bytes: [0, MB, 16 * MB, 64 * MB] } }),
    // Beside the warm pool it shows what the start costs.
    matrix({ ...pools, pool: ["fresh"], more: { form: ["bytes"], transfer: ["clone"], bytes: [0] } }),
    matrix({ ...pools, more: { form: ["bytes"], transfer: ["json"], bytes: [MB] } }),
    matrix({ ...threads, more: { form: ["bytes"], transfer: ["transfer", "share"], bytes: [16 * MB, 64 * MB] } }),
    matrix({ ...pools, more: { form: ["objects"], transfer: ["clone", "json"], bytes: [MB, 8 * MB] } }),
  ],
};
