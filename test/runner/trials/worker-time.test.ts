import { describe, expect, it } from "vitest";
import { launchHost } from "../../../.build/runner/processes/launch-host.js";
import { trialRecord } from "../../../.build/runner/trials/trial-record.js";
import type { TrialSpec } from "../../../.build/trial/messages.js";
import type { Factors, Trial } from "../../../src/record/schema/run-schema.js";
import { testFolder } from "../guarded-folder.js";

const { folder, environment, options } = await testFolder();

const TASKS = 6;

async function recorded(factors: Factors): Promise<Trial> {
  const usual = { launch: "bounded", pool: "fresh", seed: 1, scratch: folder, env: environment } as const;
  const spec = { ...usual, ...factors, tasks: TASKS, n: 200_000, workload: "random-loop" } as TrialSpec;
  const launched = await launchHost({ kind: "trial", spec }, options);
  return trialRecord(launched, { block: 0, position: 0 }, { factors, checksum: undefined });
}

describe("where the workers' time went, of trials in real processes", () => {
  it.each<Factors>([
    { strategy: "sequential", workers: 1 },
    { strategy: "thread-pool", workers: 2 },
    { strategy: "process-pool", workers: 2, pool: "warm" },
    { strategy: "process-pool", workers: 8 },
    { strategy: "thread-per-task", workers: 2 },
    { strategy: "process-per-task", workers: 3, scheduling: "rounds" },
  ])("$strategy on $workers: adds up with the tasks to workers x wall clock", async (factors) => {
    const { wallMs, taskMs = [], workerTime, timeline } = await recorded(factors);
    if (workerTime === undefined || wallMs === null) throw new Error("the trial says nothing of its workers");
    const { startUpMs, dispatchMs, idleMs, waitMs, mostBusyMs } = workerTime;
    const busyMs = taskMs.reduce((sum, ms) => sum + ms, 0);
    expect(busyMs + startUpMs + dispatchMs + idleMs + (waitMs ?? 0)).toBeCloseTo(factors.workers * wallMs, 6);
    expect(mostBusyMs * factors.workers).toBeGreaterThanOrEqual(busyMs - 1e-6);
    expect(startUpMs === 0).toBe(factors.pool === "warm");
    expect(timeline?.waitBeforeMs).toHaveLength(TASKS);
    if (process.platform !== "linux") return;
    expect(waitMs).not.toBeNull();
    expect(timeline?.waitBeforeMs?.every((ms) => ms !== null && ms >= 0)).toBe(true);
  });

  it("has no waits told apart where tasks share a thread", async () => {
    const { status, timeline, workerTime } = await recorded({ strategy: "event-loop", workers: 1 });
    expect(status).toBe("ok");
    expect(workerTime?.waitMs ?? null).toBeNull();
    expect(timeline?.waitBeforeMs).toEqual(new Array(TASKS).fill(null));
  });
});
