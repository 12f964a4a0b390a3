import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { pathToFileURL } from "node:url";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { loadStrategy } from "../../.build/strategies/index.js";
import type { HostLoop } from "../../.build/strategies/queue/host.js";
import { hostsOf, queuesOf } from "../../.build/strategies/queue/hosts.js";
import {
  hostKey,
  LOCK_MS,
  MOST_JOB_BYTES,
  MOST_STALLS,
  NO_HOST_MS,
  NO_REDIS_MS,
  STALL_CHECK_MS,
} from "../../.build/strategies/queue/names.js";
import { connected, queueLibraries } from "../../.build/strategies/queue/redis.js";
import type { Aligned, TaskOutcome, TaskRecord } from "../../.build/strategies/strategy.js";
import { executeTrial } from "../../.build/trial/execute.js";
import { trialInputs } from "../../.build/trial/inputs.js";
import type { TrialSpec } from "../../.build/trial/messages.js";
import { hashValue } from "../../.build/workloads/hash-value.js";
import { loadWorkload, type WorkloadId } from "../../.build/workloads/index.js";
import { has } from "../needs.js";
import { queueHost } from "./queue-host.js";
import { type RedisServer, startRedis } from "./redis-server.js";

const dir = mkdtempSync(join(tmpdir(), "scalebook-test-"));
afterAll(() => rmSync(dir, { recursive: true, force: true }));

const HASH = "a".repeat(64);
const module = join(dir, "task.mjs");
writeFileSync(
  module,
  `export function task({ index }) { return index === 1 ? "x".repeat(${MOST_JOB_BYTES}) : index; }
export function check(outputs) { throw new Error("must not be asked: " + outputs.length); }`,
);

it("promises in METHOD.md what the names of the queue say", () => {
  const text = readFileSync(new URL("../../METHOD.md", import.meta.url), "utf8").replace(/\s+/g, " ");
  const seconds = (ms: number) => `${ms / 1_000} s`;
  expect(text).toContain(
    `says nothing for ${seconds(LOCK_MS)} loses its lock, a check every ${seconds(STALL_CHECK_MS)} gives`,
  );
  expect(text).toContain(`(at most ${seconds(LOCK_MS + STALL_CHECK_MS)} after a kill), up to ${MOST_STALLS} times`);
  expect(text).toContain(`no Redis or no host is there for ${seconds(NO_REDIS_MS)}, the trial fails`);
  expect(NO_HOST_MS).toBe(NO_REDIS_MS);
  expect(text).toContain(`Inputs above ${MOST_JOB_BYTES / 1e6} MB are refused`);
});

describe.skipIf(!has("redis"))("the queue", () => {
  let redis: RedisServer;
  const hosts: HostLoop[] = [];
  beforeAll(async () => {
    redis = await startRedis();
    const url = pathToFileURL(module).href;
    hosts.push(await queueHost(redis.url, { slots: 1, modules: new Map([[HASH, url]]) }));
  });
  afterAll(async () => {
    await Promise.all(hosts.map((host) => host.close()));
    await redis.close();
  });

  const specOf = (more: Partial<TrialSpec>): TrialSpec => ({
    strategy: "queue",
    workload: "sleep",
    workers: 1,
    tasks: 4,
    n: 20,
    launch: "bounded",
    pool: "fresh",
    seed: 7,
    scratch: dir,
    env: { TZ: "UTC" },
    redis: redis.url,
    ...more,
  });

  async function run(
    more: Partial<TrialSpec>,
    arrived?: () => void,
  ): Promise<{ outcomes: TaskOutcome[]; aligned: Aligned | undefined }> {
    const spec = specOf(more);
    const strategy = await loadStrategy("queue");
    await strategy.load?.();
    const inputs = trialInputs(await loadWorkload(spec.workload as WorkloadId), spec);
    const { workload, workers, launch, env } = spec;
    const session = strategy.open({
      ...{ workload, workers, launch, env, scheduling: "next-free", more: {}, redis: redis.url },
    });
    try {
      const outcomes = await session.run(inputs, arrived);
      return { outcomes, aligned: await session.align?.(outcomes, 1_000) };
    } finally {
      await session.close();
    }
  }

  it("tells the caller which tasks failed, and why", async () => {
    const { outcomes } = await run({ workload: "fault", more: { fault: "throw" } });
    expect(outcomes.filter(({ status }) => status === "failed")).toHaveLength(1);
    expect(outcomes[2]).toMatchObject({ status: "failed", index: 2 });
  });

  it("writes files in a folder of the machine that does the task, which goes with the trial", async () => {
    const { outcomes } = await run({ workload: "file-write", n: 100, scratch: join(dir, "is-not-there") });
    expect(outcomes.map(({ status }) => status)).toEqual(["ok", "ok", "ok", "ok"]);
    expect(existsSync(join(dir, "is-not-there"))).toBe(false);
  });

  it("knows where each task was, and when it was put in, taken, worked on and given back, in this order", async () => {
    const { outcomes, aligned } = await run({});
    expect(aligned?.clocks).toBeUndefined();
    expect(aligned?.figures).toMatchObject({ hosts: 1, tries: 4, stalls: 0 });
    expect(aligned?.notes.clocks).toMatch(/: -?\d+\.\d{3} ms off, known to within \d+\.\d{3} ms$/);
    expect(outcomes).toHaveLength(4);
    for (const { startMs, endMs, queue } of (aligned?.outcomes ?? []).map(
      (outcome) => (outcome as { record: TaskRecord }).record,
    )) {
      const times = [queue?.addedMs, queue?.takenMs, startMs, endMs, queue?.finishedMs] as number[];
      expect(times).toEqual(times.toSorted((a, b) => a - b));
      expect(queue?.host).not.toBe("");
    }
  });

  it("says nothing of CPU and memory of its caller, and gives its parts of the time", async () => {
    const report = await executeTrial(specOf({}), async () => undefined);
    expect([report.userMs, report.sysMs]).toEqual([null, null]);
    expect(report.tasks.every(({ queue }) => queue !== undefined)).toBe(true);
  });

  it("names a module by its hash; what is too large comes as its checksum", async () => {
    const spec = specOf({ workload: pathToFileURL(module).href, module: HASH, tasks: 2 });
    const { outputs, failures, notes } = await executeTrial(spec, async () => undefined);
    expect(failures).toEqual([]);
    const hash = (hashValue([0, 0]) ?? 0) + (hashValue([1, "x".repeat(MOST_JOB_BYTES)]) ?? 0);
    expect(outputs).toEqual({ checksum: hash, checked: false, fault: null });
    expect(notes.outputs).toBe("1 too large to be handed over: compared by checksum alone");
  });

  it("gives the job of a worker that is ended to another: no failure, and none counted twice", async () => {
    const other = await queueHost(redis.url, { slots: 1 });
    let leaving: Promise<number> | undefined;
    const leave = async () => {
      await pause(100);
      const startMs = performance.now();
      expect(await other.close()).toBe(1);
      return performance.now() - startMs;
    };
    const { outcomes, aligned } = await run({ n: 400, tasks: 4, workers: 2 }, () => {
      leaving ??= leave();
    });
    expect(outcomes.map((outcome) => outcome.status === "ok" && outcome.record.index)).toEqual([0, 1, 2, 3]);
    expect(aligned?.figures.tries).toBe(5);
    // The sleeping child is not waited for.
    expect(await leaving).toBeLessThan(10_000);
    // Its clock can no longer be asked: what it said at first is known less well, but known.
    expect(aligned?.notes.clocks?.split(", ")).toHaveLength(4);
  });

  it("goes on with another host where one is gone that Redis still knows of", async () => {
    const client = await connected(await queueLibraries(), redis.url);
    const [known] = await hostsOf(client);
    await client.set(hostKey("0"), JSON.stringify({ ...known, id: "0", name: "!" }), "PX", 30_000);
    const { outcomes, aligned } = await run({});
    expect(outcomes.map(({ status }) => status)).toEqual(["ok", "ok", "ok", "ok"]);
    expect(aligned?.notes.hosts).toBe(known?.name);
    await client.del(hostKey("0"));
    client.disconnect();
  });

  it("leaves nothing in Redis, also of a trial that could not begin", { timeout: 30_000 }, async () => {
    const client = await connected(await queueLibraries(), redis.url);
    await expect(run({ workers: 9 })).rejects.toThrow("the queue has 1 of the 9 slots that 9 workers need");
    expect(await queuesOf(client)).toEqual([]);
    expect(await client.keys("scalebook:trial:*")).toEqual([]);
    client.disconnect();
  });
});
