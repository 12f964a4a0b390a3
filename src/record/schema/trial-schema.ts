import { z } from "zod";
import { list } from "../limits/list.js";
import { bytes, count, figure, MAX_BYTES, maybeBytes, milliseconds, slug, text } from "./schema-fields.js";

/** One entry a task, by its number. */
function perTask<Entry extends z.ZodType>(entry: Entry, about = "Of the task of this number.") {
  return list(entry.describe(about));
}

/** One entry a sample; null where the platform does not give it. */
function samples<Entry extends z.ZodType>(entry: Entry, about = "One sample; null: not given.") {
  return list(entry.describe(about)).max(10_000);
}

/** Columns of equal length. Times count from the start of the trial. */
const timeline = z.strictObject({
  worker: perTask(count).describe("Number of the worker that ran each task."),
  startMs: perTask(milliseconds).describe("When each task started."),
  endMs: perTask(milliseconds).describe("When each task ended."),
  cpuMs: perTask(milliseconds.nullable()).describe("CPU time of each task."),
  queueMs: perTask(milliseconds.nullable()).describe("Time that each task was ready to run and waited for a core."),
  waitBeforeMs: perTask(milliseconds.nullable(), "Before the task of this number.")
    .optional()
    .describe(
      "Time that the worker was ready to run and waited for a core since its task before, or since it came to be.",
    ),
  host: perTask(text).optional().describe("Machine of each task, where others than that of the run did them."),
  addedMs: perTask(milliseconds).optional().describe("When each task was put into the queue."),
  takenMs: perTask(milliseconds.nullable()).optional().describe("When a machine took each task from the queue."),
  finishedMs: perTask(milliseconds.nullable()).optional().describe("When the queue had the result of each task."),
});

const workerTime = z.strictObject({
  startUpMs: milliseconds.describe(
    "Before each worker's first task, and between tasks where each has a worker of its own; less waiting for a core.",
  ),
  dispatchMs: milliseconds.describe(
    "Between a task and the next one on the same worker, and from the last task's end to its result; less waiting for a core.",
  ),
  queuedMs: milliseconds.optional().describe("Of a queue: no task on the worker, while one was in the queue."),
  transferMs: milliseconds
    .optional()
    .describe("Of a queue: from a task's end until its result was handed over, of the last one until it arrived."),
  idleMs: milliseconds.describe("After each worker's last task, and in rounds while others were still busy."),
  waitMs: milliseconds
    .nullable()
    .describe("Outside tasks: ready to run and waiting for a core; null: not told, and part of the others."),
  taskWaitMs: milliseconds.nullable().describe("Within tasks: ready to run and waiting for a core."),
  mostBusyMs: milliseconds.describe("Time in tasks of the worker that spent most in them."),
});

const usage = z.strictObject({
  atMs: samples(milliseconds, "Time of a sample.").describe("When, from the start of the host."),
  cpuPercent: samples(z.number().min(0).max(1e6).nullable()).describe(
    "CPU since the sample before, in percent of one core.",
  ),
  pssBytes: samples(bytes.nullable()).describe("Proportional set size of the tree."),
});

const ownFigure = z.number().min(-1e15).max(1e15).nullable();

export const trial = z
  .strictObject({
    block: count.describe("Number of the block, from 0; for imports without blocks, of the repeat."),
    position: count.optional().describe("Place in the shuffled order of the block, from 0."),
    status: z.enum(["ok", "failed", "timeout"]).describe("How it ended."),
    reason: slug
      .optional()
      .describe("Why it is not ok: task-error, out-of-memory, killed, exit, timeout, wrong-result and others."),
    detail: text.optional().describe("What the failed trial said, in a line."),
    trace: list(text.describe("A line."))
      .max(20)
      .optional()
      .describe(
        "Further lines that the failed trial said: the stack within its own files, or what stood around the error.",
      ),
    wallMs: milliseconds
      .nullable()
      .describe(
        "From the first start-up to the last result; null where the trial did not finish. 0 is below the clock's step.",
      ),
    startUpMs: figure.describe("From the first start-up to the start of the first task."),
    workMs: figure.describe("From the start of the first task to the last result."),
    tearDownMs: figure.describe("From the last result until every worker was gone."),
    hostMs: figure.describe("The whole process around the trial, seen from outside."),
    userMs: figure.describe("User CPU time of the process tree."),
    sysMs: figure.describe("System CPU time of the process tree."),
    peakPssBytes: maybeBytes.describe("Largest sample of the proportional set size of the process tree."),
    peakRssBytes: maybeBytes.describe(
      "Largest resident set of the host process alone; of an imported command, of its largest process.",
    ),
    taskCpuMs: figure.describe("CPU time of the threads that ran tasks, added up over tasks."),
    queueWaitMs: figure.describe("Time that tasks were ready to run and waited for a core, added up over tasks."),
    checksum: z
      .number()
      .min(-MAX_BYTES)
      .max(MAX_BYTES)
      .optional()
      .describe("Sum of the tasks' checksums: equal for every strategy on the same size and seed."),
    workersUsed: count.optional().describe("How many different workers ran tasks."),
    taskMs: perTask(milliseconds, "Wall time of the task of this number.")
      .max(1e6)
      .optional()
      .describe("Wall time of every task."),
    workerTime: workerTime
      .optional()
      .describe(
        "Where the workers' time went, added up over workers: with the tasks' times, workers times wall clock. Absent where tasks overlap on a worker.",
      ),
    timeline: timeline
      .optional()
      .describe("Every task on one clock that starts with the trial; kept for the trial of median time of each cell."),
    lostTasks: list(count.describe("Number of a task.")).max(100_000).optional().describe("Tasks that gave no result."),
    usage: usage.optional().describe("CPU and memory of the process tree over time, sampled from outside."),
    figures: z
      .record(slug, ownFigure.describe("One figure; null: not given."))
      .optional()
      .describe("Figures of the experiment's own, by name."),
    notes: z.record(slug, text.describe("One note.")).optional().describe("What was seen, in words, by name."),
    disturbed: z
      .array(
        z.enum(["suspended", "clock-set", "cores", "quota"]).describe("One of conditions.disturbances, by its kind."),
      )
      .max(4)
      .optional()
      .describe("What happened to the machine since the trial before; absent: nothing that was seen."),
    cpus: text.optional().describe("Processors that it was bound to, as Linux lists them: 0-1,4; absent: to none."),
  })
  .describe("One execution.");

export type Trial = z.infer<typeof trial>;
export type Timeline = z.infer<typeof timeline>;
export type WorkerTime = z.infer<typeof workerTime>;
