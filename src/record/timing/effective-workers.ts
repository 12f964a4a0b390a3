import type { Factors } from "../schema/run-schema.js";

/** Strategies that run on one thread, whatever `workers` says. */
export function isOneThread(strategy: string): boolean {
  return strategy === "sequential" || strategy === "event-loop";
}

/** How many run at once: every task where all are launched at once, one where one thread runs all. */
export function effectiveWorkers({
  strategy,
  launch,
  workers,
  tasks,
}: Pick<Factors, "strategy" | "launch" | "workers" | "tasks">): number {
  if (isOneThread(strategy)) return 1;
  return launch === "all-at-once" && tasks !== undefined ? tasks : workers;
}
