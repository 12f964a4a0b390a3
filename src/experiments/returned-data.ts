import { type ExperimentDefinition, matrix } from "../study/study.js";

const MB = 1_000_000;
const levels = { workload: ["payload"], workers: [2], tasks: [4], n: [{ taskMs: 50 }], pool: ["warm" as const] };
const sequential = { ...levels, strategy: ["sequential"] };
const pools = { ...levels, strategy: ["thread-pool", "process-pool"] };
const threads = { ...levels, strategy: ["thread-pool"] };

/** Pools are warm, as the question is the way back and not the start. Bytes as JSON take 0.3 s a megabyte. */
export const experiment: ExperimentDefinition = {
  id: "returned-data",
  title: "Tasks that hand back much",
  question: "Up to which size of returned data does parallel still win, and what does the way back cost?",
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
