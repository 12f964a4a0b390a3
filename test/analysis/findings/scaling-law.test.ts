import { describe, expect, test } from "vitest";
import { seededRandom } from "../../../src/stats/random.js";
import { amdahl, hardLimit, simulatedRun } from "../../bench/simulated-line.js";
import { cell, experiment, makeRun } from "../make-run.js";
import { noisyTimes } from "../sample-run.js";
import { found, texts } from "./find.js";

const WORKERS = [1, 2, 3, 4, 6, 8, 12, 16, 24, 32];
const line = (speedUpOf: (workers: number) => number, workers = WORKERS, noise = 0.01) =>
  simulatedRun({ speedUpOf, workers, blocks: 20, noise, random: seededRandom(8) });

/** Figures of a sentence, in order. */
const figures = (text = "") => [...text.matchAll(/\d+(?:\.\d+)?/g)].map(([figure]) => Number(figure));

describe("the sentence on the scaling law", () => {
  test("gives Amdahl's serial share and the law's limit, each in an interval", () => {
    const [finding] = found(line(amdahl(0.1)), "scaling-law");
    expect(finding?.text).toMatch(
      /^Thread pool follows Amdahl's law over 1 to 32 workers: [\d.]+ % \(95 % interval [\d.]+ to [\d.]+ %\) is serial; the law's limit is [\d.]+× one worker \([\d.]+ to [\d.]+×\)\. Karp and Flatt's serial share stays the same within 2 points \(/,
    );
    const [, , serial = 0, , low = 0, high = 0, limit, least, most] = figures(finding?.text);
    expect(serial).toBeCloseTo(10, 0);
    expect(low).toBeLessThan(10.05);
    expect(high).toBeGreaterThan(9.95);
    expect([limit, least, most]).toEqual([100 / serial, 100 / high, 100 / low].map((x) => expect.closeTo(x, 0)));
    expect(finding?.evidence.figures?.alpha).toBeCloseTo(serial / 100, 3);
  });

  test("gives the USL with a peak only where the peak was measured past", () => {
    const usl = (workers: number) => workers / (1 + 0.05 * (workers - 1) + 0.005 * workers * (workers - 1));
    const [text] = texts(line(usl), "scaling-law");
    expect(text).toMatch(/follows the Universal Scalability Law over 1 to 32 workers, with its peak at 13\.\d: /);
    expect(Math.sqrt(0.95 / 0.005)).toBeCloseTo(13.8, 1);
    expect(text).toContain("rises with the workers");
    const short = texts(line(usl, [1, 2, 3, 4, 5, 6, 7, 8]), "scaling-law");
    expect(short[0]).toContain("with no peak in the tested range");
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
      /^Thread pool follows Amdahl's law over 1 to 8 workers: at most 0\.\d+ % is serial\./,
    );
  });

  test("names no serial share above all of it", () => {
    const flat = [1, 2, 4, 8].map((workers) =>
      cell(
        { strategy: "p", workers },
        noisyTimes(workers, 20)(100).map((ms, block) => ms * (1 + 0.2 * ((block * 7) % 5))),
      ),
    );
    const [text = ""] = texts(makeRun([experiment(flat)]), "scaling-law");
    const [, , serial = 0, , low = 0, high = 0, limit = 0, least = 0] = figures(text);
    expect(text).toContain("Amdahl's law over 1 to 8 workers");
    expect(serial).toBeGreaterThan(50);
    expect([low <= serial, high <= 100, limit >= 1, least >= 1]).toEqual([true, true, true, true]);
  });

  test("counts rounds: 8 equal tasks without any overhead have no serial share", () => {
    const times = noisyTimes(4, 20);
    const workers = [1, 2, 3, 4, 8];
    const cells = workers.map((count) =>
      cell({ strategy: "thread-pool", workers: count, tasks: 8 }, times(100 * Math.ceil(8 / count))),
    );
    const [text] = texts(makeRun([experiment(cells)]), "scaling-law");
    expect(text).toMatch(/over an ideal speed-up of 1 to 8: at most [\d.]+ % is serial/);
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
      /^Thread pool follows Gustafson's law over 1 to 16 workers: [\d.]+ % .* of the parallel run is serial\.$/,
    );
    expect(finding?.evidence.figures?.alpha).toBeCloseTo(0.1, 1);
  });
});
