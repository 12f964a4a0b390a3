import type { Level } from "../record/schema/factors.js";
import { UserError } from "../user-error.js";
import type { Catalogue, PlannedCell } from "./study.js";

const NODE = "node";

/** Further factors that say how Node, or a host in another language, does something. */
const OF_NODE: ReadonlySet<string> = new Set(["node", "guard", "transfer"]);
const OF_OTHERS: ReadonlySet<string> = new Set(["interpreter", "start-method"]);

/** Whether a further factor says what host a trial runs in, and how. */
export function isOfHosts(name: string): boolean {
  return name === "runtime" || name === "heap" || OF_NODE.has(name) || OF_OTHERS.has(name);
}

/** The runtime of a cell with these further levels. */
export function runtimeOf(more: Readonly<Record<string, Level>> | undefined): string {
  return String(more?.runtime ?? NODE);
}

/**
 * The further levels that mean something to a cell: how processes are started means nothing to threads. `null` where its
 * runtime does not have the strategy or the workload: then there is no such cell. Throws a UserError for a runtime that is
 * not known, and for a way to start processes that the runtime does not have here.
 */
export function meantLevels(
  more: Record<string, Level>,
  { strategy, workload }: Pick<PlannedCell, "strategy" | "workload">,
  { strategies, workloads, runtimes = {} }: Catalogue,
): Record<string, Level> | null {
  const runtime = runtimeOf(more);
  const own = workloads[workload]?.module;
  if (own !== undefined && (own.runtime ?? NODE) !== runtime) return null;
  if (runtime === NODE) return without(more, OF_OTHERS);
  const has = Object.hasOwn(runtimes, runtime) ? runtimes[runtime] : undefined;
  if (has === undefined) {
    throw new UserError(`there is no runtime ${runtime}: give ${[NODE, ...Object.keys(runtimes)].join(" or ")}`);
  }
  const { "start-method": method } = more;
  if (method !== undefined && !has.startMethods.includes(String(method))) {
    throw new UserError(`${runtime} cannot start processes by ${method} here: give ${has.startMethods.join(" or ")}`);
  }
  if (!has.strategies.includes(strategy) || (own === undefined && !has.workloads.includes(workload))) return null;
  const meaningless = strategies[strategy]?.startsProcesses ? OF_NODE : new Set([...OF_NODE, "start-method"]);
  return without(more, meaningless);
}

function without(more: Record<string, Level>, names: ReadonlySet<string>): Record<string, Level> {
  return Object.fromEntries(Object.entries(more).filter(([name]) => !names.has(name)));
}
