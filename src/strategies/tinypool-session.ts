import { fileURLToPath } from "node:url";
import type { Tinypool } from "tinypool";
import { unpackFromThread } from "./handover.js";
import { poolSession } from "./pool-session.js";
import type { Session, SessionOptions, TaskRecord } from "./strategy.js";

const entry = fileURLToPath(new URL("./workers/pool-entry.js", import.meta.url));

/** A pool on tinypool, which has one API for threads and processes: the fair pair. Guards as its faults ask for. */
export function tinypoolSession(
  Pool: typeof Tinypool,
  runtime: "worker_threads" | "child_process",
  options: SessionOptions,
): Session {
  const pool = new Pool({
    filename: entry,
    runtime,
    minThreads: options.workers,
    maxThreads: options.workers,
    // Child processes get an empty environment unless one is passed.
    env: options.env,
    // JSON, the default, turns a Map or a Uint8Array into junk and dies of a BigInt.
    serialization: options.more.transfer === "json" ? "json" : "advanced",
  });
  // A worker that dies while idle is reported here; unheard, the event would end the host.
  pool.on("error", () => {});
  const unpack = (record: TaskRecord) =>
    runtime === "worker_threads" ? unpackFromThread(options.more.transfer, record) : record;
  return poolSession(options, {
    call: (name, message) => pool.run(message, { name }),
    destroy: () => pool.destroy(),
    unpack,
  });
}
