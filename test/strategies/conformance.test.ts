import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { strategyIds as everyId, loadStrategy } from "../../.build/strategies/index.js";
import type { HostLoop } from "../../.build/strategies/queue/host.js";
import type { Scheduling, TaskOutcome, TaskRecord } from "../../.build/strategies/strategy.js";
import { trialInputs } from "../../.build/trial/inputs.js";
import { loadWorkload, workloadIds } from "../../.build/workloads/index.js";
import { has } from "../needs.js";
import { queueHost } from "./queue-host.js";
import { type RedisServer, startRedis } from "./redis-server.js";

/** Sizes that take a moment each, so that tasks overlap where they can. */
const SIZES = {
  "random-loop": 200_000,
  "random-sum": 30_000,
  "list-append": 30_000,
  "file-write": 10_000,
  sleep: 15,
  matrix: 40,
  sort: 5_000,
  shapefile: 30,
  hello: 1,
  fault: 200_000,
  payload: 200_000,
  globals: 15,
  "shared-counter": 200_000,
};
const WORKERS = 2;
const TASKS = 5;

const strategyIds = everyId.filter((id) => id !== "queue" || has("redis"));

let scratch = "";
let redis: RedisServer | undefined;
let host: HostLoop | undefined;
beforeAll(async () => {
  scratch = mkdtempSync(join(tmpdir(), "scalebook-test-"));
  if (!strategyIds.includes("queue")) return;
  redis = await startRedis();
  host = await queueHost(redis.url, { slots: WORKERS });
});
afterAll(async () => {
  await host?.close();
  await redis?.close();
  rmSync(scratch, { recursive: true, force: true });
});

async function execute(
  strategy: (typeof strategyIds)[number],
  workload: (typeof workloadIds)[number],
  more: {
    launch?: "bounded" | "all-at-once";
    scheduling?: Scheduling;
    warm?: boolean;
    scratch?: string;
    n?: number;
    tasks?: number;
    arrived?: (outcome: TaskOutcome) => void;
  } = {},
): Promise<TaskOutcome[]> {
  const { launch = "bounded", scheduling = "next-free" } = more;
  const usesWorkers = (await loadStrategy(strategy)).usesWorkers;
  const workers = usesWorkers ? WORKERS : 1;
  const loaded = await loadWorkload(workload);
  const inputs = trialInputs(loaded, {
    strategy,
    workload,
    workers,
    tasks: more.tasks ?? TASKS,
    n: more.n ?? SIZES[workload],
    launch,
    scheduling,
    pool: "fresh",
    seed: 7,
    scratch: more.scratch ?? scratch,
    env: {},
  });
  await loaded.setup?.(inputs);
  const env = { TZ: "UTC" };
  const loadedStrategy = await loadStrategy(strategy);
  await loadedStrategy.load?.();
  const own = loadedStrategy.isRemote && redis !== undefined ? { redis: redis.url } : {};
  const session = loadedStrategy.open({ workload, workers, launch, scheduling, env, more: {}, ...own });
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

type Five = [TaskRecord, TaskRecord, TaskRecord, TaskRecord, TaskRecord];
const strategies = await Promise.all(strategyIds.map(async (id) => ({ id, ...(await loadStrategy(id)) })));
const parallel = strategies.filter(({ usesWorkers }) => usesWorkers).map(({ id }) => id);
const scheduled = strategies.filter(({ factors }) => factors.includes("scheduling")).map(({ id }) => id);

/** Sums of the tasks one after the other, each worked out once. */
const expectedSums = new Map<string, Promise<number>>();

function expectedSum(workload: (typeof workloadIds)[number]): Promise<number> {
  const known = expectedSums.get(workload) ?? execute("sequential", workload).then((done) => sum(records(done)));
  expectedSums.set(workload, known);
  return known;
}

describe.each(strategyIds)("strategy %s", (strategy) => {
  // Files that are made here are not on machines of the queue: such a study is refused.
  it.each(workloadIds.filter((id) => strategy !== "queue" || id !== "shapefile"))(
    "gives the results of sequential on %s, never more at once than it has workers",
    async (workload) => {
      const done = records(await execute(strategy, workload));
      expect(sum(done)).toBe(await expectedSum(workload));
      if (parallel.includes(strategy)) expect(mostAtOnce(done)).toBeLessThanOrEqual(WORKERS);
    },
  );

  // Machines of the queue have a folder of their own: test/strategies/queue.test.ts.
  it.skipIf(strategy === "queue")("tells the caller which tasks failed, and why", async () => {
    const outcomes = await execute(strategy, "file-write", { scratch: join(scratch, "is-not-there") });
    expect(outcomes).toHaveLength(TASKS);
    for (const [index, outcome] of outcomes.entries()) {
      expect(outcome).toMatchObject({ status: "failed", index });
      expect((outcome as { message: string }).message).toContain("ENOENT");
    }
  });

  it("says when each task is done, in the moment that it is, and leaves no process behind", async () => {
    const before = childProcesses();
    const heard: TaskOutcome[] = [];
    const outcomes = await execute(strategy, "sleep", { arrived: (outcome) => heard.push(outcome) });
    expect(heard).toHaveLength(TASKS);
    expect(new Set(heard)).toEqual(new Set(outcomes));
    expect(childProcesses()).toBe(before);
  });
});

describe.each(parallel)("strategy %s", (strategy) => {
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

const pools = ["thread-pool", "process-pool", "piscina", "workerpool-threads", "workerpool-processes"] as const;

describe.each(scheduled)("strategy %s, scheduled", (strategy) => {
  it.each(["rounds", "static-chunks"] as const)("gives the results of sequential in %s", async (scheduling) => {
    const expected = await expectedSum("random-loop");
    const tasks = records(await execute(strategy, "random-loop", { scheduling }));
    expect(tasks.map(({ index }) => index)).toEqual([0, 1, 2, 3, 4]);
    expect(sum(tasks)).toBe(expected);
    expect(mostAtOnce(tasks)).toBeLessThanOrEqual(WORKERS);
  });

  it("starts no round before the last one is over", async () => {
    const [a, b, c, d, e] = records(await execute(strategy, "sleep", { scheduling: "rounds" })) as Five;
    expect(Math.min(c.startMs, d.startMs)).toBeGreaterThanOrEqual(Math.max(a.endMs, b.endMs));
    expect(e.startMs).toBeGreaterThanOrEqual(Math.max(c.endMs, d.endMs));
  });

  // On a machine under load a worker may begin its chunk when the other is through.
  it("does the tasks of a chunk one after the other, in a pool all in one worker", { retry: 2 }, async () => {
    const [a, b, c, d, e] = records(await execute(strategy, "sleep", { scheduling: "static-chunks", n: 120 })) as Five;
    expect(b.startMs).toBeGreaterThanOrEqual(a.endMs);
    expect(c.startMs).toBeGreaterThanOrEqual(b.endMs);
    expect(e.startMs).toBeGreaterThanOrEqual(d.endMs);
    expect(d.startMs).toBeLessThan(c.endMs);
    if (!(pools as readonly string[]).includes(strategy)) return;
    expect(new Set([a, b, c].map(({ worker }) => worker)).size).toBe(1);
    expect(d.worker).toBe(e.worker);
    expect(d.worker).not.toBe(a.worker);
  });

  it("goes without the workers that it has no task for", async () => {
    for (const scheduling of ["rounds", "static-chunks"] as const) {
      expect(records(await execute(strategy, "hello", { scheduling, tasks: 1 }))).toHaveLength(1);
    }
  });

  it("tells which tasks of a chunk failed, and why", async () => {
    const outcomes = await execute(strategy, "file-write", {
      scheduling: "static-chunks",
      scratch: join(scratch, "is-not-there"),
    });
    expect(outcomes.map((outcome) => outcome.status === "failed" && outcome.index)).toEqual([0, 1, 2, 3, 4]);
    for (const outcome of outcomes) expect((outcome as { message: string }).message).toContain("ENOENT");
  });
});

describe.each(pools)("strategy %s", (strategy) => {
  it("reuses its workers", async () => {
    const workers = records(await execute(strategy, "sleep", { n: 100 })).map(({ worker }) => worker);
    expect(new Set(workers).size).toBe(WORKERS);
  });

  it("starts its first task at once when warm", async () => {
    const warm = records(await execute(strategy, "random-loop", { warm: true }));
    expect(sum(warm)).toBe(await expectedSum("random-loop"));
  });
});

it("runs event-loop tasks at once on one thread", async () => {
  const tasks = records(await execute("event-loop", "sleep"));
  expect(mostAtOnce(tasks)).toBe(TASKS);
  expect(new Set(tasks.map(({ worker }) => worker)).size).toBe(1);
});
