import { randomBytes } from "node:crypto";
import { mkdtempSync } from "node:fs";
import { rm } from "node:fs/promises";
import { hostname, tmpdir } from "node:os";
import { join } from "node:path";
import type { Job, Worker } from "bullmq";
import type { Redis } from "ioredis";
import { packagePaths } from "../../package-paths.js";
import { nowMs } from "../run-task.js";
import {
  ALIVE_MS,
  GONE_MS,
  HOSTS_CHANNEL,
  hostKey,
  LOCK_MS,
  MOST_STALLS,
  PREFIX,
  type QueueHost,
  STALL_CHECK_MS,
  type ToHosts,
  type ToTrial,
  trialChannel,
  trialKey,
} from "./names.js";
import { connected, type QueueLibraries } from "./redis.js";

/** A trial that this host works for. */
interface OpenTrial {
  worker: Worker;
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
    await listener.subscribe(HOSTS_CHANNEL);
    listener.on("message", (_channel, text) => void loop.#hear(JSON.parse(text) as ToHosts).catch(loop.#tell));
    await loop.#sayAlive();
    loop.#alive = setInterval(() => void loop.#look().catch(() => undefined), ALIVE_MS);
    return loop;
  }

  /** Ends what it does, gives the jobs in work back to the queue for others, and is gone. */
  async close(): Promise<void> {
    clearInterval(this.#alive);
    for (const { worker, active } of this.#trials.values()) {
      await worker.pause(true);
      await Promise.all([...active].map((job) => job.moveToWait(job.token).catch(() => undefined)));
      // That they are no longer its own is no error.
      worker.off("error", this.#tell).on("error", () => undefined);
    }
    await Promise.all([...this.#trials.keys()].map((trial) => this.#end(trial)));
    await this.#redis.del(hostKey(this.#id)).catch(() => undefined);
    this.#listener.disconnect();
    this.#redis.disconnect();
  }

  readonly #tell = (error: unknown) => this.#offer.onEvent(error instanceof Error ? error.message : String(error));

  async #sayAlive(): Promise<void> {
    const { slots, version, program, modules } = this.#offer;
    const busy = [...this.#trials.values()].reduce((sum, trial) => sum + trial.slots, 0);
    const host: QueueHost = {
      ...{ id: this.#id, name: this.#name, slots, busy, node: process.version, version, program },
      modules: [...modules.keys()],
    };
    await this.#redis.set(hostKey(this.#id), JSON.stringify(host), "PX", GONE_MS);
  }

  /** Ends trials that are gone without a word. */
  async #look(): Promise<void> {
    await this.#sayAlive();
    for (const [trial, open] of this.#trials) {
      if (await this.#redis.exists(trialKey(trial))) open.seenMs = nowMs();
      else if (nowMs() - open.seenMs > GONE_MS) await this.#end(trial);
    }
  }

  async #hear(message: ToHosts): Promise<void> {
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
    } else {
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
    const scratch = mkdtempSync(join(tmpdir(), "scalebook-queue-"));
    const own = {
      SCALEBOOK_QUEUE_HOST: this.#id,
      SCALEBOOK_QUEUE_SCRATCH: scratch,
      SCALEBOOK_QUEUE_MODULES: JSON.stringify(Object.fromEntries(this.#offer.modules)),
    };
    const worker = new this.#libraries.bullmq.Worker(trial, packagePaths.queueJob, {
      connection: this.#redis,
      prefix: PREFIX,
      concurrency: slots,
      lockDuration: LOCK_MS,
      stalledInterval: STALL_CHECK_MS,
      maxStalledCount: MOST_STALLS,
      // A job never runs in this process, whose loop keeps the locks.
      useWorkerThreads: false,
      // Ctrl-C is for this process, which ends its children itself: a job whose child was interrupted counts as failed.
      workerForkOptions: { env: { ...env, ...own }, serialization: "advanced", detached: process.platform !== "win32" },
    });
    const active = new Set<Job>();
    worker.on("error", this.#tell);
    worker.on("active", (job) => active.add(job));
    worker.on("completed", (job) => active.delete(job));
    worker.on("failed", (job) => job && active.delete(job));
    this.#trials.set(trial, { worker, active, scratch, slots, seenMs: nowMs() });
  }

  async #end(trial: string): Promise<void> {
    const open = this.#trials.get(trial);
    this.#trials.delete(trial);
    if (open === undefined) return;
    await open.worker.close(true);
    await rm(open.scratch, { recursive: true, force: true }).catch(() => undefined);
  }

  async #answer(trial: string, message: ToTrial): Promise<void> {
    await this.#redis.publish(trialChannel(trial), JSON.stringify(message));
  }
}
