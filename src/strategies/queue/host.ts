import { randomBytes } from "node:crypto";
import { mkdtempSync } from "node:fs";
import { rm } from "node:fs/promises";
import { hostname } from "node:os";
import { join } from "node:path";
import type { Job, Worker } from "bullmq";
import type { Redis } from "ioredis";
import { packagePaths } from "../../package-paths.js";
import { nowMs } from "../run-task.js";
import {
  ALIVE_MS,
  GONE_MS,
  GOODBYE_MS,
  HOSTS_CHANNEL,
  hostKey,
  LOCK_MS,
  MOST_STALLS,
  PREFIX,
  type QueueHost,
  STALL_CHECK_MS,
  said,
  type ToHosts,
  type ToTrial,
  trialChannel,
  trialKey,
} from "./names.js";
import { answered, connected, inTime, type QueueLibraries, shownUrl } from "./redis.js";

/** How soon a command that failed with the connection is tried again. */
const RETRY_MS = 500;

/** A trial that this host works for. */
interface OpenTrial {
  worker: Worker;
  /** Of its own: once it is cut, nothing of the trial is written any more. */
  connection: Redis;
  /** Jobs in work. */
  active: Set<Job>;
  /** Folder for files of its tasks. */
  scratch: string;
  slots: number;
  /** Time at which the trial was last there. */
  seenMs: number;
}

/** What a host offers. */
export interface HostOffer extends Pick<QueueHost, "slots" | "version" | "program"> {
  url: string;
  /** URLs of modules by the hash of their files. */
  modules: ReadonlyMap<string, string>;
  /** Variables of the processes that jobs run in, by which they are found should this one be killed. */
  mark: Record<string, string>;
  /** Folder for files, which goes with this process. */
  folder: string;
  /** Ends processes that have the mark. */
  endMarked(): void;
  onEvent(text: string): void;
}

/** A machine that works for trials wherever they are: it dials Redis, and nothing dials it. */
export class HostLoop {
  readonly #offer: HostOffer;
  readonly #libraries: QueueLibraries;
  readonly #redis: Redis;
  readonly #listener: Redis;
  readonly #id = randomBytes(6).toString("hex");
  readonly #name = process.env.SLURMD_NODENAME ?? hostname();
  readonly #trials = new Map<string, OpenTrial>();
  #alive: NodeJS.Timeout | undefined;
  #isLooking = false;
  /** Time at which Redis answered. */
  #answeredMs = nowMs();
  /** It was told that Redis does not answer. */
  #isTold = false;

  private constructor(libraries: QueueLibraries, offer: HostOffer, redis: Redis, listener: Redis) {
    this.#libraries = libraries;
    this.#offer = offer;
    this.#redis = redis;
    this.#listener = listener;
  }

  /** Connects and says that it is there. */
  static async start(libraries: QueueLibraries, offer: HostOffer): Promise<HostLoop> {
    const { url } = offer;
    const [redis, listener] = await Promise.all([connected(libraries, url), connected(libraries, url)]);
    const loop = new HostLoop(libraries, offer, redis, listener);
    listener.on("message", (_channel, text) => void loop.#hear(said<ToHosts>(text)).catch(loop.#tell));
    try {
      await answered(url, listener.subscribe(HOSTS_CHANNEL));
      await answered(url, loop.#sayAlive());
    } catch (error) {
      listener.disconnect();
      redis.disconnect();
      throw error;
    }
    loop.#alive = setInterval(() => void loop.#look().catch(() => undefined), ALIVE_MS);
    return loop;
  }

  /** Ends what it does, gives the jobs in work back to the queue for others, and is gone. How many it gave back. */
  async close(): Promise<number> {
    clearInterval(this.#alive);
    const givenBack = await inTime(Promise.all([...this.#trials.values()].map(giveBack)), GOODBYE_MS);
    await Promise.all([...this.#trials.keys()].map((trial) => this.#end(trial)));
    await inTime(this.#redis.del(hostKey(this.#id)), GOODBYE_MS).catch(() => undefined);
    this.#listener.disconnect();
    this.#redis.disconnect();
    return (givenBack ?? []).reduce((sum, jobs) => sum + jobs, 0);
  }

  readonly #tell = (error: unknown) => this.#offer.onEvent(error instanceof Error ? error.message : String(error));

  async #sayAlive(): Promise<void> {
    const { slots, version, program, modules } = this.#offer;
    const busy = [...this.#trials.values()].reduce((sum, trial) => sum + trial.slots, 0);
    const host: QueueHost = {
      ...{ id: this.#id, name: this.#name, slots, busy, node: process.version, version, program },
      modules: [...modules.keys()],
      trials: [...this.#trials.keys()],
    };
    await this.#redis.set(hostKey(this.#id), JSON.stringify(host), "PX", GONE_MS);
  }

  /** Ends trials that are gone without a word, and those that have taken other hosts while this one was away. */
  async #look(): Promise<void> {
    const place = `Redis at ${shownUrl(this.#offer.url)}`;
    const isAway = nowMs() - this.#answeredMs > 2 * ALIVE_MS;
    if (isAway && !this.#isTold) this.#tell(`${place} does not answer: waiting for it`);
    this.#isTold ||= isAway;
    if (this.#isLooking) return;
    this.#isLooking = true;
    try {
      await this.#sayAlive();
      if (this.#isTold) this.#tell(`${place} answers again`);
      // Trials will soon say again that they are there.
      if (this.#isTold) for (const open of this.#trials.values()) open.seenMs = nowMs();
      this.#isTold = false;
      this.#answeredMs = nowMs();
      for (const [trial, open] of this.#trials) await this.#lookAt(trial, open);
    } finally {
      this.#isLooking = false;
    }
  }

  async #lookAt(trial: string, open: OpenTrial): Promise<void> {
    const text = await this.#redis.get(trialKey(trial));
    const slots = text === null ? open.slots : (JSON.parse(text) as Record<string, number>)[this.#id];
    if (text !== null) open.seenMs = nowMs();
    if (slots === undefined) await this.#end(trial);
    else if (nowMs() - open.seenMs > 2 * ALIVE_MS) {
      await this.#end(trial);
      await this.#clear(trial);
    }
  }

  /** Removes what a trial that is gone left in Redis. Should it come back, it finds its jobs missing and adds them again. */
  async #clear(trial: string): Promise<void> {
    const queue = new this.#libraries.bullmq.Queue(trial, { connection: this.#redis, prefix: PREFIX });
    queue.on("error", () => undefined);
    await queue.obliterate({ force: true }).finally(() => queue.close());
  }

  async #hear(message: ToHosts | null): Promise<void> {
    if (message === null) return;
    const { trial } = message;
    const host = this.#id;
    if (message.kind === "clock") {
      if (message.host === host)
        await this.#answer(trial, { kind: "clock", host, number: message.number, atMs: nowMs() });
    } else if (message.kind === "close") {
      if (!this.#trials.has(trial)) return;
      await this.#end(trial);
      // The next trial counts the slots that are free.
      await this.#sayAlive();
      await this.#answer(trial, { kind: "closed", host });
    } else if (message.kind === "open") {
      const slots = message.slots[host];
      if (slots === undefined) return;
      if (!this.#trials.has(trial)) {
        this.#open(message, slots);
        await this.#sayAlive();
      }
      await this.#answer(trial, { kind: "opened", host, atMs: nowMs() });
    }
  }

  #open({ trial, env }: Extract<ToHosts, { kind: "open" }>, slots: number): void {
    const scratch = mkdtempSync(join(this.#offer.folder, "trial-"));
    const own = {
      SCALEBOOK_QUEUE_HOST: this.#id,
      SCALEBOOK_QUEUE_SCRATCH: scratch,
      SCALEBOOK_QUEUE_MODULES: JSON.stringify(Object.fromEntries(this.#offer.modules)),
    };
    const connection = this.#redis.duplicate();
    const worker = new this.#libraries.bullmq.Worker(trial, packagePaths.queueJob, {
      connection,
      name: this.#name,
      prefix: PREFIX,
      concurrency: slots,
      lockDuration: LOCK_MS,
      stalledInterval: STALL_CHECK_MS,
      maxStalledCount: MOST_STALLS,
      runRetryDelay: RETRY_MS,
      // A job never runs in this process, whose loop keeps the locks.
      useWorkerThreads: false,
      workerForkOptions: {
        env: { ...ofThisMachine(env), ...own, ...this.#offer.mark },
        // Ctrl-C is for this process, which ends its children itself: a job whose child was interrupted counts as failed.
        detached: process.platform !== "win32",
      },
    });
    const active = new Set<Job>();
    // Of connections it is told above; jobs that were taken from this host are the trial's to count.
    worker.on("error", () => undefined);
    worker.on("active", (job) => active.add(job));
    worker.on("completed", (job) => active.delete(job));
    worker.on("failed", (job) => job && active.delete(job));
    this.#trials.set(trial, { worker, connection, active, scratch, slots, seenMs: nowMs() });
  }

  /** Kills its jobs, which must not count as failed: BullMQ says so of a process that ended, and has no connection for it now. */
  async #end(trial: string): Promise<void> {
    const open = this.#trials.get(trial);
    this.#trials.delete(trial);
    if (open === undefined) return;
    open.connection.disconnect();
    await open.worker.close(true);
    // BullMQ forgets a process that was just starting, and tasks may have started others.
    if (this.#trials.size === 0) this.#offer.endMarked();
    await rm(open.scratch, { recursive: true, force: true }).catch(() => undefined);
  }

  async #answer(trial: string, message: ToTrial): Promise<void> {
    await this.#redis.publish(trialChannel(trial), JSON.stringify(message));
  }
}

/** The environment that the caller gives its processes, with the folders of this machine. */
function ofThisMachine(env: Record<string, string>): NodeJS.ProcessEnv {
  const names = Object.keys(env);
  return Object.fromEntries(names.map((name) => [name, ["TZ", "LANG"].includes(name) ? env[name] : process.env[name]]));
}

async function giveBack({ worker, active }: OpenTrial): Promise<number> {
  await worker.pause(true);
  const moves = await Promise.allSettled([...active].map((job) => job.moveToWait(job.token)));
  return moves.filter(({ status }) => status === "fulfilled").length;
}
