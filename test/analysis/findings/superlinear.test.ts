import { describe, expect, test } from "vitest";
import type { Cell } from "../../../src/record/schema/run-schema.js";
import { cell, experiment, makeRun } from "../make-run.js";
import { noisyTimes } from "../sample-run.js";
import { again, cellWith, found } from "./find.js";

const BLOCKS = 12;
const times = noisyTimes(3, BLOCKS);
const pool = (workers: number, ms: number, tasks?: number): Cell =>
  cell({ strategy: "thread-pool", workers, ...(tasks && { tasks }) }, times(ms));

describe("superlinear speed-ups", () => {
  test("are a finding of their own, with the interval, and claim no gain", () => {
    const run = makeRun([experiment([pool(1, 240), pool(2, 100), pool(4, 70)])]);
    const [finding, ...others] = found(run, "superlinear");
    expect(others).toEqual([]);
    const { times: fast } = again(cellWith(run, { workers: 1 }), cellWith(run, { workers: 2 }));
    expect(finding?.headline).toBe(`2 workers are ${fast} as fast as one: more than 2 workers can give`);
    expect(finding?.detail).toMatch(/^Thread pool, 2 workers: 95 % interval 2\.\d+ to 2\.\d+×, against 1 worker\./);
    expect(finding?.detail).toContain("Do not count on an efficiency above 100 %.");
    expect(finding?.evidence.figures).toMatchObject({ workers: 2, ideal: 2 });
    expect(finding?.evidence.figures?.low).toBeGreaterThan(2);
  });

  test("are so by rounds too: 8 tasks on 6 workers allow 4", () => {
    const cells = [pool(1, 800, 8), pool(2, 405, 8), pool(6, 160, 8)];
    const [finding] = found(makeRun([experiment(cells)]), "superlinear");
    expect(finding?.headline).toMatch(/^6 workers are (4\.9|5\.0)\d× as fast as one: more than their rounds allow$/);
  });

  test("are named against the sequential run, where even one worker is quicker", () => {
    const sequential = cell({ strategy: "sequential", workers: 1 }, times(300));
    const [finding] = found(makeRun([experiment([sequential, pool(1, 200), pool(2, 160)])]), "superlinear");
    expect(finding?.headline).toMatch(
      /^1 worker is 1\.(49|50|51)× as fast as sequential: more than 1 worker can give$/,
    );
  });

  test("of work that grows are told as work in the same time", () => {
    const cells = [1, 2, 4].map((workers) => pool(workers, workers === 1 ? 100 : 70, workers));
    const [finding] = found(makeRun([experiment(cells)]), "superlinear");
    expect(finding?.headline).toMatch(/^[24] workers do \d\.\d+× the work of one: more than [24] workers can give$/);
  });

  test("are not claimed of what is just as fast as it can be, of one trial, or of less than the floor", () => {
    for (const noise of [1, 2, 3, 4, 5]) {
      const own = noisyTimes(noise, BLOCKS);
      const cells = [1, 2, 4, 8].map((workers) => cell({ strategy: "p", workers }, own(800 / workers)));
      expect(found(makeRun([experiment(cells)]), "superlinear")).toEqual([]);
    }
    const single = [1, 2].map((workers) => cell({ strategy: "p", workers }, [workers === 1 ? 300 : 100]));
    expect(found(makeRun([experiment(single)]), "superlinear")).toEqual([]);
    const steady = (ms: number) => Array.from({ length: BLOCKS }, (_, block) => ms + block / 1000);
    const little = [1, 2].map((workers) => cell({ strategy: "p", workers }, steady(workers === 1 ? 203 : 100)));
    expect(found(makeRun([experiment(little)]), "superlinear")).toEqual([]);
  });

  test("without a single worker to measure against show in the fitted law", () => {
    const own = noisyTimes(2, 20);
    const line = (speedUps: number[]) =>
      speedUps.map((speedUp, index) => cell({ strategy: "p", workers: 2 ** (index + 1) }, own(1600 / speedUp)));
    const [finding] = found(makeRun([experiment(line([2, 4.1, 8.4, 17.3, 36]))]), "superlinear");
    expect(finding?.headline).toBe("P grows faster than its number of workers");
    expect(found(makeRun([experiment(line([2, 3.9, 7.5, 14, 25]))]), "superlinear")).toEqual([]);
  });
});
