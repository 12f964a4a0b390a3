import type { Timeline } from "../schema/run-schema.js";

/** One task on the clock of its trial. */
export interface PlacedTask {
  task: number;
  worker: number;
  startMs: number;
  endMs: number;
}

/** Tasks of a worker in order of time. A worker that ends after its task leaves its lane to the next. */
export type Lane = PlacedTask[];

type Placing = Pick<Timeline, "worker" | "startMs" | "endMs">;

/**
 * Tasks by lane. Each worker has a lane; where every task had a worker of its own, there are as many lanes as workers at
 * once, and a new worker takes the lane that has been free for longest, as it was started when that became free.
 *
 * @param atOnce most workers at once
 */
export function lanesOf(timeline: Placing, atOnce: number): Lane[] {
  const tasks = timeline.worker.map((worker, task) => ({
    worker,
    task,
    startMs: timeline.startMs[task] ?? 0,
    endMs: timeline.endMs[task] ?? 0,
  }));
  tasks.sort((a, b) => a.startMs - b.startMs || a.task - b.task);
  const workers = [...new Set(tasks.map(({ worker }) => worker))];
  const places = new Map(workers.map((worker, place) => [worker, place]));
  const lanes: Lane[] = [];
  for (const task of tasks) {
    const own = places.get(task.worker) as number;
    const place = workers.length <= atOnce ? own : freeLane(lanes, task.startMs, atOnce);
    const lane = lanes[place];
    if (lane === undefined) lanes[place] = [task];
    else lane.push(task);
  }
  return lanes;
}

function freeLane(lanes: readonly Lane[], startMs: number, atOnce: number): number {
  if (lanes.length < atOnce) return lanes.length;
  const ends = lanes.map((lane) => lane.at(-1)?.endMs ?? 0);
  const longestFree = ends.indexOf(Math.min(...ends));
  return (ends[longestFree] ?? 0) <= startMs ? longestFree : lanes.length;
}
