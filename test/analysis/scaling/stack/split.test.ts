import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { STACK_PARTS } from "../../../../src/analysis/results/stack.js";
import { splitTime } from "../../../../src/analysis/scaling/stack/split.js";
import { popOf } from "../../../../src/analysis/scaling/stack/stacks.js";
import type { TrialTime } from "../../../../src/analysis/scaling/stack/trial-times.js";
import { trialTimes } from "../../../../src/analysis/scaling/stack/trial-times.js";
import { plantedCell } from "./planted.js";

const ms = fc.double({ min: 0, max: 200, noNaN: true });

/** Any schedule of any tasks on up to 6 workers, each task with any account of CPU and waiting, right or wrong. */
const timelines = fc
  .record({
    lanes: fc
      .array(fc.array(fc.tuple(ms, ms, ms, ms, ms), { maxLength: 4 }), { minLength: 1, maxLength: 6 })
      .filter((lanes) => lanes.some((lane) => lane.some(([, length]) => length > 0.01))),
    backMs: ms,
    strategy: fc.constantFrom("thread-pool", "process-per-task"),
    pool: fc.constantFrom("fresh" as const, "warm" as const),
    scheduling: fc.constantFrom("next-free" as const, "rounds" as const),
  })
  .map(({ lanes, backMs, ...levels }) => {
    let worker = 0;
    const tasks = lanes.flatMap((lane) => {
      let at = 0;
      return lane.map(([gap, length, cpuMs, queueMs, waitBeforeMs], place) => {
        worker += levels.strategy === "process-per-task" || place === 0 ? 1 : 0;
        const startMs = at + gap;
        at = startMs + length;
        return { worker, startMs, endMs: at, cpuMs, queueMs, waitBeforeMs };
      });
    });
    const wallMs = Math.max(...tasks.map(({ endMs }) => endMs)) + backMs;
    const cell = plantedCell({ workers: lanes.length, ...levels }, [{ wallMs, tasks }]);
    return { workers: lanes.length, tasks, time: trialTimes(cell)?.times[0] };
  });

const rules = fc.record({
  work: fc.option(fc.record({ busyMs: ms, cpuMs: fc.option(ms), offMs: fc.option(ms) })),
  rounds: fc.option(fc.integer({ min: 1, max: 8 })),
  bound: fc.constantFrom("cpu" as const, "io" as const, "wait" as const, null),
});

describe("the parts of workers x wall clock", () => {
  it("add up exactly, none below nothing, whatever the timeline, the accounts and the reference", () => {
    fc.assert(
      fc.property(timelines, rules, ({ workers, time }, how) => {
        fc.pre(time !== undefined);
        const { areaUs, partsUs } = splitTime(time as TrialTime, { workers, ...how });
        const parts = STACK_PARTS.map((part) => partsUs[part] ?? 0);
        expect(parts.every((us) => Number.isInteger(us) && us >= 0)).toBe(true);
        expect(parts.reduce((sum, us) => sum + us, 0)).toBe(areaUs);
        expect(areaUs).toBe(Math.round(workers * (time as TrialTime).wallMs * 1000));
      }),
    );
  });

  it("have what a queue takes beside what handing over takes", () => {
    const totals = { busyMs: 60, cpuMs: null, waitMs: null, offMs: null };
    const outside = { startUpMs: 25, dispatchMs: 3, queuedMs: 9, transferMs: 23, idleMs: 0, waitMs: null };
    const time = { block: 0, wallMs: 120, tasks: 2, totals, outside: { ...outside, taskWaitMs: null, mostBusyMs: 60 } };
    const { partsUs, areaUs } = splitTime(time, { workers: 1, work: null, rounds: null, bound: "wait" });
    expect(partsUs).toMatchObject({
      startUp: 25_000,
      queued: 9_000,
      transfer: 23_000,
      dispatch: 3_000,
      unexplained: 0,
    });
    expect(areaUs).toBe(120_000);
  });

  it("leave nothing unexplained of work that may block, where all accounts are there, but for rounding", () => {
    fc.assert(
      fc.property(timelines, ({ workers, time }) => {
        fc.pre(time !== undefined);
        const { partsUs } = splitTime(time as TrialTime, {
          workers,
          work: { busyMs: 0, cpuMs: 0, offMs: 0 },
          rounds: null,
          bound: "io",
        });
        expect(partsUs.unexplained).toBeLessThanOrEqual(STACK_PARTS.length);
      }),
    );
  });
});

describe("the POP efficiencies", () => {
  it("multiply to the sequential work over workers x wall clock", () => {
    fc.assert(
      fc.property(timelines, ({ workers, time }) => {
        fc.pre(time !== undefined);
        const one = time as TrialTime;
        const pop = popOf([one], workers, { busyMs: 300, cpuMs: null, offMs: null });
        expect(pop.parallel).toBeCloseTo(one.totals.busyMs / (workers * one.wallMs), 9);
        expect(pop.global).toBeCloseTo(300 / (workers * one.wallMs), 9);
        expect(pop.loadBalance).toBeLessThanOrEqual(1 + 1e-9);
        expect(pop.communication).toBeLessThanOrEqual(1 + 1e-9);
      }),
    );
  });

  it("are those of their definitions", () => {
    // Two workers, busy for 80 and 40 of 100 ms; the work alone took 90.
    const cell = plantedCell({ workers: 2 }, [
      {
        wallMs: 100,
        tasks: [
          { worker: 0, startMs: 10, endMs: 90 },
          { worker: 1, startMs: 10, endMs: 50 },
        ],
      },
    ]);
    const [time] = trialTimes(cell)?.times ?? [];
    expect(popOf([time as TrialTime], 2, { busyMs: 90, cpuMs: null, offMs: null })).toEqual({
      loadBalance: 60 / 80,
      communication: 0.8,
      parallel: expect.closeTo(0.6, 12),
      computationScaling: 90 / 120,
      global: expect.closeTo(0.45, 12),
    });
  });
});
