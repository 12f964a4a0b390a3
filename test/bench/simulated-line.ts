/** Runs with a known answer: one strategy whose speed-up at every worker count is given, under seeded noise. */
import type { Run } from "../../.build/record/schema/run-schema.js";
import { gaussian } from "./noise.js";

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
  return runOf({ id: "line", title: "Line", division: "tasks", cells });
}

/** A run as the own runner records it, of one experiment. */
export function runOf(experiment: Run["experiments"][number], cores?: number): Run {
  const machine = { id: "m-simulated", name: "simulated", ...(cores && { availableParallelism: cores }) };
  return {
    schemaVersion: 1,
    id: "20261121t061500z-simulated-000000",
    study: "simulated",
    studyHash: null,
    status: "complete",
    startedAt: "2026-11-21T06:15:00Z",
    finishedAt: "2026-11-21T06:20:00Z",
    seed: 1,
    machine,
    software: { tool: { name: "scalebook", version: "0" }, node: null },
    experiments: [experiment],
  };
}

function driftAt(share: number, block: number): number {
  return 0.1 * share + 0.03 * Math.sin(block / 2);
}
