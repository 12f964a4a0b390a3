import { fileURLToPath } from "node:url";
import type Workerpool from "workerpool";
import { poolSession } from "./pool-session.js";
import type { Session, SessionOptions } from "./strategy.js";

const entry = fileURLToPath(new URL("./workers/workerpool-entry.js", import.meta.url));

/** A pool on the package workerpool, all workers started at once as the other pools start theirs. */
export function workerpoolSession(
  library: typeof Workerpool,
  workerType: "thread" | "process",
  options: SessionOptions,
): Session {
  const { workers, env } = options;
  const pool = library.pool(entry, {
    workerType,
    minWorkers: workers,
    maxWorkers: workers,
    workerThreadOpts: { env },
    // JSON, the default, turns a Map or a Uint8Array into junk and dies of a BigInt.
    forkOpts: { env, serialization: "advanced" },
  });
  return poolSession(options, {
    call: (name, message) => Promise.resolve(pool.exec(name, [message])),
    destroy: () => Promise.resolve(pool.terminate()),
  });
}
