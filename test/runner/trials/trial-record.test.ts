import { homedir } from "node:os";
import { describe, expect, it } from "vitest";
import type { HostEnd } from "../../../src/runner/processes/launch-host.js";
import { trialRecord } from "../../../src/runner/trials/trial-record.js";
import { sampleHostEnd, sampleReport } from "../sample-host-end.js";

const place = { block: 2, position: 5 };
const first = { factors: { strategy: "thread-pool", workers: 2, tasks: 2 }, checksum: undefined };

const task = (index: number, worker: number, startMs: number) => ({
  index,
  worker,
  startMs,
  endMs: startMs + 10,
  cpuMs: 9,
  queueMs: 0.5,
  waitBeforeMs: 2,
  checksum: index + 1,
});

const report = sampleReport([task(1, 777, 1005), task(0, 999, 1016)]);

const launched = sampleHostEnd(report);

const died = (how: Partial<HostEnd>) => trialRecord({ ...launched, reply: null, ...how }, place, first);

describe("trialRecord", () => {
  it("adds tasks up and numbers workers in the order of their first task", () => {
    expect(trialRecord(launched, place, { ...first, checksum: 3 })).toMatchObject({
      ...place,
      status: "ok",
      wallMs: 30,
      hostMs: 90,
      taskCpuMs: 18,
      queueWaitMs: 1,
      checksum: 3,
      workersUsed: 2,
      taskMs: [10, 10],
      timeline: { worker: [1, 0], startMs: [16, 5], endMs: [26, 15], waitBeforeMs: [2, 2] },
    });
  });

  it("says where the workers' time went, of more tasks than a timeline shows too", () => {
    // Two workers for 30 ms: 20 of it in tasks, 2 + 2 waiting before the first ones, none between.
    expect(trialRecord(launched, place, first).workerTime).toEqual({
      startUpMs: 5 + 16 - 4,
      dispatchMs: 2 * 4,
      idleMs: 11,
      waitMs: 4,
      taskWaitMs: 1,
      mostBusyMs: 10,
    });
    const tasks = Array.from({ length: 501 }, (_, index) => ({ ...task(index, 1, 1000), startMs: 1000, endMs: 1000 }));
    const trial = trialRecord({ ...launched, reply: { kind: "report", report: { ...report, tasks } } }, place, first);
    expect(trial).toMatchObject({ workerTime: { mostBusyMs: 0 } });
    expect(trial.timeline).toBeUndefined();
  });

  it("knows nothing of CPU and memory of other machines: what its caller took is not theirs", () => {
    const queue = { host: "h1", addedMs: 1001, takenMs: 1002, finishedMs: null };
    const there = { ...report, userMs: null, tasks: report.tasks.map((one) => ({ ...one, queue })) };
    const end = { ...launched, peakPssBytes: 5e6, reply: { kind: "report" as const, report: there } };
    const expected = { ...first, factors: { ...first.factors, strategy: "queue" } };
    const trial = trialRecord(end, place, expected);
    expect(trial).toMatchObject({ peakPssBytes: null, peakRssBytes: null, userMs: null, startUpMs: report.startUpMs });
    expect(trial.timeline).toMatchObject({ host: ["h1", "h1"], takenMs: [2, 2], finishedMs: [null, null] });
    const apart = { ...end, reply: { kind: "report" as const, report: { ...there, clocks: "apart" as const } } };
    const { startUpMs, workMs, timeline, workerTime, taskMs } = trialRecord(apart, place, expected);
    expect([startUpMs, workMs, timeline, workerTime, taskMs]).toEqual([null, null, undefined, undefined, [10, 10]]);
  });

  it("keeps what the workload saw", () => {
    const seen = { ...report, figures: { processes: 2 }, notes: { "task-1": `I am number 1, of ${homedir()}/lab` } };
    const trial = trialRecord({ ...launched, reply: { kind: "report", report: seen } }, place, {
      ...first,
      checksum: 3,
    });
    expect(trial).toMatchObject({ figures: { processes: 2 }, notes: { "task-1": "I am number 1, of ~/lab" } });
    expect(trialRecord(launched, place, { ...first, checksum: 3 })).not.toHaveProperty("notes");
  });

  it("has no time for a trial whose result is wrong", () => {
    const trial = trialRecord(launched, place, { ...first, checksum: 4 });
    expect(trial).toMatchObject({ status: "failed", reason: "wrong-result", wallMs: null });
    expect(trial.detail).toContain("3");
    expect(trial.timeline).toBeUndefined();
  });

  it("has no time for a trial that lost a task", () => {
    const lost = { ...report, failures: [{ index: 1, message: `Error: in ${homedir()}/x` }] };
    const trial = trialRecord({ ...launched, reply: { kind: "report", report: lost } }, place, first);
    expect(trial).toMatchObject({ status: "failed", reason: "task-error", wallMs: null });
    expect(trial.detail).toBe("task 1: Error: in ~/x");
  });

  it("says null where one task has no CPU time", () => {
    const partly = { ...report, tasks: report.tasks.map((one) => ({ ...one, cpuMs: null })) };
    expect(
      trialRecord({ ...launched, reply: { kind: "report", report: partly } }, place, { ...first, checksum: 3 })
        .taskCpuMs,
    ).toBeNull();
  });

  it("keeps the workload's own figures beside those of CPU and memory", () => {
    const usage = { atMs: [50, 100, 140], cpuPercent: [null, 40, 90], pssBytes: [5, 7, 6] };
    const reply = { kind: "report" as const, report: { ...report, figures: { own: 1 }, notes: { seen: "x" } } };
    expect(
      trialRecord({ ...launched, reply, usage: { usage, lastResultMs: 100 } }, place, { ...first, checksum: 3 }),
    ).toMatchObject({
      usage,
      figures: { own: 1, "peak-cpu-percent": 90, "peak-pss-bytes": 7 },
      notes: { seen: "x" },
    });
  });

  it("tells the ways to die apart", () => {
    const heap = "FATAL ERROR: Reached heap limit Allocation failed - JavaScript heap out of memory";
    expect(died({ ended: "timeout", signal: "SIGKILL" })).toMatchObject({ status: "timeout", reason: "timeout" });
    expect(died({ signal: "SIGABRT", stderr: heap })).toMatchObject({ status: "failed", reason: "out-of-memory" });
    expect(died({ signal: "SIGTRAP", stderr: "# Fatal error: invalid size error" })).toMatchObject({
      reason: "out-of-memory",
    });
    expect(died({ signal: "SIGKILL" })).toMatchObject({ reason: "killed", detail: "ended by SIGKILL" });
    expect(died({ exitCode: 3 })).toMatchObject({ reason: "exit", detail: "exit code 3" });
    expect(died({ reply: { kind: "failed", message: "no such thing" } })).toMatchObject({ reason: "error" });
  });
});
