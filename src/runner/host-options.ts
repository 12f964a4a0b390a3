import type { Catalogue, PlannedCell } from "../study/study.js";
import type { LaunchOptions } from "./launch.js";
import type { Recording } from "./recording.js";

/** What a host loads as its workload: the id of a built-in one, or the URL of a user's module. */
export function workloadSource(workload: string, catalogue: Catalogue): string {
  return catalogue.workloads[workload]?.module?.url ?? workload;
}

/** How hosts are launched in this recording; a cell may call for a Node of its own. */
export function hostOptions({ request, environment, watchdog }: Recording, cell?: PlannedCell): LaunchOptions {
  const { timeoutMs, stop, nodes, heapBytes } = request;
  const node = cell?.more?.node;
  return {
    environment,
    timeoutMs,
    watchdog,
    stop,
    nodePath: node === undefined ? undefined : nodes?.get(String(node)),
    execArgv: heapArguments(heapBytes),
  };
}

/** The option of Node that caps a heap; threads are held to it as well as the processes that inherit it (measured). */
export function heapArguments(heapBytes: number | undefined): string[] {
  return heapBytes === undefined ? [] : [`--max-old-space-size=${Math.max(1, Math.round(heapBytes / 2 ** 20))}`];
}
