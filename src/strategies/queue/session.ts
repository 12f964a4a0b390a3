import { randomBytes } from "node:crypto";
import type { Queue, QueueEvents } from "bullmq";
import type { Redis } from "ioredis";
import type { Aligned, Session, SessionOptions, TaskOutcome, TaskRecord } from "../strategy.js";
import type { JobResult } from "../workers/queue-entry.js";
import { Allotment } from "./allotment.js";
import type { ClockOffset } from "./clock.js";
import { majorOf } from "./hosts.js";
import { JobRun, jobDates } from "./jobs.js";
import { GONE_MS, GOODBYE_MS, type JobData, moduleName, NO_REDIS_MS, PREFIX } from "./names.js";
import { connected, inTime, type QueueLibraries } from "./redis.js";

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

/** Tasks as jobs of a BullMQ queue, which hosts take, wherever they are. */
export function queueSession(options: SessionOptions, setup: QueueSetup): Session {
  const opening = openInTime(open(randomBytes(8).toString("hex"), options, setup));
  opening.catch(() => undefined);
  let run: JobRun | undefined;
  return {
    async run(inputs, arrived) {
      const { queue, events, allotment } = await opening;
      const jobs = { queue, events, fault: () => allotment.fault, placeOf: placesOf(allotment) };
      run = new JobRun(jobs, workloadOf(options), inputs, arrived);
      return run.run();
    },
    async align(outcomes, wallMs) {
      const opened = await opening;
      if (run === undefined) throw new Error("the queue has done nothing yet");
      return aligned(outcomes, wallMs, opened, run);
    },
    async close() {
      const opened = await opening.catch(() => null);
      if (opened !== null) await close(opened);
    },
  };
}

/** What jobs name: a built-in workload, or a module by its hash. */
function workloadOf({ workload, module }: SessionOptions): string {
  return module === undefined ? workload : moduleName(module);
}

/** Process ids of Linux are below this: with the number of its host in front a worker has an id among those of all hosts. */
const PROCESS_IDS = 2 ** 22;
const THREAD_IDS = 4096;

function placesOf({ hosts }: Allotment): (result: JobResult) => { worker: number; name: string } {
  return ({ host, record }) => {
    const number = [...hosts.keys()].indexOf(host) + 1;
    return { worker: number * PROCESS_IDS * THREAD_IDS + record.worker, name: hosts.get(host)?.name ?? host };
  };
}

/** Where the clocks are further apart than this share of the wall clock, they do not say when a task ran. */
const MOST_UNCERTAIN = 0.01;
const LONGEST_NOTE = 1_000;

/** The outcomes with their times on this machine's clock, and what there is to say of the hosts. */
async function aligned(
  outcomes: readonly TaskOutcome[],
  wallMs: number,
  { allotment, redis, queue }: Opened,
  { doers, counts }: JobRun,
): Promise<Aligned> {
  const offsets = await allotment.clocks();
  const asked = jobDates(redis, queue.name, [...doers.keys()]).catch(() => null);
  const dates = (await inTime(asked, allotment.isRedisAway ? 0 : NO_REDIS_MS)) ?? new Map();
  const used = new Set([...doers.values()].map(({ host }) => host));
  const known = [...used].flatMap((host) => offsets.get(host) ?? []);
  const uncertaintyMs = known.reduce<number | null>((most, one) => Math.max(most ?? 0, one.uncertaintyMs), null);
  const isKnown = known.length === used.size && (uncertaintyMs ?? 0) <= wallMs * MOST_UNCERTAIN;
  const onOurs = (outcome: TaskOutcome): TaskOutcome => {
    if (outcome.status === "failed") return outcome;
    const { record } = outcome;
    const { host = "", epochMs = 0 } = doers.get(record.index) ?? {};
    const moved = onClock(record, { offset: offsets.get(host), epochMs, ...dates.get(record.index) });
    return { ...outcome, record: moved };
  };
  return {
    outcomes: outcomes.map(onOurs),
    ...(isKnown ? {} : { clocks: "apart" as const }),
    figures: { hosts: used.size, ...counts, "clock-uncertainty-ms": uncertaintyMs },
    notes: {
      hosts: noted([...allotment.hosts].filter(([id]) => used.has(id)).map(([, { name }]) => name)),
      clocks: noted([...allotment.hosts].flatMap(([id, { name }]) => clockWords(name, offsets.get(id)))),
    },
  };
}

interface HostClock {
  offset: ClockOffset | undefined;
  epochMs: number;
  takenAt?: number | null;
  finishedAt?: number | null;
}

/** A record with its times on the clock of the caller; what cannot be is left out. */
function onClock(record: TaskRecord, { offset, epochMs, takenAt, finishedAt }: HostClock): TaskRecord {
  if (offset === undefined || record.queue === undefined) return record;
  const { offsetMs } = offset;
  const [startMs, endMs] = [record.startMs + offsetMs, record.endMs + offsetMs];
  const { addedMs } = record.queue;
  const at = (dated: number | null | undefined) => (typeof dated === "number" ? dated - epochMs + offsetMs : null);
  const [taken, finished] = [at(takenAt), at(finishedAt)];
  // Dates are of whole milliseconds: they may come out a little before or after what they cannot be.
  const takenMs = taken === null ? null : Math.min(startMs, Math.max(addedMs, taken));
  const finishedMs = finished === null ? null : Math.max(endMs, finished);
  return { ...record, startMs, endMs, queue: { ...record.queue, takenMs, finishedMs } };
}

function clockWords(name: string, offset: ClockOffset | undefined): string[] {
  if (offset === undefined) return [];
  return [`${name}: ${offset.offsetMs.toFixed(3)} ms off, known to within ${offset.uncertaintyMs.toFixed(3)} ms`];
}

function noted(words: readonly string[]): string {
  return words.join(", ").slice(0, LONGEST_NOTE);
}

/** Connections wait for a Redis that went away meanwhile; a trial does not begin then. */
async function openInTime(opening: Promise<Opened>): Promise<Opened> {
  const opened = await inTime(opening, NO_REDIS_MS);
  if (opened === null) throw new Error(`the queue was not open in ${NO_REDIS_MS / 1_000} s`);
  return opened;
}

async function open(trial: string, options: SessionOptions, { libraries, url, program }: QueueSetup): Promise<Opened> {
  const { bullmq } = libraries;
  const [redis, listener] = await Promise.all([connected(libraries, url), connected(libraries, url)]);
  const queue = new bullmq.Queue<JobData, JobResult>(trial, { connection: redis, prefix: PREFIX });
  // From the first event on: by default it hears what comes after its first question, which may be asked too late.
  const events = new bullmq.QueueEvents(trial, { connection: redis, prefix: PREFIX, lastEventId: "0" });
  // Of a connection that breaks they tell a listener or the terminal; we look whether Redis answers.
  queue.on("error", () => undefined);
  events.on("error", () => undefined);
  const { module, workers, env } = options;
  const wanted = { program, nodeMajor: majorOf(process.version), ...(module !== undefined && { module }) };
  const allotment = new Allotment(redis, listener, { trial, slots: workers, env, wanted });
  const opened = { redis, listener, queue, events, allotment };
  try {
    await Promise.all([events.waitUntilReady(), allotment.open()]);
  } catch (error) {
    await close(opened).catch(() => undefined);
    throw error;
  }
  return opened;
}

async function close({ redis, listener, queue, events, allotment }: Opened): Promise<void> {
  const cleared = allotment.close().then(() => queue.obliterate({ force: true }));
  // Where Redis is away, hosts end by themselves.
  await inTime(cleared, allotment.isRedisAway ? 0 : 2 * GONE_MS);
  await inTime(Promise.all([queue.close(), events.close()]), GOODBYE_MS);
  listener.disconnect();
  redis.disconnect();
}
