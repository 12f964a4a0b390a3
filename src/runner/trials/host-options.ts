import type { Level } from "../../record/schema/factors.js";
import type { Catalogue } from "../../study/study.js";
import { hostWords } from "../hosts/host-words.js";
import type { LaunchOptions } from "../processes/launch-host.js";
import type { Recording } from "../request/record-request.js";

/** Id of a built-in workload, or URL of a user's module, for a host to load; of two versions the one named, else the first. */
export function workloadSource(workload: string, catalogue: Catalogue, version?: Level): string {
  const { versions, url } = catalogue.workloads[workload]?.module ?? {};
  return versions?.[String(version)]?.url ?? url ?? workload;
}

/**
 * Options of hosts in this recording. The levels of a cell give the runtime, its version, the cap of Node's heap, and whether
 * usage is sampled. Where versions are a factor, hosts that belong to no cell run on the first.
 */
export function hostOptions(
  { request, environment, watchdog }: Recording,
  more: Record<string, Level> = {},
): LaunchOptions {
  const { node, heap, watch } = more;
  const { timeoutMs, stop, nodes = new Map<string, string>(), interpreters } = request;
  const [first] = nodes.values();
  return {
    environment,
    timeoutMs,
    watchdog,
    stop,
    hostWords: hostWords(more, interpreters),
    nodePath: nodes.get(String(node)) ?? first,
    ...(typeof heap === "number" ? { heapMb: heap } : {}),
    ...(watch === "usage" ? { sampling: "usage" } : {}),
  };
}
