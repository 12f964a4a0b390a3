import type { TaskInput } from "../workloads/workload.js";
import { scheduleStarts } from "./scheduling.js";
import { failedOutcome, type Session, type SessionOptions, type TaskOutcome } from "./strategy.js";

/** A worker made for one task. `gone` resolves when the worker no longer exists. */
export interface OneShot {
  result: Promise<TaskOutcome>;
  gone: Promise<void>;
}

/** A session that starts a worker for every task: as the scheduling asks, or all of them at once. */
export function perTaskSession(options: SessionOptions, start: (input: TaskInput) => OneShot): Session {
  let allGone: Promise<void> = Promise.resolve();
  return {
    async run(inputs, arrived) {
      const allAtOnce = { workers: Math.max(1, inputs.length), scheduling: "next-free" as const };
      const limits = options.launch === "all-at-once" ? allAtOnce : options;
      const { results, allReleased } = await scheduleStarts(inputs, limits, (input) => {
        const shot = start(input);
        const result = shot.result.then((outcome) => {
          arrived?.(outcome);
          return outcome;
        });
        return { result, released: shot.gone };
      });
      allGone = allReleased;
      return results;
    },
    close: () => allGone,
  };
}

/** Outcome of a task whose worker stopped or exited without an answer. */
export function noAnswer(index: number, how: string): TaskOutcome {
  return failedOutcome(index, new Error(`the worker ended without an answer (${how})`));
}
