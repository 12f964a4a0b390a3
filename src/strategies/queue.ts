import { readFile } from "node:fs/promises";
import { packagePaths } from "../package-paths.js";
import type { QueueSetup } from "./queue/session.js";
import type { Strategy } from "./strategy.js";

let loaded:
  | { libraries: QueueSetup["libraries"]; open: typeof import("./queue/session.js").queueSession; program: string }
  | undefined;

/** Jobs in a queue on Redis, which workers on any machine take when they are free. */
export const strategy: Strategy = {
  title: "a queue on Redis, whose workers are on any machines",
  usesWorkers: true,
  startsProcesses: false,
  isRemote: true,
  factors: [],
  async load() {
    const [{ queueLibraries }, { queueSession }, program] = await Promise.all([
      import("./queue/redis.js"),
      import("./queue/session.js"),
      readFile(packagePaths.programHash, "utf8"),
    ]);
    loaded = { libraries: await queueLibraries(), open: queueSession, program };
  },
  open(options) {
    if (loaded === undefined) throw new Error("the queue was opened before it was loaded");
    if (options.redis === undefined) throw new Error("the queue has no Redis: give --redis, or SCALEBOOK_REDIS");
    const { libraries, open, program } = loaded;
    return open(options, { libraries, program, url: options.redis });
  },
};
