import type { ExperimentDefinition, Study } from "../study/study.js";
import { experiment as growingBatch } from "./growing-batch.js";
import { experiment as helloWorkers } from "./hello-workers.js";
import { experiment as isolation } from "./isolation.js";
import { experiment as matrixAndSort } from "./matrix-and-sort.js";
import { experiment as memoryLimit } from "./memory-limit.js";
import { experiment as memoryOfProcesses } from "./memory-of-processes.js";
import { experiment as poolLibraries } from "./pool-libraries.js";
import { experiment as processVsPool } from "./process-vs-pool.js";
import { experiment as queueTaskLength } from "./queue-task-length.js";
import { experiment as realWork } from "./real-work.js";
import { experiment as responsiveness } from "./responsiveness.js";
import { experiment as returnedData } from "./returned-data.js";
import { experiment as reuse } from "./reuse.js";
import { experiment as smallVsLargeN } from "./small-vs-large-n.js";
import { experiment as strongScaling } from "./strong-scaling.js";
import { experiment as taskLength } from "./task-length.js";
import { experiment as threadVsProcess } from "./thread-vs-process.js";
import { experiment as unevenTasks } from "./uneven-tasks.js";
import { experiment as usageOverTime } from "./usage-over-time.js";
import { experiment as weakScaling } from "./weak-scaling.js";
import { experiment as workerDies } from "./worker-dies.js";
import { experiment as workers } from "./workers.js";

/** Every built-in experiment, in the order of the report. */
export const allExperiments: readonly ExperimentDefinition[] = [
  workers,
  helloWorkers,
  growingBatch,
  weakScaling,
  strongScaling,
  taskLength,
  returnedData,
  smallVsLargeN,
  memoryLimit,
  usageOverTime,
  threadVsProcess,
  processVsPool,
  memoryOfProcesses,
  reuse,
  unevenTasks,
  poolLibraries,
  workerDies,
  isolation,
  responsiveness,
  realWork,
  matrixAndSort,
  queueTaskLength,
];

/** The study of `run` without a name: small enough for ten repeats in 90 s on two cores. Threads or processes is told by `workers`. */
export const defaultStudy: Study = { id: "lab", experiments: [workers, processVsPool, smallVsLargeN] };

/** The study of `run --all` without a Redis, and of experiments that the default study does not have. */
export const wholeStudy: Study = {
  id: "lab-all",
  experiments: allExperiments.filter((one) => one !== queueTaskLength),
};
