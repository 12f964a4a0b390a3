import { largest } from "../limits/extremes.js";
import type { Factors, Timeline, WorkerTime } from "../schema/run-schema.js";
import { effectiveWorkers } from "./effective-workers.js";
import { type Lane, lanesOf, type PlacedTask } from "./lanes.js";

/** A trial with all its tasks. Times in ms from the start of the trial. */
export interface TimedTasks {
  /** Columns by task; older files have no `waitBeforeMs`. */
  timeline: Timeline;
  wallMs: number;
  factors: Factors;
}

/** Time of a worker besides its tasks, and its waiting for a core in and outside them. */
type Outside = Omit<WorkerTime, "mostBusyMs">;

/**
 * Workers x wall clock outside of tasks, by what the workers did. With the times of the tasks it sums to workers x
 * `wallMs`. For every worker:
 *
 * - Before its first task: start-up, or dispatch in a warm pool.
 * - Between two tasks: dispatch; start-up where the second has a worker of its own; in rounds idle until the round is over.
 * - After its last task: idle until the last task of all ends, then dispatch, as the last result is under way.
 * - Of a queue: before its first task and between two of them the time from a result that is handed over (or from the adding of the
 *   tasks) until the next task is taken is waiting in the queue; that from a task's end to the hand-over is transfer, as is the way of
 *   the last result.
 * - Without any task: start-up until the last task was given out, since a worker that is ready would have got it.
 *
 * Waiting for a core is taken off each part and counted by itself.
 *
 * @returns `null` where tasks overlap on a worker, or more ran at once than there are workers: time then has no single
 *   owner
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
  const unused = workers - lanes.length;
  const total = [...used, ...(unused > 0 ? [neverUsed(unused, context)] : [])].reduce(addUp);
  return {
    ...total,
    ...withWayBack(total, workers * (wallMs - finishMs)),
    mostBusyMs: largest(lanes.map((lane) => lane.reduce((sum, task) => sum + lengthOf(task), 0))),
  };
}

/** The way of the last result, during which no worker does anything. */
function withWayBack({ dispatchMs, transferMs }: Outside, ms: number): Partial<Outside> {
  return transferMs === undefined ? { dispatchMs: dispatchMs + ms } : { transferMs: transferMs + ms };
}

interface Context {
  timeline: Timeline;
  finishMs: number;
  isWarm: boolean;
  /** End of the round before each task, by task; null without rounds. */
  roundEnds: number[] | null;
}

function outsideOf(lane: Lane, context: Context): Outside {
  const { timeline, finishMs, isWarm } = context;
  const ofQueue = timeline.takenMs === undefined ? {} : { queuedMs: 0, transferMs: 0 };
  const total: Outside = { startUpMs: 0, dispatchMs: 0, ...ofQueue, idleMs: 0, waitMs: 0, taskWaitMs: 0 };
  let before: PlacedTask | null = null;
  let carriedMs = 0;
  for (const place of lane) {
    const gapMs = place.startMs - (before?.endMs ?? 0);
    const idleMs = before === null ? 0 : idleBetween(before, place, context);
    const isOwn = before !== null && timeline.worker[before.task] === timeline.worker[place.task];
    const waitMs = waitOutside(timeline, place.task, { mostMs: gapMs - idleMs, carriedMs: isOwn ? carriedMs : 0 });
    const { queuedMs, transferMs } = queueOf(timeline, before, place, gapMs - idleMs - (waitMs ?? 0));
    const restMs = gapMs - idleMs - (waitMs ?? 0) - queuedMs - transferMs;
    if (total.queuedMs !== undefined) total.queuedMs += queuedMs;
    if (total.transferMs !== undefined) total.transferMs += transferMs;
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

/** Of the time before a task on its worker that on the way of the last result, and that in the queue; no more than `mostMs`. */
function queueOf(
  { addedMs, takenMs, finishedMs }: Timeline,
  before: PlacedTask | null,
  place: PlacedTask,
  mostMs: number,
): { queuedMs: number; transferMs: number } {
  const taken = takenMs?.[place.task];
  if (typeof taken !== "number") return { queuedMs: 0, transferMs: 0 };
  const endMs = before?.endMs ?? 0;
  const freeMs = before === null ? (addedMs?.[place.task] ?? 0) : (finishedMs?.[before.task] ?? endMs);
  const transferMs = before === null ? 0 : Math.min(mostMs, Math.max(0, freeMs - endMs));
  return { transferMs, queuedMs: Math.min(mostMs - transferMs, Math.max(0, taken - freeMs)) };
}

/** Workers without a task were not ready while there still were some. There may be as many as a file says. */
function neverUsed(workers: number, { timeline, finishMs, isWarm }: Context): Outside {
  const lastStartMs = Math.min(finishMs, largest(timeline.startMs));
  const noWait = timeline.waitBeforeMs === undefined ? null : 0;
  const ofQueue = timeline.takenMs === undefined ? {} : { queuedMs: 0, transferMs: 0 };
  return {
    ...ofQueue,
    startUpMs: isWarm ? 0 : workers * lastStartMs,
    dispatchMs: isWarm ? workers * lastStartMs : 0,
    idleMs: workers * (finishMs - lastStartMs),
    waitMs: noWait,
    taskWaitMs: 0,
  };
}

/**
 * Waiting for a core within the task. The kernel's account is read before the task starts and after it has ended, so that
 * it may hold waiting after the end. CPU and waiting are no longer than the task; the rest (`afterMs`) came after it.
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

/** Time from the end of a worker's task to the end of its round. */
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
    ...(a.queuedMs === undefined ? {} : { queuedMs: a.queuedMs + (b.queuedMs ?? 0) }),
    ...(a.transferMs === undefined ? {} : { transferMs: a.transferMs + (b.transferMs ?? 0) }),
    idleMs: a.idleMs + b.idleMs,
    waitMs: plus(a.waitMs, b.waitMs),
    taskWaitMs: plus(a.taskWaitMs, b.taskWaitMs),
  };
}

function plus(a: number | null, b: number | null): number | null {
  return a === null || b === null ? null : a + b;
}

function lengthOf({ startMs, endMs }: PlacedTask): number {
  return endMs - startMs;
}
