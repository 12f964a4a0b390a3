import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { calibrate, probe } from "../../src/trial/calibrate.js";

declare global {
  var mostInputs: number;
}

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
    const { taskMs } = await probe({ ...subject("matrix"), n: n as number });
    expect(taskMs).toBeLessThan(400);
  });
});

describe("calibrate of a user's module", () => {
  const ask = (name: string, code: string) => {
    writeFileSync(join(folder, name), code);
    return calibrate({ ...subject(pathToFileURL(join(folder, name)).href), targetMs: 60_000 });
  };

  it("goes to no size that memory has no room for", async () => {
    const text =
      "export const inputs = (n) => [n]; const kept = []; export const task = (n) => kept.push(Buffer.alloc(n * 100_000, 1));";
    writeFileSync(join(folder, "grows.mjs"), text);
    const grows = subject(pathToFileURL(join(folder, "grows.mjs")).href);
    const { n } = await calibrate({ ...grows, targetMs: 60_000, memoryBytes: 200e6 });
    expect(n).toBeGreaterThan(16);
    expect(n).toBeLessThanOrEqual(1_024);
  });

  it("says that a size which makes no task longer is none", async () => {
    const { n } = await ask("flat.mjs", "export const inputs = () => [1]; export const task = (x) => x;");
    expect(n).toBeNull();
  });

  it("makes no millions of inputs to find that out", async () => {
    globalThis.mostInputs = 0;
    const inputs = "(n) => { globalThis.mostInputs = n; return new Array(n).fill(1); }";
    const { n } = await ask("counts.mjs", `export const inputs = ${inputs}; export const task = (x) => x;`);
    expect(n).toBeNull();
    expect(globalThis.mostInputs).toBeLessThan(1e7);
  });
});

describe("probe", () => {
  it("prepares what the task reads before its time starts", async () => {
    const { n, taskMs } = await probe({ ...subject("shapefile"), n: 5 });
    expect(n).toBe(5);
    expect(taskMs).toBeGreaterThan(0);
  });
});
