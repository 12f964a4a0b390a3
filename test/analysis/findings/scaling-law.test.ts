import { describe, expect, test } from "vitest";
import { analyseRun } from "../../../src/analysis/analyse.js";
import { seededRandom } from "../../../src/stats/random.js";
import { amdahl, hardLimit, simulatedRun } from "../../bench/simulated-line.js";
import { cell, experiment, importedRun, makeRun } from "../make-run.js";
import { noisyTimes } from "../sample-run.js";
import { found, texts } from "./find.js";

const WORKERS = [1, 2, 3, 4, 6, 8, 12, 16, 24, 32];
const line = (speedUpOf: (workers: number) => number, workers = WORKERS, noise = 0.01) =>
  simulatedRun({ speedUpOf, workers, blocks: 20, noise, random: seededRandom(8) });

/** Figures of a sentence, in order. */
const figures = (text = "") => [...text.matchAll(/\d+(?:\.\d+)?/g)].map(([figure]) => Number(figure));

/** 8 tasks with a serial share, as somebody measured them; ms. */
const EIGHT_TASKS: [strategy: string, workers: number, wallMs: number[]][] = [
  ["sequential", 1, [826.5, 858.8, 818.5, 860.8, 826.5, 855.4, 831.6, 827.0, 792.7, 838.4, 857.4, 878.0]],
  ["thread-pool", 1, [850.7, 818.4, 850.0, 838.0, 836.7, 837.1, 857.1, 845.1, 817.1, 863.4, 835.3, 831.4]],
  ["thread-pool", 2, [444.4, 437.5, 426.2, 437.7, 429.8, 437.7, 428.9, 444.0, 433.4, 443.4, 441.7, 435.6]],
  ["thread-pool", 4, [232.7, 239.1, 235.7, 243.3, 241.7, 242.3, 242.3, 243.5, 234.2, 246.2, 241.1, 243.1]],
  ["thread-pool", 8, [144.5, 140.1, 140.6, 142.4, 140.3, 140.5, 141.4, 135.7, 139.0, 144.0, 139.7, 139.8]],
];

describe("the sentence on the scaling law", () => {
  test("gives Amdahl's serial share and the law's limit, each in an interval", () => {
    const [finding] = found(line(amdahl(0.1)), "scaling-law");
    expect(finding?.text).toMatch(
      /^Thread pool follows Amdahl's law at 10 points: [\d.]+ % of the work is serial\. Measured with 1 to 32 workers\. [\d.]+ % \(95 % interval [\d.]+ to [\d.]+ %\) is serial\. However many workers there are, the law allows at most [\d.]+× one worker \(95 % interval [\d.]+ to [\d.]+×\)\. Karp and Flatt's serial share stays the same within 2 points \(/,
    );
    const [, , serial = 0, , low = 0, high = 0, limit, , least, most] = figures(finding?.detail);
    expect(serial).toBeCloseTo(10, 0);
    expect(low).toBeLessThan(10.05);
    expect(high).toBeGreaterThan(9.95);
    expect([limit, least, most]).toEqual([100 / serial, 100 / high, 100 / low].map((x) => expect.closeTo(x, 0)));
    expect(finding?.evidence.figures?.alpha).toBeCloseTo(serial / 100, 3);
  });

  test("gives no limit without a serial share, nor a number of tasks", () => {
    const said = Array.from({ length: 40 }, (_, seed) =>
      texts(
        simulatedRun({
          speedUpOf: (workers) => workers,
          workers: [1, 2, 4, 8],
          blocks: 5,
          noise: 0.15,
          random: seededRandom(seed),
        }),
        "scaling-law",
      ),
    ).flat();
    expect(said.filter((text) => text.includes("at most")).length).toBeGreaterThan(0);
    expect(said.join(" ")).not.toContain("not a number");
  });

  test("gives the USL with a peak only where the peak was measured past", () => {
    const usl = (workers: number) => workers / (1 + 0.05 * (workers - 1) + 0.005 * workers * (workers - 1));
    const [text] = texts(line(usl), "scaling-law");
    expect(text).toMatch(
      /^Thread pool follows the Universal Scalability Law at 10 points.* Its peak lies at 13\.\d workers\./,
    );
    expect(Math.sqrt(0.95 / 0.005)).toBeCloseTo(13.8, 1);
    expect(text).toContain("rises with the workers");
    const short = texts(line(usl, [1, 2, 3, 4, 5, 6, 7, 8]), "scaling-law");
    expect(short[0]).toContain("It has no peak in the tested range.");
  });

  test("quotes no law of a hard limit, of three worker counts, or beyond the cores", () => {
    expect(texts(line(hardLimit(8)), "scaling-law")).toEqual([]);
    expect(texts(line(amdahl(0.1), [1, 2, 4]), "scaling-law")).toEqual([]);
    const twoCores = { ...line(amdahl(0.1)), machine: { id: "m-1", name: "bench", availableParallelism: 2 } };
    const cpu = { loop: { title: "Loop", bound: "cpu" as const } };
    const experiments = twoCores.experiments.map((one) => ({ ...one, workloads: cpu }));
    expect(texts({ ...twoCores, experiments }, "scaling-law")).toEqual([]);
  });

  test("says at most so much where there may be no serial share", () => {
    expect(texts(line(amdahl(0), [1, 2, 3, 4, 6, 8]), "scaling-law")[0]).toMatch(
      /^Thread pool: 6 points are compatible with Amdahl's law, at most 0\.\d+ % serial\. Measured with 1 to 8 workers\. At most 0\.\d+ % is serial\./,
    );
  });

  test("quotes no law of a line on which no time is shown to fall", () => {
    const times = noisyTimes(4, 20);
    const flat = [1, 2, 4, 8].map((workers) => cell({ strategy: "p", workers }, times(100)));
    const run = makeRun([experiment(flat)]);
    expect(texts(run, "scaling-law")).toEqual([]);
    expect(analyseRun(run).experiments[0]?.scaling[0]?.models).toMatchObject({ chosen: null, reason: "no-gain" });
  });

  test("counts rounds: 8 equal tasks without any overhead have no serial share", () => {
    const times = noisyTimes(4, 20);
    const workers = [1, 2, 3, 4, 8];
    const cells = workers.map((count) =>
      cell({ strategy: "thread-pool", workers: count, tasks: 8 }, times(100 * Math.ceil(8 / count))),
    );
    const [text] = texts(makeRun([experiment(cells)]), "scaling-law");
    expect(text).toMatch(
      /Measured over an ideal speed-up of 1 to 8\. At most [\d.]+ % is serial\. 8 tasks allow at most 8\.00× one worker/,
    );
  });

  test("gives Gustafson's share of work that grows with the workers", () => {
    const times = noisyTimes(4, 20);
    // 10 % of the parallel run is serial: p workers do 0.1 + 0.9 p in the time of one.
    const scaled = (workers: number) => workers - 0.1 * (workers - 1);
    const cells = [1, 2, 4, 8, 16].map((workers) =>
      cell({ strategy: "thread-pool", workers, tasks: workers }, times((100 * workers) / scaled(workers))),
    );
    const [finding] = found(makeRun([experiment(cells)]), "scaling-law");
    expect(finding?.text).toMatch(
      /^Thread pool: 5 points are compatible with Gustafson's law, [\d.]+ % serial\. .* [\d.]+ % .* of the parallel run is serial\.$/,
    );
    expect(finding?.evidence.figures?.alpha).toBeCloseTo(0.1, 1);
  });

  test("says no limit above what the tasks allow, whatever the law's is, nor 'follows' of four points", () => {
    const cells = EIGHT_TASKS.map(([strategy, workers, wallMs]) => cell({ strategy, workers, tasks: 8 }, wallMs));
    const [finding] = found(importedRun([experiment(cells)]), "scaling-law");
    expect(finding?.headline).toMatch(/^Thread pool: 4 points are compatible with Amdahl's law, \d\.\d+ % serial$/);
    // The serial share of the file, by least squares on logs: its limit is about 20, and there are 8 tasks.
    expect(1 / (finding?.evidence.figures?.alpha as number)).toBeGreaterThan(15);
    expect(finding?.detail).toContain("8 tasks allow at most 8.00× one worker, and the law sets no lower limit.");
    const speedUps = [...(finding?.text ?? "").matchAll(/([\d.]+)×/g)].map(([, times]) => Number(times));
    expect(Math.max(...speedUps)).toBeLessThanOrEqual(8);
    expect(finding?.text).not.toContain("follows");
  });
});
