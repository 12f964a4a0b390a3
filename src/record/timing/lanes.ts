import type { Timeline } from "../schema/run-schema.js";

/** One task on the clock of its trial. */
export interface PlacedTask {
  task: number;
  worker: number;
  startMs: number;
  endMs: number;
  /** Its machine, where that is another than that of the run. */
  host?: string;
}

/** Tasks of a worker in order of time. A worker that ends after its task leaves its lane to the next. */
export type Lane = PlacedTask[];

type Placing = Pick<Timeline, "worker" | "startMs" | "endMs" | "host">;

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
    ...(timeline.host && { host: timeline.host[task] ?? "" }),
  }));
  tasks.sort((a, b) => a.startMs - b.startMs || a.task - b.task);
  const workers = [...new Set(tasks.map(({ worker }) => worker))];
  const places = new Map(workers.map((worker, place) => [worker, place]));
  const lanes: Lane[] = [];
  const free = new FreeLanes();
  for (const task of tasks) {
    const own = places.get(task.worker) as number;
    const place = workers.length <= atOnce ? own : free.take(task, atOnce);
    const lane = lanes[place];
    if (lane === undefined) lanes[place] = [task];
    else lane.push(task);
  }
  return lanes;
}

interface Ending {
  place: number;
  endMs: number;
}

/** The lanes by the ends of their last tasks: a heap, as a file may have as many lanes as tasks. */
class FreeLanes {
  readonly #heap: Ending[] = [];

  /**
   * The lane that has been free for longest when a task starts, of several the first. A new one where there are fewer than
   * `atOnce`, or none is free.
   */
  take({ startMs, endMs }: PlacedTask, atOnce: number): number {
    const heap = this.#heap;
    const [first] = heap;
    if (first === undefined || heap.length < atOnce || first.endMs > startMs) {
      heap.push({ place: heap.length, endMs });
      this.#rise(heap.length - 1);
      return heap.length - 1;
    }
    const { place } = first;
    heap[0] = { place, endMs };
    this.#sink();
    return place;
  }

  #rise(from: number): void {
    for (let at = from; at > 0; ) {
      const above = (at - 1) >> 1;
      if (!this.#swapped(at, above)) return;
      at = above;
    }
  }

  #sink(): void {
    for (let at = 0; ; ) {
      const [left, right] = [2 * at + 1, 2 * at + 2];
      const below = right < this.#heap.length && this.#isBefore(right, left) ? right : left;
      if (below >= this.#heap.length || !this.#swapped(below, at)) return;
      at = below;
    }
  }

  /** Puts a lane in the place of another where it comes before it. */
  #swapped(at: number, above: number): boolean {
    if (!this.#isBefore(at, above)) return false;
    const heap = this.#heap;
    [heap[at], heap[above]] = [heap[above] as Ending, heap[at] as Ending];
    return true;
  }

  #isBefore(one: number, other: number): boolean {
    const [a, b] = [this.#heap[one] as Ending, this.#heap[other] as Ending];
    return a.endMs < b.endMs || (a.endMs === b.endMs && a.place < b.place);
  }
}
