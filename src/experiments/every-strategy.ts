import type { StrategyId } from "../strategies/index.js";

/** Every strategy of one machine, in the order of the cells. Where one is missing, this does not compile. */
export const everyStrategy = Object.keys({
  sequential: true,
  "event-loop": true,
  "thread-per-task": true,
  "thread-pool": true,
  "process-per-task": true,
  "process-pool": true,
  piscina: true,
  "workerpool-threads": true,
  "workerpool-processes": true,
} satisfies Record<Exclude<StrategyId, "queue">, true>) as StrategyId[];
