import { schedulePool } from "./scheduling.js";
import {
  type Arrived,
  failedOutcome,
  type Session,
  type SessionOptions,
  settle,
  type TaskOutcome,
  type TaskRecord,
} from "./strategy.js";

/** Interface to a pool library: calls a function of its workers by name, and ends them all. */
export interface PoolDriver {
  call(name: "one" | "chunk" | "ping", message: object): Promise<unknown>;
  destroy(): Promise<unknown>;
  /** Unpacks a record that a worker packed for the way back. */
  unpack?(record: TaskRecord): TaskRecord;
}

/** A session on any pool library: the same calls, the same schedulings, the same outcomes. */
export function poolSession(options: SessionOptions, driver: PoolDriver): Session {
  const { workload, workers, more } = options;
  const { call, destroy, unpack = (record: TaskRecord) => record } = driver;
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
        one: (input) =>
          settle(
            input.index,
            call("one", { workload, input }).then((record) => unpack(record as TaskRecord)),
            arrived,
          ),
        chunk: (chunk) =>
          call("chunk", { workload, inputs: chunk }).then(
            (outcomes) => tellAll(outcomes as TaskOutcome[], arrived),
            // The worker itself is lost, and every task of its chunk with it.
            (error: unknown) =>
              tellAll(
                chunk.map(({ index }) => failedOutcome(index, error)),
                arrived,
              ),
          ),
      }),
    async close() {
      await destroy();
    },
  };
}

function tellAll(outcomes: TaskOutcome[], arrived: Arrived | undefined): TaskOutcome[] {
  for (const outcome of outcomes) arrived?.(outcome);
  return outcomes;
}
