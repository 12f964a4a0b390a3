import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { loadStrategy, strategyIds } from "../../.build/strategies/index.js";
import type { TaskOutcome, TaskRecord } from "../../.build/strategies/strategy.js";
import { trialInputs } from "../../.build/trial/inputs.js";
import { loadWorkload, workloadIds } from "../../.build/workloads/index.js";

/** Sizes that take a moment each, so that tasks overlap where they can. */
const SIZES = {
  "random-loop": 200_000,
  "random-sum": 30_000,
  "list-append": 30_000,
  "file-write": 10_000,
  sleep: 15,
  fault: 200_000,
  payload: 200_000,
  globals: 15,
  "shared-counter": 200_000,
};
const WORKERS = 2;
const TASKS = 5;

let scratch = "";
beforeAll(() => {
  scratch = mkdtempSync(join(tmpdir(), "scalebook-test-"));
});
afterAll(() => rmSync(scratch, { recursive: true, force: true }));

async function execute(
  strategy: (typeof strategyIds)[number],
  workload: (typeof workloadIds)[number],
  more: {
    launch?: "bounded" | "all-at-once";
    warm?: boolean;
    scratch?: string;
    n?: number;
    arrived?: (outcome: TaskOutcome) => void;
  } = {},
): Promise<TaskOutcome[]> {
  const { launch = "bounded" } = more;
  const usesWorkers = (await loadStrategy(strategy)).usesWorkers;
  const workers = usesWorkers ? WORKERS : 1;
  const inputs = trialInputs(await loadWorkload(workload), {
    strategy,
    workload,
    workers,
    tasks: TASKS,
    n: more.n ?? SIZES[workload],
    launch,
    pool: "fresh",
    seed: 7,
    scratch: more.scratch ?? scratch,
    env: {},
  });
  const session = (await loadStrategy(strategy)).open({ workload, workers, launch, env: { TZ: "UTC" }, more: {} });
  try {
    if (more.warm) await session.warm?.();
    return await session.run(inputs, more.arrived);
  } finally {
    await session.close();
  }
}

function records(outcomes: TaskOutcome[]): TaskRecord[] {
  return outcomes.map((outcome) => {
    if (outcome.status === "failed") throw new Error(outcome.message);
    return outcome.record;
  });
}

function mostAtOnce(tasks: TaskRecord[]): number {
  return Math.max(
    ...tasks.map(({ startMs }) => tasks.filter((other) => other.startMs <= startMs && startMs < other.endMs).length),
  );
}

const sum = (tasks: TaskRecord[]) => tasks.reduce((total, { checksum }) => total + checksum, 0);

function childProcesses(): string {
  const path = `/proc/self/task/${process.pid}/children`;
  return existsSync(path) ? readFileSync(path, "latin1") : "";
}

const parallel = strategyIds.filter((id) => id !== "sequential" && id !== "event-loop");

describe.each(strategyIds)("strategy %s", (strategy) => {
  it.each(workloadIds)("gives the results of sequential on %s", async (workload) => {
    const expected = sum(records(await execute("sequential", workload)));
    expect(sum(records(await execute(strategy, workload)))).toBe(expected);
  });

  it("tells the caller which tasks failed, and why", async () => {
    const outcomes = await execute(strategy, "file-write", { scratch: join(scratch, "is-not-there") });
    expect(outcomes).toHaveLength(TASKS);
    for (const [index, outcome] of outcomes.entries()) {
      expect(outcome).toMatchObject({ status: "failed", index });
      expect((outcome as { message: string }).message).toContain("ENOENT");
    }
  });

  it("says when each task is done, in the moment that it is", async () => {
    const heard: TaskOutcome[] = [];
    const outcomes = await execute(strategy, "sleep", { arrived: (outcome) => heard.push(outcome) });
    expect(heard).toHaveLength(TASKS);
    expect(new Set(heard)).toEqual(new Set(outcomes));
  });

  it("leaves no process behind", async () => {
    const before = childProcesses();
    await execute(strategy, "random-loop");
    expect(childProcesses()).toBe(before);
  });
});

describe.each(parallel)("strategy %s", (strategy) => {
  it.each(workloadIds)("never runs more tasks at once than it has workers on %s", async (workload) => {
    expect(mostAtOnce(records(await execute(strategy, workload)))).toBeLessThanOrEqual(WORKERS);
  });

  it("uses its workers side by side where tasks wait", async () => {
    expect(mostAtOnce(records(await execute(strategy, "sleep", { n: 300 })))).toBe(WORKERS);
  });
});

describe.each(["thread-per-task", "process-per-task"] as const)("strategy %s", (strategy) => {
  it("runs every task in a worker of its own", async () => {
    const workers = records(await execute(strategy, "random-loop")).map(({ worker }) => worker);
    expect(new Set(workers).size).toBe(TASKS);
  });

  it("has all workers alive at once when asked to", async () => {
    const outcomes = await execute(strategy, "sleep", { launch: "all-at-once", n: 600 });
    expect(mostAtOnce(records(outcomes))).toBeGreaterThan(WORKERS);
  });
});

describe.each(["thread-pool", "process-pool"] as const)("strategy %s", (strategy) => {
  it("reuses its workers", async () => {
    const workers = records(await execute(strategy, "sleep", { n: 100 })).map(({ worker }) => worker);
    expect(new Set(workers).size).toBe(WORKERS);
  });

  it("starts its first task at once when warm", async () => {
    const fresh = records(await execute(strategy, "random-loop"));
    const warm = records(await execute(strategy, "random-loop", { warm: true }));
    expect(sum(warm)).toBe(sum(fresh));
  });
});

it("runs event-loop tasks at once on one thread", async () => {
  const tasks = records(await execute("event-loop", "sleep"));
  expect(mostAtOnce(tasks)).toBe(TASKS);
  expect(new Set(tasks.map(({ worker }) => worker)).size).toBe(1);
});
