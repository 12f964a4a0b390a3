import { describe, expect, it } from "vitest";
import type { Experiment, Trial } from "../../../src/record/schema/run-schema.js";
import {
  BoundFinder,
  boundOf,
  lanesOf,
  type SeenTrial,
  withKnownBounds,
} from "../../../src/runner/recording/found-bounds.js";
import type { Recorder } from "../../../src/runner/recording/recorder.js";
import type { RunEvent } from "../../../src/runner/request/events.js";
import type { Recording } from "../../../src/runner/request/record-request.js";
import type { RunCell } from "../../../src/runner/request/run-cells.js";
import { sampleRun } from "../../record/sample.js";

/** A trial of a command: wall, user and system CPU in ms. */
function ran(wallMs: number, userMs: number | null, sysMs: number | null = 0): Trial {
  return { block: 0, status: "ok", wallMs, userMs, sysMs };
}

const seen = (trial: Trial, pressureMs = 0, lanes = 1): SeenTrial => ({ trial, pressureMs, lanes });

/** A trial of tasks on workers of their own, which take `startUpMs` to start. */
function worked(taskMs: number[], startUpMs: number, cpu: { userMs: number; taskCpuMs: number | null }): Trial {
  const idle = { dispatchMs: 0, idleMs: 0, waitMs: 0, taskWaitMs: 0, mostBusyMs: 0 };
  const inTasksMs = taskMs.reduce((sum, ms) => sum + ms, 0);
  return {
    ...ran(inTasksMs + startUpMs, cpu.userMs),
    ...{ taskMs, taskCpuMs: cpu.taskCpuMs, startUpMs, tearDownMs: 0, queueWaitMs: 0 },
    workerTime: { startUpMs, ...idle },
  };
}

describe("lanesOf", () => {
  const of = (quota: number, trial: Trial) => {
    const factors = { strategy: "command", workers: 1, more: { "cpu-quota": quota } };
    return lanesOf({ factors, sized: factors as unknown as RunCell["sized"] }, trial, 2);
  };

  it("are what a quota pays for, and what a short trial has had ahead of it", () => {
    expect(of(0.25, ran(400, 100))).toBe(0.25);
    const short = ran(10, 9);
    expect(of(0.25, short)).toBe(0.9);
    expect(boundOf([seen(ran(400, 360), 0, of(0.25, ran(400, 360)))])).toMatchObject({ bound: "cpu", cpuShare: 1 });
    expect(of(2, ran(400, 100))).toBe(1);
  });
});

describe("boundOf", () => {
  it.each<[string, Trial, "cpu" | "wait", number]>([
    ["a busy loop", ran(300, 290, 5), "cpu", 295 / 300],
    ["one that is mostly in the system", ran(300, 20, 250), "cpu", 0.9],
    ["a program with two threads", ran(210, 400), "cpu", 400 / 210],
    ["sleep", ran(300, 0, 2), "wait", 2 / 300],
    ["writes that wait for the disk", ran(700, 30, 60), "wait", 90 / 700],
    ["half and half", ran(400, 200), "wait", 0.5],
  ])("tells %s", (_, trial, bound, share) => {
    const found = boundOf([seen(trial)]);
    expect(found?.bound).toBe(bound);
    expect(found?.cpuShare).toBeCloseTo(share, 10);
  });

  it("does not take the start of a pool for its work", () => {
    // 30 ms of start-up beside 20 ms of work: the same CPU in all, in the tasks or before them.
    const start = (taskCpuMs: number, userMs: number) =>
      boundOf([seen(worked([20], 30, { userMs, taskCpuMs }))])?.bound;
    expect(start(0.1, 40)).toBe("wait");
    expect(start(19.8, 60)).toBe("cpu");
  });

  it("sees the CPU of helpers and children, which the threads of tasks do not have", () => {
    expect(boundOf([seen(worked([100, 100], 1, { userMs: 198, taskCpuMs: 2 }))])?.bound).toBe("cpu");
  });

  it("takes queueing for a core for no waiting, and leaves it open where it cannot tell", () => {
    const starved = { ...worked([100], 0, { userMs: 0, taskCpuMs: 48 }), queueWaitMs: 51 };
    expect(boundOf([seen(starved, 60)])?.bound).toBe("cpu");
    expect(boundOf([seen(ran(600, 300), 580)])).toBeNull();
    expect(boundOf([seen(ran(600, 300), 580), seen(ran(310, 300), 20)])).toMatchObject({ bound: "cpu" });
    expect(boundOf([seen(ran(600, 6), 580)])?.bound).toBe("wait");
    // Among a dozen others a busy loop gets a seventh of a core; and so does each of two.
    expect(boundOf([seen(ran(600, 86), 595)])).toBeNull();
    expect(boundOf([seen(ran(600, 172), 595, 2)])).toBeNull();
    const ofChild = { ...worked([100], 0, { userMs: 14, taskCpuMs: null }), queueWaitMs: 85 };
    expect(boundOf([seen(ofChild)])).toBeNull();
    expect(boundOf([seen({ ...ofChild, queueWaitMs: 0 })])?.bound).toBe("wait");
  });

  it("waits for more trials of a program that is short beside the steps of CPU time", () => {
    const short = seen(ran(15, 0));
    expect(boundOf([short])).toBeNull();
    expect(boundOf(new Array(9).fill(short))?.bound).toBe("wait");
  });

  it("says nothing without figures, of failures, or of tasks that are next to nothing", () => {
    expect(boundOf([])).toBeNull();
    expect(boundOf([seen(ran(300, null))])).toBeNull();
    expect(boundOf([seen({ block: 0, status: "failed", wallMs: null, userMs: 300, sysMs: 0 })])).toBeNull();
    expect(boundOf([seen(worked([0.01, 0.01], 0, { userMs: 5, taskCpuMs: 0.4 }))])).toBeNull();
  });

  it("counts per worker that has a core", () => {
    expect(boundOf([seen(ran(300, 590), 0, 2)])).toMatchObject({ bound: "cpu", cpuShare: 590 / 600 });
    expect(boundOf([seen(ran(300, 300), 0, 2)])).toMatchObject({ bound: "wait", cpuShare: 0.5 });
  });
});

describe("BoundFinder", () => {
  const cell = (workers: number, strategy = "command", version?: string) =>
    ({
      ...{ experiment: 0, experimentId: "own", factors: { strategy, workers, more: version && { version } } },
      definition: version === undefined ? {} : { versions: { before: "before", after: "after" } },
      sized: { workload: "command" },
    }) as unknown as RunCell;

  /** Shows a block of trials, by cell; gives what was recorded and told. */
  async function finds(trials: [RunCell, Trial][], bound: "io" | null = null) {
    const recorded: object[] = [];
    const told: RunEvent[] = [];
    const experiments = [{ workloads: { command: { title: "", bound } } }];
    const recorder = {
      experiments,
      setBound: async (found: object) => void recorded.push(found),
    } as unknown as Recorder;
    const recording = { request: { onEvent: (event: RunEvent) => void told.push(event) } } as unknown as Recording;
    const cells = trials.map(([one]) => one);
    const finder = new BoundFinder(recording, cells, recorder);
    for (const [one, trial] of trials) {
      await finder.watch(async () => ({ trial, tookMs: 1 }))(one, { block: 0, position: 0 });
    }
    await finder.look(1);
    await finder.look(2);
    return { recorded, told };
  }

  it("records and tells once what the cells with the fewest workers show", async () => {
    const { recorded, told } = await finds([
      [cell(4), ran(4_000, 1)],
      [cell(1), ran(4_000, 3_990)],
    ]);
    expect(recorded).toEqual([{ experiment: 0, workload: "command", bound: "cpu", cpuShare: 0.9975 }]);
    expect(told).toMatchObject([{ kind: "bound-found", experiment: null, blocks: 1, variesWorkers: true }]);
  });

  it("leaves alone what is known, and programs that differ", async () => {
    expect((await finds([[cell(1), ran(4_000, 3_990)]], "io")).recorded).toEqual([]);
    const differ: [RunCell, Trial][] = [
      [cell(1, "quick"), ran(4_000, 3_990)],
      [cell(1, "slow"), ran(4_000, 20)],
    ];
    expect((await finds(differ)).recorded).toEqual([]);
    const versions: [RunCell, Trial][] = [
      [cell(1, "command", "before"), ran(4_000, 3_990)],
      [cell(1, "command", "after"), ran(4_000, 20)],
    ];
    expect((await finds(versions)).recorded).toEqual([]);
  });
});

it("a run that goes on with another one takes over what limits its work", () => {
  const with_ = (workload: object) =>
    [{ id: "e", title: "", division: "tasks", cells: [], workloads: { own: workload } }] as unknown as Experiment[];
  const found = { title: "old", bound: "wait", cpuShare: 0.1 };
  const parent = sampleRun({ experiments: with_(found) });
  expect(withKnownBounds(with_({ title: "new", bound: null }), parent)[0]?.workloads).toEqual({
    own: { ...found, title: "new" },
  });
  expect(withKnownBounds(with_({ title: "new", bound: "io" }), parent)[0]?.workloads?.own?.bound).toBe("io");
  expect(withKnownBounds(with_({ title: "new", bound: null }), undefined)[0]?.workloads?.own?.bound).toBeNull();
});
