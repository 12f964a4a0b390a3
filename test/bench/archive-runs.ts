import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { withId } from "../../.build/record/schema/run-id.js";
import type { Cell, Factors, Run, Trial } from "../../.build/record/schema/run-schema.js";
import { seededRandom } from "../../.build/stats/random.js";

/** Trials scatter by so much (standard deviation of the log time), within a run and from run to run alike. */
const NOISE = 0.02;
/** What every cell takes longer from its planted run on. */
const STEP = 1.2;
const TRIALS = 10;
const FIRST_DAY = Date.UTC(2020, 0, 1, 6);
/** Four runs a day. */
const EVERY_MS = 6 * 3_600_000;

const CELLS: { factors: Factors; wallMs: number }[] = [
  { factors: { strategy: "sequential", workers: 1 }, wallMs: 800 },
  { factors: { strategy: "process-per-task", workers: 4 }, wallMs: 460 },
  ...[1, 2, 4, 8].map((workers) => ({
    factors: { strategy: "thread-pool", workers },
    wallMs: 20 + 800 / Math.min(workers, 4),
  })),
  ...[1, 2, 4, 8].map((workers) => ({
    factors: { strategy: "process-pool", workers },
    wallMs: 60 + 820 / Math.min(workers, 4),
  })),
].map(({ factors, wallMs }) => ({ factors: { ...factors, tasks: 8, n: 1_000_000, workload: "random-loop" }, wallMs }));

/** An archive to be made: the same numbers give the same runs. */
export interface ArchivePlan {
  runs: number;
  seed: number;
  /** Without a step in any cell. */
  flat?: boolean;
}

/** Where the step of each cell lies: the first run that takes longer, between a fifth and four fifths of the archive. */
export function plantedSteps({ runs, seed }: ArchivePlan): number[] {
  const random = seededRandom(seed ^ 0x57e9);
  return CELLS.map(() => Math.floor(runs * (0.2 + 0.6 * random())));
}

/** One run of the archive: 10 cells of 10 trials on one machine. */
export function archiveRun(plan: ArchivePlan, index: number): Run {
  const normal = normalFrom(seededRandom(plan.seed * 1_000_003 + index));
  const steps = plantedSteps(plan);
  const startedMs = FIRST_DAY + index * EVERY_MS;
  return withId({
    schemaVersion: 1,
    study: "nightly",
    studyHash: "5c".repeat(32),
    status: "complete",
    startedAt: new Date(startedMs).toISOString(),
    finishedAt: new Date(startedMs + 60_000).toISOString(),
    seed: plan.seed,
    machine: {
      id: "m-archive",
      name: "nightly host",
      cpuModel: "Example CPU @ 3.0 GHz",
      logicalCores: 4,
      physicalCores: 4,
      availableParallelism: 4,
      memoryBytes: 16e9,
      platform: "linux",
      osRelease: `6.1.${Math.floor(index / 200)}`,
      arch: "x64",
      virtualisation: "none",
    },
    software: { tool: { name: "scalebook", version: "0.1.0" }, node: `20.19.${Math.floor(index / 250)}` },
    command: `scalebook run workers --blocks ${TRIALS} --seed ${plan.seed}`,
    commit: { hash: (index * 7919).toString(16).padStart(40, "0"), dirty: false },
    experiments: [
      {
        id: "workers",
        title: "More workers",
        question: "How much do more workers gain on this machine?",
        division: "tasks",
        charts: ["time-vs-workers", "speed-up", "total-time", "cpu-time"],
        workloads: { "random-loop": { title: "Random numbers", bound: "cpu" } },
        cells: CELLS.map(({ factors, wallMs }, cell) => {
          const slower = plan.flat !== true && index >= (steps[cell] as number);
          return cellOf(factors, wallMs * (slower ? STEP : 1), cell, normal);
        }),
      },
    ],
  });
}

/** Writes runs `from` to `to` (not included) of the archive into a folder, one file a run. */
export function writeArchive(dir: string, plan: ArchivePlan, from = 0, to = plan.runs): void {
  mkdirSync(dir, { recursive: true });
  for (let index = from; index < to; index++) {
    const run = archiveRun(plan, index);
    writeFileSync(join(dir, `${run.id}.json`), `${JSON.stringify(run)}\n`);
  }
}

function cellOf(factors: Factors, typicalMs: number, position: number, normal: () => number): Cell {
  const trials = Array.from({ length: TRIALS }, (_, block): Trial => {
    const wallMs = micro(typicalMs * Math.exp(NOISE * normal()));
    const startUpMs = micro(wallMs * 0.04);
    const tearDownMs = micro(wallMs * 0.01);
    return {
      block,
      position,
      status: "ok",
      wallMs,
      startUpMs,
      workMs: micro(wallMs - startUpMs),
      tearDownMs,
      hostMs: micro(wallMs + tearDownMs + 45),
      userMs: micro(820 + 10 * normal()),
      sysMs: micro(12 + normal() ** 2),
      peakPssBytes: Math.round(4e7 + factors.workers * 9e6),
      taskCpuMs: micro(800 + 10 * normal()),
      queueWaitMs: micro(normal() ** 2),
      checksum: 123_456,
      workersUsed: factors.workers,
    };
  });
  return { factors, trials };
}

/** Two uniform draws to a normal one (Box and Muller). */
function normalFrom(uniform: () => number): () => number {
  return () => Math.sqrt(-2 * Math.log(1 - uniform())) * Math.cos(2 * Math.PI * uniform());
}

function micro(ms: number): number {
  return Math.round(ms * 1e3) / 1e3;
}
