import { setTimeout as pause } from "node:timers/promises";
import type { Redis } from "ioredis";
import { UserError } from "../../user-error.js";
import { NO_REDIS_MS } from "./names.js";

/** What the queue is made of; optional, and loaded where it is used. */
export interface QueueLibraries {
  bullmq: typeof import("bullmq");
  ioredis: Pick<typeof import("ioredis"), "Redis">;
}

/** Loads BullMQ and ioredis. Throws an error that says how they are installed. */
export async function queueLibraries(load: () => Promise<QueueLibraries> = bothLibraries): Promise<QueueLibraries> {
  try {
    return await load();
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code !== "ERR_MODULE_NOT_FOUND") throw error;
    throw new UserError(
      "the queue needs two packages that are not installed beside Scalebook: npm install --ignore-scripts bullmq ioredis",
    );
  }
}

async function bothLibraries(): Promise<QueueLibraries> {
  const [bullmq, ioredis] = await Promise.all([import("bullmq"), import("ioredis")]);
  return { bullmq, ioredis };
}

/** The URL as it may be shown: without user and password. */
export function shownUrl(url: string): string {
  const { protocol, host } = new URL(url);
  return `${protocol}//${host}`;
}

/** What a command answers, which waits for a Redis that is away; `null` where it takes longer. */
export async function inTime<T>(answer: Promise<T>, limitMs: number): Promise<T | null> {
  return Promise.race([answer, pause(limitMs, null, { ref: false })]);
}

/**
 * What a server answers to what a queue needs. Throws a UserError where it refuses that, as one that is full, a replica, or one that
 * another program keeps other things in under our names; or where it says nothing any more.
 */
export async function answered<T>(url: string, answer: Promise<T>): Promise<T> {
  const place = `Redis at ${shownUrl(url)}`;
  const answerOrNone = await inTime(
    answer.then(
      (value) => ({ value }),
      (error: Error) => {
        if (error.name !== "ReplyError") throw error;
        throw new UserError(`${place} refuses what a queue needs: ${error.message}`);
      },
    ),
    NO_REDIS_MS,
  );
  if (answerOrNone === null) throw new UserError(`${place} has not answered for ${NO_REDIS_MS / 1_000} s`);
  return answerOrNone.value;
}

/** How long a server has to answer before it counts as not there. */
const LONGEST_CONNECT_MS = 5_000;

/** Connects. Throws an error that names the place where nothing answers; later it waits for a server that went away. */
export async function connected(
  { ioredis }: QueueLibraries,
  url: string,
  longestMs = LONGEST_CONNECT_MS,
): Promise<Redis> {
  const redis = new ioredis.Redis(url, {
    lazyConnect: true,
    // BullMQ asks for this: its commands wait for a server that comes back.
    maxRetriesPerRequest: null,
    connectTimeout: longestMs,
    retryStrategy: (times) => Math.min(1_000, 50 * times),
  });
  let last = "it does not answer";
  redis.on("error", (error: Error) => {
    last = error.message.trim() || last;
  });
  // What listens there may be something else, which never says that it is ready.
  const isReady = redis.connect().then(
    () => true,
    () => false,
  );
  try {
    if (!(await inTime(isReady, longestMs)))
      throw new UserError(`no connection to Redis at ${shownUrl(url)}: ${reasonOf(last)}`);
    // ioredis goes on in the first database where it cannot have the one of the URL.
    if (redis.options.db) await answered(url, redis.select(redis.options.db));
    return redis;
  } catch (error) {
    redis.disconnect();
    throw error;
  }
}

function reasonOf(error: string): string {
  return error.startsWith("NOAUTH") ? "it asks for a password: give the URL with it in SCALEBOOK_REDIS" : error;
}
