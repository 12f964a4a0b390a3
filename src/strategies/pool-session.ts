import { schedulePool } from "./scheduling.js";
import { failedOutcome, type Session, type SessionOptions, type TaskOutcome, type TaskRecord } from "./strategy.js";

/** What a pool library offers: to call a function of its workers by name, and to end them all. */
export interface PoolDriver {
  call(name: "one" | "chunk" | "ping", message: object): Promise<unknown>;
  destroy(): Promise<unknown>;
}

/** A session on any pool library: the same calls, the same schedulings, the same outcomes. */
export function poolSession(options: SessionOptions, { call, destroy }: PoolDriver): Session {
  const { workload, workers } = options;
  return {
    async warm() {
      const seen = new Set<unknown>();
      while (seen.size < workers) {
        const pings = Array.from({ length: workers }, () => call("ping", { workload }));
        for (const worker of await Promise.all(pings)) seen.add(worker);
      }
    },
    run: (inputs) =>
      schedulePool(inputs, options, {
        one: (input): Promise<TaskOutcome> =>
          call("one", { workload, input }).then(
            (record) => ({ status: "ok", record: record as TaskRecord }),
            (error: unknown) => failedOutcome(input.index, error),
          ),
        chunk: (chunk) =>
          call("chunk", { workload, inputs: chunk }).then(
            (outcomes) => outcomes as TaskOutcome[],
            // The worker itself is lost, and every task of its chunk with it.
            (error: unknown) => chunk.map(({ index }) => failedOutcome(index, error)),
          ),
      }),
    async close() {
      await destroy();
    },
  };
}
