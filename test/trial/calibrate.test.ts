import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { calibrate, probe } from "../../src/trial/calibrate.js";

let folder = "";
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "scalebook-test-"));
});
afterAll(() => rmSync(folder, { recursive: true }));

const subject = (workload: string) => ({ workload, seed: 1, scratch: folder, prepared: folder });

describe("calibrate", () => {
  it("finds the size that takes the target time", async () => {
    const { n } = await calibrate({ ...subject("sleep"), targetMs: 60 });
    // The size goes up from 16 ms, by a timer that is up to a millisecond early and, on a busy machine, much late.
    expect(n).toBeGreaterThan(20);
    expect(n).toBeLessThanOrEqual(64);
  });

  it("knows that time may grow faster than the size", async () => {
    const { n } = await calibrate({ ...subject("matrix"), targetMs: 20 });
    // A line through the last doubling would overshoot: four times the size is 64 times the work.
    const { taskMs } = await probe({ ...subject("matrix"), n });
    expect(taskMs).toBeLessThan(400);
  });
});

describe("probe", () => {
  it("prepares what the task reads before its time starts", async () => {
    const { n, taskMs } = await probe({ ...subject("shapefile"), n: 5 });
    expect(n).toBe(5);
    expect(taskMs).toBeGreaterThan(0);
  });
});
