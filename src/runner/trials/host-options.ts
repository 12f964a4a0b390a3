import type { Level } from "../../record/schema/factors.js";
import type { Catalogue } from "../../study/study.js";
import type { LaunchOptions } from "../processes/launch-host.js";
import type { Recording } from "../request/record-request.js";

/** Id of a built-in workload, or URL of a user's module, for a host to load. */
export function workloadSource(workload: string, catalogue: Catalogue): string {
  return catalogue.workloads[workload]?.module?.url ?? workload;
}

/**
 * Options of hosts in this recording. The levels of a cell give the version of Node, the cap of the heap, and whether usage
 * is sampled. Where versions are a factor, hosts that belong to no cell run on the first.
 */
export function hostOptions(
  { request, environment, watchdog }: Recording,
  { node, heap, watch }: Record<string, Level> = {},
): LaunchOptions {
  const { timeoutMs, stop, nodes = new Map<string, string>() } = request;
  const [first] = nodes.values();
  return {
    environment,
    timeoutMs,
    watchdog,
    stop,
    nodePath: nodes.get(String(node)) ?? first,
    ...(typeof heap === "number" ? { heapMb: heap } : {}),
    ...(watch === "usage" ? { sampling: "usage" } : {}),
  };
}
