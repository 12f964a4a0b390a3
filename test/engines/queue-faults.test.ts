import { setTimeout as pause } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Cluster, canCluster, openCluster } from "../bench/queue/cluster.js";
import { type Fault, faultedTrial, type Work } from "../bench/queue/faulted.js";
import { seededFaults } from "../bench/queue/plan.js";
import { met } from "../needs.js";

/** Replayed with SCALEBOOK_SEED. */
const seed = Number(process.env.SCALEBOOK_SEED ?? 1);
const LAST = 2 ** 30;

async function until(isSo: () => boolean): Promise<void> {
  const endMs = performance.now() + 40_000;
  while (!isSo()) {
    if (performance.now() > endMs) throw new Error(`not within 40 s: ${isSo}`);
    await pause(50);
  }
}

describe.runIf(met("redis", canCluster()))(`faults of the queue, seed ${seed}`, () => {
  let cluster: Cluster;
  let forgetful: Cluster;
  beforeAll(async () => {
    cluster = await openCluster(3);
    forgetful = await openCluster(1, { persistent: false });
    for (const host of [...cluster.hosts, ...forgetful.hosts]) await host.start(2);
  });
  afterAll(async () => {
    await cluster?.close();
    await forgetful?.close();
  });

  const work = (more: Partial<Work>): Work => ({
    workload: "sleep",
    tasks: 120,
    n: 100,
    workers: 6,
    slots: 2,
    ...more,
  });

  /** Each task is counted once whatever happens. */
  async function losesNothing(faults: readonly Fault[], { tasks, n, workers }: Work, on = cluster) {
    const told = await faultedTrial(on, work({ tasks, n, workers }), faults);
    expect(told.suffered.map(({ kind, host }) => ({ kind, host }))).toHaveLength(faults.length);
    const { code, err, trial } = told;
    const what = { code, err, status: trial?.status, detail: trial?.detail };
    expect(what).toMatchObject({ code: 0, status: "ok" });
    expect(trial?.taskMs).toHaveLength(tasks);
    expect(trial?.checksum).toBe(tasks * n);
    return told;
  }

  it("loses no task where hosts are killed and one is cut off", async () => {
    const faults = seededFaults(seed, { hosts: 3, overMs: 20_000, killEveryMs: 5_000, cutMs: 10_000 });
    const { trial, suffered } = await losesNothing(faults, work({ tasks: 600, n: 250 }));
    const { tries = 0, stalls = 0 } = trial?.figures ?? {};
    expect(suffered.some(({ jobs, recoveredMs }) => jobs > 0 && recoveredMs !== null)).toBe(true);
    expect(stalls).toBeGreaterThan(0);
    expect(tries).toBe(600 + (stalls ?? 0));
  });

  it("does not count what a host says that was paused, nor fails what one had in work that ends", async () => {
    const faults: Fault[] = [
      { kind: "end", host: 0, atMs: 1_000, forMs: 1_000 },
      { kind: "pause", host: 1, atMs: 3_000, forMs: 10_000 },
    ];
    await losesNothing(faults, work({ tasks: 400, n: 250 }));
    expect(cluster.hosts[1]?.said).toContain("answers again");
  });

  it("goes on where Redis is started anew, or stands still", async () => {
    const faults: Fault[] = [
      { kind: "kill-redis", atMs: 2_000, forMs: 2_000 },
      { kind: "pause-redis", atMs: 9_000, forMs: 6_000 },
    ];
    const { trial } = await losesNothing(faults, work({ tasks: 200, n: 250 }));
    // What Redis had is there again: only jobs that were in work are tried again.
    expect(trial?.figures?.tries).toBeLessThanOrEqual(200 + 12);
  });

  it("adds the jobs again where Redis has forgotten them", async () => {
    const faults: Fault[] = [{ kind: "kill-redis", atMs: 2_000, forMs: 2_000 }];
    await losesNothing(faults, work({ tasks: 50, n: 250, workers: 2 }), forgetful);
  });

  it("goes on where the caller stood still", async () => {
    await losesNothing([{ kind: "pause-caller", atMs: 1_000, forMs: 6_000 }], work({ tasks: 120, n: 250 }));
  });

  it("ends with the reason where Redis stays away, and its workers wait for it", async () => {
    const faults: Fault[] = [{ kind: "kill-redis", atMs: 1_000, forMs: LAST }];
    const { code, trial, out } = await faultedTrial(forgetful, work({ tasks: 50, n: 250, workers: 2 }), faults);
    expect({ code, status: trial?.status }).toEqual({ code: 0, status: "failed" });
    expect(trial?.detail).toContain("Redis has not answered for 30 s");
    expect(out).toContain("Redis has not answered for 30 s");
    expect(trial?.lostTasks?.length).toBeLessThan(50);
    expect(forgetful.hosts[0]?.said).toContain("does not answer: waiting for it");
    await until(() => forgetful.hosts[0]?.said.includes("answers again") === true);
    // Its slots are free once it has seen that the trial does not come back.
    await pause(5_000);
    await losesNothing([], work({ tasks: 4, n: 10, workers: 2 }), forgetful);
  });

  it("leaves no process of a worker that is killed, nor of a trial that ended", async () => {
    const [host] = forgetful.hosts as [Cluster["hosts"][number]];
    const own = host.processes().length;
    const faults: Fault[] = [{ kind: "kill", host: 0, atMs: 1_000, forMs: LAST }];
    const trial = faultedTrial(
      forgetful,
      work({ workload: "random-loop", tasks: 4, n: 1e10, workers: 2, timeoutS: 8 }),
      faults,
    );
    await until(() => host.processes().length === 0);
    const told = await trial;
    expect({ err: told.err, status: told.trial?.status }).toMatchObject({ status: "timeout" });
    await until(() => host.processes().length === own);
  });
});
