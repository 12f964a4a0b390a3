/** Runs with a known answer: one strategy whose speed-up at every worker count is given, under seeded noise. */
import type { Run } from "../../.build/record/schema/run-schema.js";

export interface Simulation {
  /** True speed-up over one worker. */
  speedUpOf: (workers: number) => number;
  workers: readonly number[];
  blocks: number;
  /** Standard deviation of a trial's log time. */
  noise: number;
  /** Uniform numbers in [0, 1). */
  random: () => number;
}

/** True speed-up curves. */
export const amdahl =
  (serial: number) =>
  (workers: number): number =>
    1 / (serial + (1 - serial) / workers);
export const hardLimit =
  (limit: number) =>
  (workers: number): number =>
    Math.min(workers, limit);

/** Recorded in blocks on a machine that slows down by 10 % over the recording and is disturbed: as blocks are for. */
export function simulatedRun({ speedUpOf, workers, blocks, noise, random }: Simulation): Run {
  const cells = workers.map((count) => ({
    factors: { strategy: "thread-pool", workers: count },
    trials: Array.from({ length: blocks }, (_, block) => ({
      block,
      status: "ok" as const,
      wallMs: (1000 / speedUpOf(count)) * Math.exp(driftAt(block / blocks, block) + noise * gaussian(random)),
    })),
  }));
  return {
    schemaVersion: 1,
    id: "20261121t061500z-simulated-000000",
    study: "simulated",
    studyHash: null,
    status: "complete",
    startedAt: "2026-11-21T06:15:00Z",
    finishedAt: "2026-11-21T06:20:00Z",
    seed: 1,
    machine: { id: "m-simulated", name: "simulated" },
    software: { tool: { name: "scalebook", version: "0" }, node: null },
    experiments: [{ id: "line", title: "Line", division: "tasks", cells }],
  };
}

function driftAt(share: number, block: number): number {
  return 0.1 * share + 0.03 * Math.sin(block / 2);
}

/** Standard normal by Box and Muller. */
function gaussian(random: () => number): number {
  return Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
}
