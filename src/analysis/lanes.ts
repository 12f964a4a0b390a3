import type { Timeline } from "../record/schema.js";

/** One task on the clock of its trial. */
export interface PlacedTask {
  task: number;
  startMs: number;
  endMs: number;
}

/** What one worker did, in order of time. A worker that ends after its task leaves its lane to the next. */
export type Lane = PlacedTask[];

/**
 * Tasks by lane: one a worker, or, where every task had a worker of its own, as few lanes as ran at once.
 *
 * @param atOnce how many workers could run at once
 */
export function lanesOf(timeline: Timeline, atOnce: number): Lane[] {
  const tasks = timeline.worker.map((worker, task) => ({
    worker,
    task,
    startMs: timeline.startMs[task] ?? 0,
    endMs: timeline.endMs[task] ?? 0,
  }));
  tasks.sort((a, b) => a.startMs - b.startMs || a.task - b.task);
  const workers = [...new Set(tasks.map(({ worker }) => worker))];
  const lanes: Lane[] = [];
  for (const { worker, ...task } of tasks) {
    const place = workers.length <= atOnce ? workers.indexOf(worker) : freeLane(lanes, task.startMs);
    const lane = lanes[place] ?? [];
    lanes[place] = [...lane, task];
  }
  return lanes;
}

function freeLane(lanes: readonly Lane[], startMs: number): number {
  const free = lanes.findIndex((lane) => (lane.at(-1)?.endMs ?? 0) <= startMs);
  return free === -1 ? lanes.length : free;
}

/** Shares of lanes x time until the last task ends; they add up to 1. */
export interface LaneShares {
  before: number;
  tasks: number;
  between: number;
  after: number;
}

/** Where the workers' time went, from the start of the trial to the end of its last task. */
export function laneShares(lanes: readonly Lane[]): LaneShares {
  const finish = finishOf(lanes);
  const area = finish * lanes.length || 1;
  const sum = (figure: (lane: Lane) => number) => lanes.reduce((total, lane) => total + figure(lane), 0) / area;
  const before = sum((lane) => lane[0]?.startMs ?? 0);
  const after = sum((lane) => finish - (lane.at(-1)?.endMs ?? 0));
  const tasks = sum((lane) => lane.reduce((total, { startMs, endMs }) => total + endMs - startMs, 0));
  return { before, tasks, between: Math.max(0, 1 - before - after - tasks), after };
}

/** End of the last task, in ms from the start of the trial. */
export function finishOf(lanes: readonly Lane[]): number {
  return Math.max(0, ...lanes.flatMap((lane) => lane.at(-1)?.endMs ?? 0));
}
