import type { Strategy } from "./strategy.js";

/** Every strategy by id. Loaded one at a time: a measured process holds only the pool that it measures. */
const loaders = {
  sequential: () => import("./sequential.js"),
  "event-loop": () => import("./event-loop.js"),
  "thread-per-task": () => import("./thread-per-task.js"),
  "thread-pool": () => import("./thread-pool.js"),
  "process-per-task": () => import("./process-per-task.js"),
  "process-pool": () => import("./process-pool.js"),
  piscina: () => import("./piscina.js"),
  "workerpool-threads": () => import("./workerpool-threads.js"),
  "workerpool-processes": () => import("./workerpool-processes.js"),
  queue: () => import("./queue.js"),
} satisfies Record<string, () => Promise<{ strategy: Strategy }>>;

export type StrategyId = keyof typeof loaders;

export const strategyIds = Object.keys(loaders) as StrategyId[];

/** The strategy of that id. */
export async function loadStrategy(id: StrategyId): Promise<Strategy> {
  return (await loaders[id]()).strategy;
}
