import type { Queue, QueueEvents } from "bullmq";
import type { Redis } from "ioredis";
import type { TaskInput } from "../../workloads/workload.js";
import { nowMs } from "../run-task.js";
import { type Arrived, failedOutcome, type TaskOutcome } from "../strategy.js";
import type { JobResult } from "../workers/queue-entry.js";
import { type JobData, MOST_JOB_BYTES, PREFIX } from "./names.js";
import { isTooLarge, packed, unpacked } from "./packing.js";

/** Where nothing arrives for so long, it is looked for what became of the jobs: Redis may have been started anew without them. */
const LOOK_MS = 2_000;

/** Where jobs go, and where their results come from. */
export interface JobQueue {
  queue: Queue<JobData, JobResult>;
  events: QueueEvents;
  /** Why no host will do them; `null` where some will. */
  fault(): string | null;
  /** The id of a worker among those of all hosts, and the name of its host. */
  placeOf(result: JobResult): { worker: number; name: string };
}

/** What became of the jobs of a trial, besides their results. */
export interface JobCounts {
  /** Times that a host took a job; more than there are jobs where some were tried again. */
  tries: number;
  /** Jobs that were taken from a host that did not answer. */
  stalls: number;
}

/** The host that gave the result of a task, and what its clock of the day is ahead of its clock of tasks. */
interface Doer {
  host: string;
  epochMs: number;
}

type Job = { name: string; data: JobData; opts: { jobId: string } };

/**
 * All tasks as jobs. The id of a job is that of its task: adding one again changes nothing, and a result counts once, however often
 * its job was tried.
 */
export class JobRun {
  readonly counts: JobCounts = { tries: 0, stalls: 0 };
  /** Who did which task, by its number. */
  readonly doers = new Map<number, Doer>();
  #addedMs = 0;
  readonly #queue: JobQueue;
  readonly #jobs: ReadonlyMap<number, Job>;
  readonly #outcomes = new Map<number, TaskOutcome>();
  readonly #arrived: Arrived | undefined;
  #heardMs = nowMs();
  #isLooking = false;
  #end: (error?: unknown) => void = () => undefined;

  constructor(queue: JobQueue, workload: string, inputs: readonly TaskInput[], arrived?: Arrived) {
    this.#queue = queue;
    this.#jobs = new Map(inputs.map((input) => [input.index, jobOf(workload, input)]));
    this.#arrived = arrived;
  }

  /** The outcomes, in the order of the inputs. */
  async run(): Promise<TaskOutcome[]> {
    const { events, queue } = this.#queue;
    const ended = new Promise<void>((resolve, reject) => {
      this.#end = (error) => (error === undefined ? resolve() : reject(error));
    });
    events.on("completed", ({ jobId, returnvalue }) => this.#completed(jobId, returnvalue as unknown as JobResult));
    events.on("failed", ({ jobId, failedReason }) => this.#failed(jobId, failedReason));
    events.on("active", () => {
      this.counts.tries += 1;
    });
    events.on("stalled", () => {
      this.counts.stalls += 1;
    });
    const look = setInterval(() => this.#look(), LOOK_MS / 4);
    this.#addedMs = nowMs();
    try {
      // It waits for a Redis that is away, and we do not wait for it.
      queue.addBulk([...this.#jobs.values()]).catch((error) => this.#end(error));
      await ended;
    } finally {
      clearInterval(look);
      events.removeAllListeners();
    }
    return [...this.#jobs.keys()].map((index) => this.#outcomes.get(index) as TaskOutcome);
  }

  #completed(id: string, result: JobResult): void {
    const index = indexOf(id);
    const { value, host, epochMs } = result;
    if (!this.#outcomes.has(index)) this.doers.set(index, { host, epochMs });
    const { worker, name } = this.#queue.placeOf(result);
    const queue = { host: name, addedMs: this.#addedMs, takenMs: null, finishedMs: null };
    const record = { ...result.record, worker, queue };
    this.#hear({ status: "ok", record: value === undefined ? record : { ...record, value: unpacked(value) } });
  }

  #failed(id: string, reason: string): void {
    this.#hear(failedOutcome(indexOf(id), new Error(reason)));
  }

  #hear(outcome: TaskOutcome): void {
    this.#heardMs = nowMs();
    const index = outcome.status === "ok" ? outcome.record.index : outcome.index;
    if (this.#outcomes.has(index)) return;
    this.#outcomes.set(index, outcome);
    this.#arrived?.(outcome);
    if (this.#outcomes.size === this.#jobs.size) this.#end();
  }

  /** Ends jobs that no host will do, and looks for the others where nothing was heard of any for long. */
  #look(): void {
    const why = this.#queue.fault();
    if (why !== null) for (const { opts } of this.#missing()) this.#failed(opts.jobId, why);
    else if (!this.#isLooking && nowMs() - this.#heardMs > LOOK_MS) {
      this.#isLooking = true;
      this.#lookForLost()
        .catch(this.#end)
        .finally(() => {
          this.#isLooking = false;
          this.#heardMs = nowMs();
        });
    }
  }

  /** They may be lost with the memory of Redis, or their results with a connection. */
  async #lookForLost(): Promise<void> {
    const { queue } = this.#queue;
    const { waiting = 0, active = 0 } = await queue.getJobCounts("waiting", "active");
    const missing = this.#missing();
    if (waiting + active === missing.length) return;
    const lost: Job[] = [];
    for (const job of missing) {
      const { jobId } = job.opts;
      const there = await queue.getJob(jobId);
      if (there === undefined) lost.push(job);
      else if (there.finishedOn === undefined) continue;
      else if (there.failedReason) this.#failed(jobId, there.failedReason);
      else this.#completed(jobId, there.returnvalue);
    }
    if (lost.length > 0) await queue.addBulk(lost);
  }

  #missing(): Job[] {
    return [...this.#jobs].flatMap(([index, job]) => (this.#outcomes.has(index) ? [] : [job]));
  }
}

/** When jobs were taken and done by the clock of the day of their hosts; `null` where Redis does not have it any more. */
export async function jobDates(
  redis: Redis,
  trial: string,
  indices: readonly number[],
): Promise<Map<number, { takenAt: number | null; finishedAt: number | null }>> {
  const pipeline = redis.pipeline();
  for (const index of indices) pipeline.hmget(`${PREFIX}:${trial}:${idOf(index)}`, "processedOn", "finishedOn");
  const answers = (await pipeline.exec()) ?? [];
  return new Map(
    indices.map((index, place) => {
      const [taken, finished] = (answers[place]?.[1] ?? []) as (string | null)[];
      // Whole milliseconds, cut off: the middle is right on average.
      const at = (text: string | null | undefined) => (text ? Number(text) + 0.5 : null);
      return [index, { takenAt: at(taken), finishedAt: at(finished) }];
    }),
  );
}

function jobOf(workload: string, input: TaskInput): Job {
  const data = { workload, input: packed(input) };
  if (isTooLarge(data.input)) {
    throw new Error(
      `the input of task ${input.index} has ${data.input.length} bytes, and ${MOST_JOB_BYTES} go through Redis`,
    );
  }
  return { name: "task", data, opts: { jobId: idOf(input.index) } };
}

/** BullMQ takes no number for an id. */
function idOf(index: number): string {
  return `task-${index}`;
}

function indexOf(id: string): number {
  return Number(id.slice("task-".length));
}
