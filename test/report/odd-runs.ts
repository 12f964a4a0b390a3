import type { Cell, Experiment, Factors, Run, Trial } from "../../src/record/schema/run-schema.js";
import { makeRun } from "./sample-runs.js";

/** Numbers from 0 to 1 from a seed (mulberry32). */
export function uniform(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}

const STRATEGIES = [
  "sequential",
  "event-loop",
  "thread-pool",
  "process-pool",
  "thread-per-task",
  "process-per-task",
  "somebody-elses-very-long-strategy-name",
  ...Array.from({ length: 6 }, (_, index) => `other-${index}`),
];

/** Times that pictures must bear: tiny, huge, nothing, none at all. */
const ODD_TIMES = [0, 1e-9, 0.4, 3.2e11, null];

/**
 * A run that nobody planned: 1 to 12 strategies over 1 to 6 worker counts and 1 to 4 sizes, 1 to 12 trials a cell, some of
 * them failed, timed out, zero or absurd, some cells missing, times flat, scattered over decades, or all the same.
 */
export function oddRun(seed: number): Run {
  const random = uniform(seed);
  const whole = (least: number, most: number) => least + Math.floor(random() * (most - least + 1));
  const pick = <T>(from: readonly T[]): T => from[whole(0, from.length - 1)] as T;
  const strategies = [...STRATEGIES].sort(() => random() - 0.5).slice(0, whole(1, 12));
  const workers = pick([[1], [1, 2], [1, 2, 4, 8], [1, 2, 3, 4, 6, 8], [3, 17, 64, 1000], [2, 2048]]);
  const sizes = pick<Factors["n"][]>([[undefined], [1000], [10, 1e6], [1, 10, 100, 1e9], [0, 5]] as never);
  const spread = pick([0, 0.02, 0.5, 3]);
  const oddity = pick([0, 0, 0.05, 0.3]);
  const blocks = pick([1, 2, 5, 12]);
  const trial = (block: number, base: number): Trial => {
    const odd = random() < oddity;
    const wallMs = odd ? pick(ODD_TIMES) : base * Math.exp(spread * (random() - 0.5));
    if (wallMs === null) return { block, status: "failed", reason: pick(["out-of-memory", "killed"]), wallMs };
    if (odd && random() < 0.3) return { block, status: "timeout", reason: "timeout", wallMs: null };
    const task = (index: number) => (wallMs / 8) * (1 + 0.1 * index);
    return { block, status: "ok", wallMs, taskMs: Array.from({ length: 8 }, (_, index) => task(index)) };
  };
  const cells = strategies.flatMap((strategy) =>
    workers.flatMap((count) =>
      sizes.flatMap((n = 1): Cell[] => {
        if (random() < 0.1) return [];
        const base = (50 * (n + 100) ** pick([0, 0.2])) / count ** pick([0, 1]);
        const factors = { strategy, workers: count, tasks: 8, ...(sizes.length > 1 && { n }) };
        return [{ factors, trials: Array.from({ length: blocks }, (_, block) => trial(block, base)) }];
      }),
    ),
  );
  const experiment: Experiment = { id: "odd", title: "Odd", division: "tasks", cells };
  const at = new Date(Date.UTC(2026, 10, 1) + seed * 60_000).toISOString();
  const id = `${at.replace(/[-:]|\.\d+/g, "").toLowerCase()}-odd-${seed.toString(16).padStart(6, "0")}`;
  return makeRun({ id, study: `odd-${seed}`, startedAt: at, finishedAt: at, experiments: [experiment] });
}
