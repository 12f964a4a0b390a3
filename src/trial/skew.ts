import { randomAt } from "../workloads/random.js";

/** How long the tasks of a trial are, as weights of any sum. */
type Skew = (tasks: number, seed: number) => number[];

const LONG = 12;
const RANGE = 16;

/** Levels of the factor `skew`. The tasks together are as much work under every level. */
const skews: Record<string, Skew> = {
  none: (tasks) => new Array<number>(tasks).fill(1),
  /** The first task is 12 times as long as each of the others. */
  "one-long": (tasks) => Array.from({ length: tasks }, (_, index) => (index === 0 ? LONG : 1)),
  /** Lengths from 1 to 16 in equal ratios, in an order that follows from the seed. */
  mixed: (tasks, seed) =>
    shuffled(
      Array.from({ length: tasks }, (_, index) => RANGE ** (index / Math.max(1, tasks - 1))),
      seed,
    ),
};

/**
 * The size of every task: `tasks` sizes with mean n, each at least 1.
 *
 * @param level a level of the factor `skew`; absent: all tasks are equal
 */
export function skewedSizes(
  level: string | number | boolean | undefined,
  { tasks, n, seed }: { tasks: number; n: number; seed: number },
): number[] {
  if (level === undefined) return new Array<number>(tasks).fill(n);
  const skew = Object.hasOwn(skews, String(level)) ? skews[String(level)] : undefined;
  if (skew === undefined) throw new Error(`there is no skew "${level}": give one of ${Object.keys(skews).join(", ")}`);
  const weights = skew(tasks, seed);
  const sum = weights.reduce((total, weight) => total + weight, 0);
  return weights.map((weight) => Math.max(1, Math.round((n * tasks * weight) / sum)));
}

/** Fisher-Yates, from a counter-based generator: the same seed gives the same order anywhere. */
function shuffled(items: number[], seed: number): number[] {
  for (let last = items.length - 1; last > 0; last--) {
    const pick = randomAt(seed, last) % (last + 1);
    [items[last], items[pick]] = [items[pick] as number, items[last] as number];
  }
  return items;
}
