import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { keepMedianTimeline, roundRun, tidyRun } from "../../../src/record/schema/finish-run.js";
import type { Run, Trial } from "../../../src/record/schema/run-schema.js";
import { fullRun } from "../full-run.js";
import { sampleRun, sampleTrial } from "../sample.js";

const timeline = { worker: [0], startMs: [0], endMs: [1], cpuMs: [null], queueMs: [null] };

function runOf(trials: Trial[]): Run {
  const cell = { factors: { strategy: "x", workers: 1 }, trials };
  return sampleRun({ experiments: [{ id: "x", title: "x", division: "tasks", cells: [cell] }] });
}

/** The trials that keep a timeline, by their block. */
function kept(trials: Trial[]): number[] {
  const [experiment] = keepMedianTimeline(runOf(trials)).experiments;
  return experiment?.cells[0]?.trials.filter((trial) => trial.timeline).map(({ block }) => block) ?? [];
}

function timed(wallTimes: (number | null)[], changes: Partial<Trial> = {}): Trial[] {
  return wallTimes.map((wallMs, block) => sampleTrial({ block, wallMs, timeline, ...changes }));
}

describe("of the timelines of a cell", () => {
  it.each([
    [[5], [0]],
    [[30, 10, 20], [2]],
    [[40, 10, 20, 30], [2]],
    [[9, 10, 100], [1]],
    [[7, 7, 7], [1]],
    [[], []],
  ])("that of median time stays: %j -> block %j", (times, blocks) => {
    expect(kept(timed(times))).toEqual(blocks);
  });

  it("a trial that failed keeps its own only where none went well", () => {
    const failed = timed([null, null, null], { status: "failed" });
    expect(kept(failed)).toEqual([1]);
    expect(kept([...failed, sampleTrial({ block: 3, timeline })])).toEqual([3]);
  });

  it("the samples of CPU and memory go the same way", () => {
    const usage = { atMs: [1], cpuPercent: [2], pssBytes: [3] };
    const cell = { factors: { strategy: "x", workers: 1 }, trials: timed([30, 10, 20], { usage }) };
    const run = sampleRun({ experiments: [{ id: "x", title: "x", division: "tasks", cells: [cell] }] });
    const trials = keepMedianTimeline(run).experiments[0]?.cells[0]?.trials ?? [];
    expect(trials.map((trial) => trial.usage !== undefined)).toEqual([false, false, true]);
  });

  it("nothing else of the trials changes, nor the run that was given", () => {
    const run = runOf(timed([3, 1, 2]));
    const copy = structuredClone(run);
    const trials = keepMedianTimeline(run).experiments[0]?.cells[0]?.trials;
    expect(run).toEqual(copy);
    expect(trials?.map(({ block, wallMs }) => [block, wallMs])).toEqual([
      [0, 3],
      [1, 1],
      [2, 2],
    ]);
  });
});

describe("rounding", () => {
  it("leaves three decimals of times, and everything else whole", () => {
    const cell = {
      factors: { strategy: "x", workers: 1, n: 0.123456 },
      trials: [sampleTrial({ wallMs: 1.23456, taskMs: [0.00049, 2.0005, 3e11], userMs: null, checksum: 0.123456 })],
    };
    const rounded = roundRun({ cell, plan: { wallMs: 1 / 3 }, loadBefore: 1 / 3 });
    expect(rounded).toEqual({
      cell: {
        factors: { strategy: "x", workers: 1, n: 0.123456 },
        trials: [sampleTrial({ wallMs: 1.235, taskMs: [0.00049, 2.001, 3e11], userMs: null, checksum: 0.123456 })],
      },
      plan: { wallMs: 0.333 },
      loadBefore: 1 / 3,
    });
  });

  it("never makes nothing of something, and moves no time by more than half a microsecond", () => {
    fc.assert(
      fc.property(fc.double({ min: 0, max: 1e9, noNaN: true }), (wallMs) => {
        const rounded = roundRun({ wallMs }).wallMs;
        expect(rounded === 0).toBe(wallMs === 0);
        expect(Math.abs(rounded - wallMs)).toBeLessThanOrEqual(0.0005 + wallMs * 1e-15);
      }),
    );
  });
});

it("tidying twice changes nothing", () => {
  const once = tidyRun(fullRun());
  expect(tidyRun(once)).toEqual(once);
});
