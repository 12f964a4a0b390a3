import { readFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { packagePaths } from "../../.build/package-paths.js";
import { HostLoop, type HostOffer } from "../../.build/strategies/queue/host.js";
import { queueLibraries } from "../../.build/strategies/queue/redis.js";

/** A host of the queue in this process; what is not given is as `scalebook worker` has it. */
export async function queueHost(url: string, more: Partial<HostOffer> = {}): Promise<HostLoop> {
  return HostLoop.start(await queueLibraries(), {
    url,
    slots: 2,
    version: "0.1.0",
    program: await readFile(packagePaths.programHash, "utf8"),
    modules: new Map(),
    mark: {},
    folder: tmpdir(),
    endMarked: () => undefined,
    onEvent: () => undefined,
    ...more,
  });
}
