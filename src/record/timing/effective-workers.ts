import type { Factors } from "../schema/run-schema.js";

/** Whether the strategy runs on one thread, whatever `workers` says. */
export function isOneThread(strategy: string): boolean {
  return strategy === "sequential" || strategy === "event-loop";
}

/** Whether its workers are on other machines, whose memory, and CPU time outside of tasks, are not known here. */
export function isElsewhere(strategy: string): boolean {
  return strategy === "queue";
}

/** Number of workers at once: one for every task where all are launched at once, one in all on one thread. */
export function effectiveWorkers({
  strategy,
  launch,
  workers,
  tasks,
}: Pick<Factors, "strategy" | "launch" | "workers" | "tasks">): number {
  if (isOneThread(strategy)) return 1;
  return launch === "all-at-once" && tasks !== undefined ? tasks : workers;
}
