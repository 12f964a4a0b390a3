import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Factors, Timeline } from "../../../src/record/schema/run-schema.js";
import { type TimedTasks, workerTimeOf } from "../../../src/record/timing/worker-time.js";

interface PlannedTask {
  worker: number;
  startMs: number;
  endMs: number;
  cpuMs?: number;
  queueMs?: number;
  waitBeforeMs?: number;
}

function timed(factors: Partial<Factors>, wallMs: number, tasks: PlannedTask[]): TimedTasks {
  const column = <K extends keyof PlannedTask>(key: K, usual: number) => tasks.map((task) => task[key] ?? usual);
  const timeline: Timeline = {
    worker: tasks.map(({ worker }) => worker),
    startMs: tasks.map(({ startMs }) => startMs),
    endMs: tasks.map(({ endMs }) => endMs),
    cpuMs: column("cpuMs", 0),
    queueMs: column("queueMs", 0),
    waitBeforeMs: column("waitBeforeMs", 0),
  };
  return { timeline, wallMs, factors: { strategy: "thread-pool", workers: 2, tasks: tasks.length, ...factors } };
}

const busy = ({ timeline }: TimedTasks) =>
  timeline.endMs.reduce((sum, end, i) => sum + end - (timeline.startMs[i] ?? 0), 0);

describe("where workers' time goes outside their tasks", () => {
  it("is start-up, dispatch, idling and the way back, told apart for each worker", () => {
    const given = timed({}, 104, [
      { worker: 0, startMs: 20, endMs: 50 },
      { worker: 1, startMs: 30, endMs: 70 },
      { worker: 0, startMs: 53, endMs: 100 },
    ]);
    expect(workerTimeOf(given)).toEqual({
      startUpMs: 20 + 30,
      dispatchMs: 3 + 2 * 4,
      idleMs: 30,
      waitMs: 0,
      taskWaitMs: 0,
      mostBusyMs: 77,
    });
  });

  it("is start-up between tasks where each has a worker of its own", () => {
    const given = timed({ strategy: "process-per-task", workers: 1 }, 70, [
      { worker: 0, startMs: 20, endMs: 30 },
      { worker: 1, startMs: 55, endMs: 70 },
    ]);
    expect(workerTimeOf(given)).toMatchObject({ startUpMs: 45, dispatchMs: 0, idleMs: 0 });
  });

  it("gives the place that was free for longest to the next worker, though fewer ran at once", () => {
    const short = [0, 1, 2, 3].map((worker) => ({ worker, startMs: 40 * (worker + 1), endMs: 40 * (worker + 1) + 10 }));
    const given = timed({ strategy: "process-per-task" }, 170, short);
    expect(workerTimeOf(given)).toMatchObject({ mostBusyMs: 20, startUpMs: 40 + 70 + 80 + 70, idleMs: 40 });
  });

  it("tells of a queue what waited in it and what was on the way back, and leaves the rest to start-up and dispatch", () => {
    const { timeline, ...given } = timed({ strategy: "queue", workers: 1 }, 120, [
      { worker: 0, startMs: 30, endMs: 50 },
      { worker: 0, startMs: 60, endMs: 100 },
    ]);
    const columns = { host: ["h", "h"], addedMs: [10, 10], takenMs: [15, 57], finishedMs: [53, null] };
    const found = workerTimeOf({ ...given, timeline: { ...timeline, ...columns } });
    expect(found).toMatchObject({
      startUpMs: 10 + 15,
      queuedMs: 5 + 4,
      transferMs: 3 + 20,
      dispatchMs: 3,
      idleMs: 0,
    });
    const { startUpMs = 0, queuedMs = 0, transferMs = 0, dispatchMs = 0 } = found ?? {};
    expect(startUpMs + queuedMs + transferMs + dispatchMs + 20 + 40).toBe(120);
  });

  it("has no start-up in a warm pool", () => {
    const given = timed({ pool: "warm", workers: 1 }, 12, [{ worker: 0, startMs: 2, endMs: 12 }]);
    expect(workerTimeOf(given)).toMatchObject({ startUpMs: 0, dispatchMs: 2 });
  });

  it("is idling in rounds until the round is over, and dispatch from then on", () => {
    const given = timed({ scheduling: "rounds" }, 100, [
      { worker: 0, startMs: 0, endMs: 20 },
      { worker: 1, startMs: 0, endMs: 60 },
      { worker: 0, startMs: 62, endMs: 100 },
      { worker: 1, startMs: 63, endMs: 90 },
    ]);
    expect(workerTimeOf(given)).toMatchObject({ idleMs: 40 + 10, dispatchMs: 2 + 3, startUpMs: 0 });
  });

  it("counts a worker that never got a task as starting until the last task was given out", () => {
    const tasks = [{ worker: 0, startMs: 30, endMs: 80 }];
    expect(workerTimeOf(timed({ workers: 3 }, 80, tasks))).toMatchObject({ startUpMs: 3 * 30, idleMs: 2 * 50 });
    expect(workerTimeOf(timed({ workers: 3, pool: "warm" }, 80, tasks))).toMatchObject({
      startUpMs: 0,
      dispatchMs: 90,
    });
  });

  it("takes waiting for a core out of start-up and dispatch, never more than there is", () => {
    const given = timed({ workers: 1 }, 100, [
      { worker: 0, startMs: 40, endMs: 60, waitBeforeMs: 25 },
      { worker: 0, startMs: 63, endMs: 100, waitBeforeMs: 50 },
    ]);
    expect(workerTimeOf(given)).toMatchObject({ startUpMs: 15, dispatchMs: 0, waitMs: 25 + 3 });
  });

  it("takes what a thread waited after a task for waiting after it, not in it", () => {
    // 20 ms of time, of CPU 15 and of waiting 9: 4 of these came between the task's end and the reading of the account.
    const given = timed({ workers: 1 }, 100, [
      { worker: 0, startMs: 0, endMs: 20, cpuMs: 15, queueMs: 9 },
      { worker: 0, startMs: 30, endMs: 100, cpuMs: 70 },
    ]);
    expect(workerTimeOf(given)).toMatchObject({ taskWaitMs: 5, waitMs: 4, dispatchMs: 6 });
  });

  it("knows no waits where none were recorded", () => {
    const given = timed({}, 50, [{ worker: 0, startMs: 10, endMs: 50 }]);
    const { waitBeforeMs: _, ...old } = given.timeline;
    expect(workerTimeOf({ ...given, timeline: old })).toMatchObject({ waitMs: null, startUpMs: 20 });
    const blind = { ...old, queueMs: [null] };
    expect(workerTimeOf({ ...given, timeline: blind })).toMatchObject({ taskWaitMs: null });
  });

  it("cannot be told where tasks overlap on a worker, or more ran at once than there are workers", () => {
    const overlapping = [
      { worker: 0, startMs: 0, endMs: 50 },
      { worker: 0, startMs: 10, endMs: 60 },
    ];
    expect(workerTimeOf(timed({ strategy: "event-loop", workers: 1 }, 60, overlapping))).toBeNull();
    const apart = overlapping.map((task, worker) => ({ ...task, worker }));
    expect(workerTimeOf(timed({ workers: 1 }, 60, apart))).toBeNull();
    expect(workerTimeOf(timed({ workers: 2 }, 60, apart))).not.toBeNull();
    expect(workerTimeOf(timed({}, 60, []))).toBeNull();
  });

  it("makes workers x wall clock with the tasks, whatever they did", () => {
    const step = fc.tuple(fc.nat(500), fc.nat(500), fc.nat(200), fc.nat(200), fc.nat(600));
    const lane = fc.array(step, { maxLength: 5 });
    const any = fc.record({
      lanes: fc.array(lane, { minLength: 1, maxLength: 5 }).filter((lanes) => lanes.some(({ length }) => length > 0)),
      backMs: fc.nat(50),
      pool: fc.constantFrom("fresh" as const, "warm" as const),
      scheduling: fc.constantFrom(undefined, "rounds" as const, "static-chunks" as const),
    });
    fc.assert(
      fc.property(any, ({ lanes, backMs, pool, scheduling }) => {
        const tasks = lanes.flatMap((steps, worker) => {
          let at = 0;
          return steps.map(([gap, length, cpuMs, queueMs, waitBeforeMs]) => {
            const startMs = at + gap;
            at = startMs + length;
            return { worker, startMs, endMs: at, cpuMs, queueMs, waitBeforeMs };
          });
        });
        const wallMs = Math.max(...tasks.map(({ endMs }) => endMs)) + backMs;
        const given = timed({ workers: lanes.length, pool, ...(scheduling && { scheduling }) }, wallMs, tasks);
        const found = workerTimeOf(given);
        if (found === null) throw new Error("lanes do not overlap");
        const parts = [found.startUpMs, found.dispatchMs, found.idleMs, found.waitMs ?? 0];
        expect(Math.min(...parts, found.taskWaitMs ?? 0)).toBeGreaterThanOrEqual(0);
        expect(parts.reduce((sum, part) => sum + part, busy(given))).toBe(lanes.length * wallMs);
        expect(found.taskWaitMs).toBeLessThanOrEqual(busy(given));
      }),
    );
  });
});
