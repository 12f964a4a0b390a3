import type { ExperimentDefinition, Study } from "../study/study.js";
import { experiment as processVsPool } from "./process-vs-pool.js";
import { experiment as smallVsLargeN } from "./small-vs-large-n.js";
import { experiment as threadVsProcess } from "./thread-vs-process.js";
import { experiment as workers } from "./workers.js";

/** Every built-in experiment, in the order of the report. */
export const experiments: readonly ExperimentDefinition[] = [workers, processVsPool, threadVsProcess, smallVsLargeN];

/** The study that runs where none is named. */
export const defaultStudy: Study = { id: "lab", experiments: [...experiments] };
