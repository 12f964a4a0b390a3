import { loadWorkload, type WorkloadId } from "../../workloads/index.js";
import type { TaskInput } from "../../workloads/workload.js";
import { errorWords } from "../error-words.js";
import { throwLateRejections } from "../late-rejections.js";
import type { JobData } from "../queue/names.js";
import { isTooLarge, packed, unpacked } from "../queue/packing.js";
import { nowMs, runTask } from "../run-task.js";
import type { TaskRecord } from "../strategy.js";

throwLateRejections();

/** What a job gives back. Times on the clock of its host. */
export interface JobResult {
  /** Id of the host. */
  host: string;
  record: Omit<TaskRecord, "value">;
  /** Time at which the host took the job. */
  takenMs: number;
  /** The value that the task returned, packed; absent where it returned none. */
  value?: string;
  /** Bytes of a value that is too large to be handed over. */
  tooLarge?: number;
}

/** A job in a process of its own, which BullMQ starts and keeps. */
export default async function work(job: { name: string; data: JobData; processedOn?: number }): Promise<JobResult> {
  const host = process.env.SCALEBOOK_QUEUE_HOST ?? "";
  const takenMs = nowMs() - Math.max(0, Date.now() - (job.processedOn ?? Date.now()));
  try {
    const workload = await loadWorkload(job.data.workload as WorkloadId);
    const { value, ...record } = await runTask(workload, unpacked(job.data.input) as TaskInput);
    if (value === undefined) return { host, record, takenMs };
    const text = packed(value);
    return isTooLarge(text) ? { host, record, takenMs, tooLarge: text.length } : { host, record, takenMs, value: text };
  } catch (error) {
    throw error instanceof Error ? error : new Error(errorWords(error));
  }
}
