import type { Redis } from "ioredis";

/** What the queue is made of; optional, and loaded where it is used. */
export interface QueueLibraries {
  bullmq: typeof import("bullmq");
  ioredis: Pick<typeof import("ioredis"), "Redis">;
}

/** Loads BullMQ and ioredis. Throws an error that says how they are installed. */
export async function queueLibraries(): Promise<QueueLibraries> {
  try {
    const [bullmq, ioredis] = await Promise.all([import("bullmq"), import("ioredis")]);
    return { bullmq, ioredis };
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code !== "ERR_MODULE_NOT_FOUND") throw error;
    throw new Error("the queue needs two packages that are not installed: npm install --ignore-scripts bullmq ioredis");
  }
}

/** The URL as it may be shown: without user and password. */
export function shownUrl(url: string): string {
  const { protocol, host } = new URL(url);
  return `${protocol}//${host}`;
}

/** Connects. Throws an error that names the place where nothing answers; later it waits for a server that went away. */
export async function connected({ ioredis }: QueueLibraries, url: string): Promise<Redis> {
  const redis = new ioredis.Redis(url, {
    lazyConnect: true,
    // BullMQ asks for this: its commands wait for a server that comes back.
    maxRetriesPerRequest: null,
    connectTimeout: 5_000,
    retryStrategy: (times) => Math.min(1_000, 50 * times),
  });
  let last = "it does not answer";
  redis.on("error", (error: Error) => {
    last = error.message || last;
  });
  try {
    await redis.connect();
  } catch (error) {
    redis.disconnect();
    throw new Error(`no connection to Redis at ${shownUrl(url)}: ${last || (error as Error).message}`);
  }
  return redis;
}
