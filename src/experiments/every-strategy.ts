import type { StrategyId } from "../strategies/index.js";

/** Every strategy there is, for experiments that ask something of all of them. A new one is added here, or nothing compiles. */
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
} satisfies Record<StrategyId, true>) as StrategyId[];
