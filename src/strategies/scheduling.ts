import type { TaskInput } from "../workloads/workload.js";
import type { Scheduling, TaskOutcome } from "./strategy.js";

/** Something under way: its result, and the moment at which its place is free again (a worker may outlive its answer). */
export interface Started<Result> {
  result: Promise<Result>;
  released: Promise<void>;
}

/** All results, in order, and a promise for the moment at which the last place is free. */
export interface ScheduledResults<Result> {
  results: Result[];
  allReleased: Promise<void>;
}

/** Items cut beforehand into contiguous chunks of one size; the first are one larger where they do not divide. */
export function chunksOf<Item>(items: readonly Item[], chunks: number): Item[][] {
  const base = Math.floor(items.length / chunks);
  const larger = items.length % chunks;
  const cut: Item[][] = [];
  for (let start = 0; start < items.length; ) {
    const size = base + (cut.length < larger ? 1 : 0);
    cut.push(items.slice(start, start + size));
    start += size;
  }
  return cut;
}

/** The two ways to give work to a pool. Neither rejects: a failure is the outcome of its task. */
export interface PoolCalls {
  /** One task, to whichever worker is free. */
  one(input: TaskInput): Promise<TaskOutcome>;
  /** Several tasks in one go, which one worker does one after the other. */
  chunk(inputs: TaskInput[]): Promise<TaskOutcome[]>;
}

/** Gives a pool its tasks as the scheduling asks; outcomes in the order of the inputs. */
export async function schedulePool(
  inputs: readonly TaskInput[],
  { workers, scheduling }: { workers: number; scheduling: Scheduling },
  pool: PoolCalls,
): Promise<TaskOutcome[]> {
  if (scheduling === "next-free") return Promise.all(inputs.map((input) => pool.one(input)));
  if (scheduling === "static-chunks") {
    const outcomes = await Promise.all(chunksOf(inputs, workers).map((chunk) => pool.chunk(chunk)));
    return outcomes.flat();
  }
  const outcomes: TaskOutcome[] = [];
  for (const round of roundsOf(inputs, workers)) {
    for (const outcome of await Promise.all(round.map((input) => pool.one(input)))) outcomes.push(outcome);
  }
  return outcomes;
}

/** As {@link schedulePool}, where every item starts a worker of its own; a round ends when its workers are gone. */
export async function scheduleStarts<Item, Result>(
  items: readonly Item[],
  { workers, scheduling }: { workers: number; scheduling: Scheduling },
  start: (item: Item) => Started<Result>,
): Promise<ScheduledResults<Result>> {
  if (scheduling === "next-free") return forEachAtMost(items, workers, start);
  if (scheduling === "static-chunks") {
    return together(await Promise.all(chunksOf(items, workers).map((chunk) => forEachAtMost(chunk, 1, start))));
  }
  const rounds: ScheduledResults<Result>[] = [];
  for (const round of roundsOf(items, workers)) {
    await rounds.at(-1)?.allReleased;
    rounds.push(await forEachAtMost(round, workers, start));
  }
  return together(rounds);
}

function roundsOf<Item>(items: readonly Item[], size: number): Item[][] {
  return Array.from({ length: Math.ceil(items.length / size) }, (_, round) =>
    items.slice(round * size, (round + 1) * size),
  );
}

function together<Result>(parts: ScheduledResults<Result>[]): ScheduledResults<Result> {
  return {
    results: parts.flatMap(({ results }) => results),
    allReleased: Promise.all(parts.map(({ allReleased }) => allReleased)).then(() => undefined),
  };
}

/**
 * Calls `start` for every item, with at most `limit` of them under way, in order. A worker that has answered but has not
 * gone yet still holds its place.
 */
async function forEachAtMost<Item, Result>(
  items: readonly Item[],
  limit: number,
  start: (item: Item) => Started<Result>,
): Promise<ScheduledResults<Result>> {
  const results: Promise<Result>[] = [];
  const releases: Promise<void>[] = [];
  let next = 0;
  const lane = async () => {
    while (next < items.length) {
      const index = next++;
      const { result, released } = start(items[index] as Item);
      results[index] = result;
      releases[index] = released;
      await result;
      if (next < items.length) await released;
    }
  };
  await Promise.all(Array.from({ length: Math.min(limit, items.length) }, lane));
  return { results: await Promise.all(results), allReleased: Promise.all(releases).then(() => undefined) };
}
