import { describe, expect, it } from "vitest";
import { sampleMemory, sampleUsage, usageFigures } from "../../../src/runner/processes/samplers.js";
import { realSystem } from "../../../src/runner/processes/system.js";
import { handClock } from "./hand-clock.js";

describe("usageFigures", () => {
  const usage = {
    atMs: [50, 100, 150, 200, 250, 300, 700],
    cpuPercent: [null, 400, 90, 100, 110, 20, 0],
    pssBytes: [1, 9, 4, 6, 8, 7, 5],
  };

  it("looks at the work, not at the start of the host", () => {
    // The work ran from 100 to 250 ms; the sample at 300 still tells of it.
    expect(usageFigures({ usage, lastResultMs: 250 }, 150)).toEqual({
      "work-start-ms": 100,
      "last-result-ms": 250,
      "peak-cpu-percent": 110,
      "mean-cpu-percent": 80,
      "peak-pss-bytes": 9,
      "kept-pss-bytes": 5,
      "kept-after-ms": 450,
    });
  });

  it("says nothing of a trial that had no last result", () => {
    expect(usageFigures({ usage, lastResultMs: null }, 150)).toEqual({});
  });

  it("says null where the platform gives no figures", () => {
    const unknown = { atMs: [50, 100], cpuPercent: [null, null], pssBytes: [null, null] };
    expect(usageFigures({ usage: unknown, lastResultMs: 100 }, 100)).toMatchObject({
      "peak-cpu-percent": null,
      "mean-cpu-percent": null,
      "peak-pss-bytes": null,
    });
  });
});

it.skipIf(process.platform !== "linux")("sees a busy process and its memory", async () => {
  const sampler = sampleUsage(process.pid, realSystem);
  for (let turn = 0; turn < 8; turn++) {
    const end = performance.now() + 40;
    while (performance.now() < end);
    await new Promise((resolve) => setTimeout(resolve, 1));
  }
  await sampler.look();
  const { peakPssBytes, usage: record } = sampler.stop();
  expect(peakPssBytes).toBeGreaterThan(1e6);
  if (record === undefined) throw new Error("usage was sampled");
  const { usage, lastResultMs } = record;
  expect(usage.atMs.length).toBe(usage.cpuPercent.length);
  expect(usage.atMs.at(-1)).toBeGreaterThan((lastResultMs as number) + 300);
  expect(Math.max(...usage.cpuPercent.map((percent) => percent ?? 0))).toBeGreaterThan(30);
});

describe("on a clock and a table of processes that are made up", () => {
  /** A process of so many kB; reading its memory takes so long. */
  function world({ kilobytes = 1, readMs = 0, gone = false }) {
    const clock = handClock();
    const state = { kilobytes, readMs, gone, looks: 0 };
    const processes = {
      endTree() {},
      readText(path: string) {
        if (state.gone || !path.endsWith("smaps_rollup")) throw new Error("ENOENT");
        state.looks++;
        clock.advance(state.readMs);
        return `Pss: ${state.kilobytes} kB\n`;
      },
      readFolder: () => [],
    };
    return { clock, state, processes };
  }

  it("memory is looked at from 30 ms on, and seldom enough to cost a hundredth of a core", () => {
    const { clock, state, processes } = world({ readMs: 2 });
    const sampler = sampleMemory(1, { clock, processes });
    clock.advance(29);
    expect(state.looks).toBe(0);
    clock.advance(3);
    expect(state.looks).toBe(1);
    clock.advance(199);
    expect(state.looks).toBe(1);
    state.kilobytes = 5;
    clock.advance(3);
    expect(state.looks).toBe(2);
    expect(sampler.stop()).toEqual({ peakPssBytes: 5 * 1024 });
    clock.advance(10_000);
    expect(state.looks).toBe(2);
  });

  it("usage is sampled every 50 ms, and for 400 ms after the last result", async () => {
    const { clock, state, processes } = world({});
    const sampler = sampleUsage(1, { clock, processes });
    clock.advance(120);
    const looking = sampler.look();
    state.kilobytes = 3;
    clock.advance(400);
    await looking;
    clock.advance(1_000);
    const { usage, peakPssBytes } = sampler.stop();
    expect(usage?.lastResultMs).toBe(120);
    expect(usage?.usage.atMs).toEqual([50, 100, 150, 200, 250, 300, 350, 400, 450, 500, 520]);
    expect(peakPssBytes).toBe(3 * 1024);
  });

  it("a process that is gone, or that nothing is told of, has no memory", () => {
    const { clock, state, processes } = world({});
    const sampler = sampleUsage(1, { clock, processes });
    clock.advance(100);
    state.gone = true;
    clock.advance(100);
    expect(sampler.stop().usage?.usage.atMs).toEqual([50, 100]);
    const unknown = world({ gone: true });
    const other = sampleMemory(1, unknown);
    unknown.clock.advance(1_000);
    expect(other.stop()).toEqual({ peakPssBytes: null });
  });
});
