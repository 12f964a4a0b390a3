import { randomBytes } from "node:crypto";
import type { Queue, QueueEvents } from "bullmq";
import type { Redis } from "ioredis";
import type { Aligned, Session, SessionOptions, TaskOutcome } from "../strategy.js";
import type { JobResult } from "../workers/queue-entry.js";
import { Allotment } from "./allotment.js";
import { type JobCounts, JobRun } from "./jobs.js";
import { type JobData, PREFIX } from "./names.js";
import { connected, type QueueLibraries } from "./redis.js";

interface Opened {
  redis: Redis;
  listener: Redis;
  queue: Queue<JobData, JobResult>;
  events: QueueEvents;
  allotment: Allotment;
}

/** What a session needs besides the options of every strategy. */
export interface QueueSetup {
  libraries: QueueLibraries;
  url: string;
  /** Hash of the program, which hosts must have as well. */
  program: string;
}

/**
 * Tasks as jobs of a BullMQ queue, which hosts take, wherever they are. The id of a job is that of its task, so that adding one
 * again changes nothing; a result counts once, however often its job was tried.
 */
export function queueSession(options: SessionOptions, setup: QueueSetup): Session {
  const opening = open(randomBytes(8).toString("hex"), options, setup);
  opening.catch(() => undefined);
  let run: JobRun | undefined;
  return {
    async run(inputs, arrived) {
      const { queue, events, allotment } = await opening;
      const jobs = { queue, events, fault: () => allotment.fault, placeOf: placesOf(allotment) };
      run = new JobRun(jobs, options.workload, inputs, arrived);
      return run.run();
    },
    async align(outcomes) {
      const { allotment } = await opening;
      return aligned(outcomes, allotment, run?.counts);
    },
    async close() {
      const opened = await opening.catch(() => null);
      if (opened !== null) await close(opened);
    },
  };
}

/** Process ids of Linux are below this: with the number of its host in front a worker has an id among those of all hosts. */
const PROCESS_IDS = 2 ** 22;
const THREAD_IDS = 4096;

function placesOf({ hosts }: Allotment): (result: JobResult) => { worker: number; host: string } {
  return ({ host, record }) => {
    const number = [...hosts.keys()].indexOf(host) + 1;
    return { worker: number * PROCESS_IDS * THREAD_IDS + record.worker, host: hosts.get(host)?.name ?? host };
  };
}

/** The outcomes with their times on this machine's clock, and what there is to say of the hosts. */
async function aligned(
  outcomes: readonly TaskOutcome[],
  allotment: Allotment,
  counts: JobCounts | undefined,
): Promise<Aligned> {
  const offsets = await allotment.clocks();
  const byName = new Map([...allotment.hosts].map(([id, { name }]) => [name, offsets.get(id)]));
  const onOurs = (outcome: TaskOutcome): TaskOutcome => {
    if (outcome.status === "failed") return outcome;
    const { record } = outcome;
    const offsetMs = byName.get(record.host ?? "")?.offsetMs ?? 0;
    return { ...outcome, record: { ...record, startMs: record.startMs + offsetMs, endMs: record.endMs + offsetMs } };
  };
  const uncertainties = [...offsets.values()].map(({ uncertaintyMs }) => uncertaintyMs);
  return {
    outcomes: outcomes.map(onOurs),
    figures: {
      hosts: allotment.hosts.size,
      tries: counts?.tries ?? null,
      stalls: counts?.stalls ?? null,
      "clock-uncertainty-ms": uncertainties.length === 0 ? null : Math.max(...uncertainties),
    },
    notes: {
      hosts: [...allotment.hosts.values()]
        .map(({ name, slots }) => `${name} (${slots})`)
        .join(", ")
        .slice(0, 200),
    },
  };
}

async function open(trial: string, options: SessionOptions, { libraries, url, program }: QueueSetup): Promise<Opened> {
  const { bullmq } = libraries;
  const [redis, listener] = await Promise.all([connected(libraries, url), connected(libraries, url)]);
  const queue = new bullmq.Queue<JobData, JobResult>(trial, { connection: redis, prefix: PREFIX });
  const events = new bullmq.QueueEvents(trial, { connection: redis, prefix: PREFIX });
  const { workload, workers, env } = options;
  const wanted = { program, nodeMajor: process.versions.node.split(".")[0] ?? "" };
  const allotment = new Allotment(redis, listener, { trial, workload, slots: workers, env, wanted });
  await Promise.all([events.waitUntilReady(), allotment.open()]);
  return { redis, listener, queue, events, allotment };
}

async function close({ redis, listener, queue, events, allotment }: Opened): Promise<void> {
  await allotment.close();
  await queue.obliterate({ force: true });
  await Promise.all([queue.close(), events.close()]);
  listener.disconnect();
  redis.disconnect();
}
