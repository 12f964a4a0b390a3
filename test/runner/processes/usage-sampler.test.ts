import { describe, expect, it } from "vitest";
import { sampleUsage, usageFigures } from "../../../src/runner/processes/usage-sampler.js";

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
  const sampler = sampleUsage(process.pid);
  for (let turn = 0; turn < 8; turn++) {
    const end = performance.now() + 40;
    while (performance.now() < end);
    await new Promise((resolve) => setTimeout(resolve, 1));
  }
  await sampler.look();
  expect(sampler.stop()).toBeGreaterThan(1e6);
  const { usage, lastResultMs } = sampler.record();
  expect(usage.atMs.length).toBe(usage.cpuPercent.length);
  expect(usage.atMs.at(-1)).toBeGreaterThan((lastResultMs as number) + 300);
  expect(Math.max(...usage.cpuPercent.map((percent) => percent ?? 0))).toBeGreaterThan(30);
});
