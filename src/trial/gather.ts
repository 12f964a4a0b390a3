import { nowMs } from "../strategies/run-task.js";
import { failedOutcome, type Session, type TaskOutcome } from "../strategies/strategy.js";
import type { TaskInput } from "../workloads/workload.js";

export interface Gathered {
  outcomes: TaskOutcome[];
  /** Time at which each outcome reached the caller, by task. */
  arrivedMs: ReadonlyMap<number, number>;
  /** Tasks that were given up. Workers that hang may be left. */
  hung: number[];
}

/**
 * Runs the tasks and takes down when each outcome arrives. With a deadline, tasks are given up when nothing has arrived
 * for so long: a worker that died without a word must not hold up its caller for ever.
 */
export async function gather(session: Session, inputs: TaskInput[], deadlineMs?: number): Promise<Gathered> {
  const early: TaskOutcome[] = [];
  const arrivedMs = new Map<number, number>();
  const silence = silenceOf(deadlineMs);
  const running = session.run(inputs, (outcome) => {
    arrivedMs.set(indexOf(outcome), nowMs());
    early.push(outcome);
    silence.broken();
  });
  try {
    const outcomes = await Promise.race([running, silence.tooLong]);
    if (outcomes !== undefined) return { outcomes, arrivedMs, hung: [] };
  } finally {
    silence.end();
  }
  const hung = inputs.filter(({ index }) => !arrivedMs.has(index)).map(({ index }) => index);
  const lost = hung.map((index) => failedOutcome(index, new Error(`no answer within ${deadlineMs} ms`)));
  return { outcomes: [...early, ...lost], arrivedMs, hung };
}

/** Waits for `closing`, but no longer than the deadline; whether it was done by then. */
export async function closedInTime(closing: Promise<void>, deadlineMs?: number): Promise<boolean> {
  const silence = silenceOf(deadlineMs);
  try {
    return await Promise.race([closing.then(() => true), silence.tooLong.then(() => false)]);
  } finally {
    silence.end();
  }
}

/** A clock that starts again with every `broken`; without a deadline it never runs out. */
function silenceOf(deadlineMs: number | undefined) {
  let timer: NodeJS.Timeout | undefined;
  const tooLong = new Promise<undefined>((resolve) => {
    if (deadlineMs !== undefined) timer = setTimeout(resolve, deadlineMs, undefined);
  });
  return { tooLong, broken: () => timer?.refresh(), end: () => clearTimeout(timer) };
}

function indexOf(outcome: TaskOutcome): number {
  return outcome.status === "ok" ? outcome.record.index : outcome.index;
}
