import type { Level } from "../../record/schema/factors.js";
import type { Catalogue } from "../../study/study.js";
import type { LaunchOptions } from "../processes/launch-host.js";
import type { Recording } from "../request/record-request.js";

/** What a host loads as its workload: the id of a built-in one, or the URL of a user's module. */
export function workloadSource(workload: string, catalogue: Catalogue): string {
  return catalogue.workloads[workload]?.module?.url ?? workload;
}

/**
 * How hosts are launched and watched in this recording, and what the levels of a cell say of it: the version of Node, the
 * cap of the heap, whether usage is sampled. Where versions are a factor, what belongs to no cell runs on the first.
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
    ...(watch === "usage" ? { watchUsage: true } : {}),
  };
}
