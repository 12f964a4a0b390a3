import { schedulePool } from "./scheduling.js";
import {
  failedOutcome,
  type Session,
  type SessionOptions,
  settle,
  type TaskOutcome,
  type TaskRecord,
} from "./strategy.js";

/** What a pool library offers: to call a function of its workers by name, and to end them all. */
export interface PoolDriver {
  call(name: "one" | "chunk" | "ping", message: object): Promise<unknown>;
  destroy(): Promise<unknown>;
}

/** A session on any pool library: the same calls, the same schedulings, the same outcomes. */
export function poolSession(options: SessionOptions, { call, destroy }: PoolDriver): Session {
  const { workload, workers, more } = options;
  return {
    async warm() {
      const seen = new Set<unknown>();
      while (seen.size < workers) {
        const pings = Array.from({ length: workers }, () => call("ping", { workload, more }));
        for (const worker of await Promise.all(pings)) seen.add(worker);
      }
    },
    run: (inputs, arrived) =>
      schedulePool(inputs, options, {
        one: (input) => settle(input.index, call("one", { workload, input }) as Promise<TaskRecord>, arrived),
        chunk: async (chunk) => {
          const outcomes = await call("chunk", { workload, inputs: chunk }).then(
            (answer) => answer as TaskOutcome[],
            // The worker itself is lost, and every task of its chunk with it.
            (error: unknown) => chunk.map(({ index }) => failedOutcome(index, error)),
          );
          for (const outcome of outcomes) arrived?.(outcome);
          return outcomes;
        },
      }),
    async close() {
      await destroy();
    },
  };
}
