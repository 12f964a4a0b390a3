import type { Factors, Timeline, WorkerTime } from "../schema/run-schema.js";
import { effectiveWorkers } from "./effective-workers.js";
import { type Lane, lanesOf, type PlacedTask } from "./lanes.js";

/** A trial whose tasks are all known. Times in ms from the start of the trial. */
export interface TimedTasks {
  /** Columns by task; `waitBeforeMs` is absent in files of before it was recorded. */
  timeline: Timeline;
  wallMs: number;
  factors: Factors;
}

/** What one worker did besides its tasks, and how long it waited for a core in and outside them. */
type Outside = Omit<WorkerTime, "mostBusyMs">;

/**
 * Where workers x wall clock went that tasks did not fill. Exactly, for every worker: the time before its first task is
 * start-up (in a pool that was warm: dispatch); between two tasks it is dispatch, or start-up where the second has a worker
 * of its own, or in rounds idle until the round is over; after its last task it is idle until the last task of all
 * ends, and from then on the last result is under way. A worker that never got a task started up until the last task was
 * given out, since a worker that is ready gets what is left. What of this was waiting for a core is told apart.
 *
 * Sums with the tasks' times to workers x `wallMs`.
 *
 * @returns `null` where tasks overlap on a worker, or where more ran at once than there are workers: then time has no
 *   single owner
 */
export function workerTimeOf({ timeline, wallMs, factors }: TimedTasks): WorkerTime | null {
  const workers = effectiveWorkers(factors);
  const lanes = lanesOf(timeline, workers);
  if (lanes.length === 0 || lanes.length > workers || lanes.some(hasOverlap)) return null;
  const finishMs = Math.min(wallMs, largest(timeline.endMs));
  const context: Context = {
    timeline,
    finishMs,
    isWarm: factors.pool === "warm",
    roundEnds: roundEnds(timeline, factors),
  };
  const used = lanes.map((lane) => outsideOf(lane, context));
  const unused = Array.from({ length: workers - lanes.length }, () => neverUsed(context));
  const total = [...used, ...unused].reduce(addUp);
  return {
    ...total,
    dispatchMs: total.dispatchMs + workers * (wallMs - finishMs),
    mostBusyMs: Math.max(...lanes.map((lane) => lane.reduce((sum, task) => sum + lengthOf(task), 0))),
  };
}

interface Context {
  timeline: Timeline;
  finishMs: number;
  isWarm: boolean;
  /** Where workers wait for each other: when the round before each task was over, by task. */
  roundEnds: number[] | null;
}

function outsideOf(lane: Lane, context: Context): Outside {
  const { timeline, finishMs, isWarm } = context;
  const total: Outside = { startUpMs: 0, dispatchMs: 0, idleMs: 0, waitMs: 0, taskWaitMs: 0 };
  let before: PlacedTask | null = null;
  let carriedMs = 0;
  for (const place of lane) {
    const gapMs = place.startMs - (before?.endMs ?? 0);
    const idleMs = before === null ? 0 : idleBetween(before, place, context);
    const isOwn = before !== null && timeline.worker[before.task] === timeline.worker[place.task];
    const waitMs = waitOutside(timeline, place.task, { mostMs: gapMs - idleMs, carriedMs: isOwn ? carriedMs : 0 });
    const restMs = gapMs - idleMs - (waitMs ?? 0);
    if (isOwn || (before === null && isWarm)) total.dispatchMs += restMs;
    else total.startUpMs += restMs;
    total.idleMs += idleMs;
    total.waitMs = plus(total.waitMs, waitMs);
    const inside = waitInside(timeline, place);
    total.taskWaitMs = plus(total.taskWaitMs, inside?.waitMs ?? null);
    carriedMs = inside?.afterMs ?? 0;
    before = place;
  }
  total.idleMs += Math.max(0, finishMs - (before?.endMs ?? 0));
  return total;
}

/** What a worker without a task did: it was not ready while there still were some. */
function neverUsed({ timeline, finishMs, isWarm }: Context): Outside {
  const lastStartMs = Math.min(finishMs, largest(timeline.startMs));
  const noWait = timeline.waitBeforeMs === undefined ? null : 0;
  return {
    startUpMs: isWarm ? 0 : lastStartMs,
    dispatchMs: isWarm ? lastStartMs : 0,
    idleMs: finishMs - lastStartMs,
    waitMs: noWait,
    taskWaitMs: 0,
  };
}

/**
 * Waiting for a core within the task. The account is read before the task starts and after it has ended: a thread that
 * loses its core in between seems to have waited in a task that was over. CPU and waiting are no longer than the task;
 * what is over (`afterMs`) was after it.
 */
function waitInside({ cpuMs, queueMs }: Timeline, place: PlacedTask): { waitMs: number; afterMs: number } | null {
  const [cpu, queue] = [cpuMs[place.task], queueMs[place.task]];
  if (typeof cpu !== "number" || typeof queue !== "number") return null;
  const waitMs = Math.min(queue, lengthOf(place) - Math.min(cpu, lengthOf(place)));
  return { waitMs, afterMs: queue - waitMs };
}

function waitOutside(
  { waitBeforeMs }: Timeline,
  task: number,
  { mostMs, carriedMs }: { mostMs: number; carriedMs: number },
): number | null {
  const own = waitBeforeMs?.[task];
  return typeof own === "number" ? Math.min(own + carriedMs, mostMs) : null;
}

/** In rounds: from a worker's task to the end of the round that the others were still in. */
function idleBetween(before: PlacedTask, next: PlacedTask, { roundEnds }: Context): number {
  const overMs = Math.min(next.startMs, roundEnds?.[next.task] ?? 0);
  return Math.max(0, overMs - before.endMs);
}

function roundEnds({ endMs }: Timeline, factors: Factors): number[] | null {
  const size = effectiveWorkers(factors);
  if (factors.scheduling !== "rounds") return null;
  const ends = Array.from({ length: Math.ceil(endMs.length / size) }, (_, round) =>
    largest(endMs.slice(round * size, (round + 1) * size)),
  );
  return endMs.map((_, task) => ends[Math.floor(task / size) - 1] ?? 0);
}

function hasOverlap(lane: Lane): boolean {
  return lane.some(({ startMs }, place) => place > 0 && startMs < (lane[place - 1]?.endMs ?? 0));
}

function addUp(a: Outside, b: Outside): Outside {
  return {
    startUpMs: a.startUpMs + b.startUpMs,
    dispatchMs: a.dispatchMs + b.dispatchMs,
    idleMs: a.idleMs + b.idleMs,
    waitMs: plus(a.waitMs, b.waitMs),
    taskWaitMs: plus(a.taskWaitMs, b.taskWaitMs),
  };
}

function plus(a: number | null, b: number | null): number | null {
  return a === null || b === null ? null : a + b;
}

/** Of a column that may be too long to be spread over arguments. */
function largest(column: readonly number[]): number {
  return column.reduce((most, ms) => Math.max(most, ms), 0);
}

function lengthOf({ startMs, endMs }: PlacedTask): number {
  return endMs - startMs;
}
