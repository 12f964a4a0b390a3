import { hashValue } from "../../workloads/hash-value.js";
import { loadWorkload, type WorkloadId } from "../../workloads/index.js";
import type { TaskInput } from "../../workloads/workload.js";
import { errorWords } from "../error-words.js";
import { throwLateRejections } from "../late-rejections.js";
import { type JobData, moduleOf } from "../queue/names.js";
import { isTooLarge, packed, unpacked } from "../queue/packing.js";
import { nowMs, runTask } from "../run-task.js";
import type { TaskRecord } from "../strategy.js";

throwLateRejections();
// A host that ends does not wait for a task: it has given the job back to the queue.
process.removeAllListeners("SIGTERM");
// Where the host is killed, nobody wants what this process does.
process.on("disconnect", () => process.exit());

/** BullMQ dates jobs by the clock of the day; both clocks are those of this machine. Taken before a task may put others there. */
const EPOCH_MS = performance.timeOrigin + performance.now() - nowMs();
const { SCALEBOOK_QUEUE_HOST: host = "", SCALEBOOK_QUEUE_SCRATCH: scratch = "" } = process.env;
const modules = JSON.parse(process.env.SCALEBOOK_QUEUE_MODULES ?? "{}") as Record<string, string>;

/** What a job gives back. Times on the clock of its host. */
export interface JobResult {
  /** Id of the host. */
  host: string;
  record: Omit<TaskRecord, "value">;
  /** What the clock of the day is ahead of that of tasks. */
  epochMs: number;
  /** The value that the task returned, packed; absent where it returned none, or one that is too large. */
  value?: string;
}

/** A job in a process of its own, which BullMQ starts and keeps. */
export default async function work(job: { data: JobData }): Promise<JobResult> {
  const common = { host, epochMs: EPOCH_MS };
  try {
    const module = moduleOf(job.data.workload);
    const workload = await loadWorkload((module === null ? job.data.workload : modules[module]) as WorkloadId);
    // Folders of the caller are on another machine.
    const input = { ...(unpacked(job.data.input) as TaskInput), scratch, prepared: scratch };
    const { value, ...record } = await runTask(workload, input);
    if (value === undefined) return { ...common, record };
    const text = packed(value);
    if (!isTooLarge(text)) return { ...common, record, value: text };
    return {
      ...common,
      record: { ...record, withheld: { hash: hashValue([record.index, value]), bytes: text.length } },
    };
  } catch (error) {
    throw error instanceof Error ? error : new Error(errorWords(error));
  }
}
