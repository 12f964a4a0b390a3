import { describe, expect, it } from "vitest";
import { selfTest } from "../../../src/analysis/self-test/self-test.js";
import type { Experiment, Run } from "../../../src/record/schema/run-schema.js";
import { hodgesLehmann } from "../../../src/stats/hodges-lehmann.js";
import { seededRandom } from "../../../src/stats/random.js";
import { gaussian } from "../../bench/noise.js";
import { cell, experiment, makeRun } from "../make-run.js";

/** One cell under two names: log-normal times about 100 ms; `bias` of the second in logs. */
function pair(id: string, { blocks = 100, sd = 0.02, bias = 0, seed = 3 } = {}): Experiment {
  const random = seededRandom(seed);
  const times = (shift: number) => Array.from({ length: blocks }, () => 100 * Math.exp(shift + sd * gaussian(random)));
  const factors = { strategy: "thread-pool", workers: 1 };
  const cells = [
    cell({ ...factors, more: { name: "a" } }, times(0)),
    cell({ ...factors, more: { name: "b" } }, times(bias)),
  ];
  return experiment(cells, { id, title: id });
}

const test = (...experiments: Experiment[]) => selfTest(makeRun(experiments));
const wall = (run: Experiment, index: number) => run.cells[index]?.trials.map(({ wallMs }) => wallMs ?? 0) ?? [];

describe("selfTest", () => {
  it("takes the floor from the noisiest pair, and counts what it rests on", () => {
    const result = test(pair("quiet", { sd: 0.01 }), pair("loud", { sd: 0.05, blocks: 120 }));
    expect(result?.pairs.map(({ experiment: id, blocks }) => [id, blocks])).toEqual([
      ["quiet", 100],
      ["loud", 120],
    ]);
    expect(result).toMatchObject({ blocks: 100, comparisons: 1_000 });
    expect(result?.floorPercent).toBe(result?.pairs[1]?.noisePercent);
    // sd of the ratio 7.1 %, of an estimate from 20 about 1.62 %; times 2.24 for 97.5 % of the absolute values.
    expect(result?.floorPercent).toBeGreaterThan(2.8);
    expect(result?.floorPercent).toBeLessThan(4.6);
    expect(result?.pairs[0]?.noisePercent).toBeLessThan(1);
  });

  it("gives the change over all blocks as the analysis does", () => {
    const one = pair("one");
    const logs = wall(one, 1).map((ms, block) => Math.log(ms / (wall(one, 0)[block] ?? 0)));
    const { estimate, intervals } = hodgesLehmann(logs, [0.95]);
    const [found] = test(one)?.pairs ?? [];
    expect(found?.changePercent).toBeCloseTo(Math.expm1(estimate) * 100, 9);
    expect(found?.interval[0]).toBeCloseTo(Math.expm1(intervals[0]?.[0] ?? 0) * 100, 9);
  });

  it("is near what is promised on honest noise", () => {
    const [found] = test(pair("one", { sd: 0.04, blocks: 300 }))?.pairs ?? [];
    expect(found?.falseAlarms.interval[0]).toBeLessThan(5);
    expect(found?.falseAlarms.interval[1]).toBeGreaterThan(4);
    expect(found?.falseAlarmsWithFloor.percent).toBeLessThanOrEqual(4);
    expect(found?.coverage.interval[0]).toBeLessThan(95);
    expect(found?.coverage.interval[1]).toBeGreaterThan(95);
  });

  it("gives the noise an interval that holds the true one", () => {
    // An estimate from 20 pairs has a spread of 0.04 x sqrt(2) x 1.023 / sqrt(20); 97.5 % of its absolute values are below 2.24 of it.
    const truth = Math.expm1((2.24 * 0.04 * Math.SQRT2 * 1.023) / Math.sqrt(20)) * 100;
    const found = [3, 4, 5, 6].flatMap((seed) => test(pair("one", { sd: 0.04, seed }))?.pairs ?? []);
    for (const { noisePercent, noiseInterval } of found) {
      expect(noiseInterval[0]).toBeLessThan(noisePercent);
      expect(noiseInterval[1]).toBeGreaterThan(noisePercent);
    }
    expect(found.filter(({ noiseInterval: [low, high] }) => low <= truth && truth <= high).length).toBeGreaterThan(2);
  });

  it("finds out a measuring that favours one name", () => {
    const [found] = test(pair("one", { bias: Math.log(1.05) }))?.pairs ?? [];
    expect(found?.falseAlarms.percent).toBeGreaterThan(90);
    expect(found?.coverage.percent).toBeLessThan(5);
    expect(found?.interval[0]).toBeGreaterThan(2);
    expect(found?.noisePercent).toBeGreaterThan(5);
  });

  it("is repeatable", () => {
    expect(test(pair("one"))).toEqual(test(pair("one")));
  });

  it("says nothing from fewer than 40 common blocks, or of anything but pairs", () => {
    expect(test(pair("few", { blocks: 39 }))).toBeNull();
    expect(test(pair("one"), pair("few", { blocks: 39 }))).toBeNull();
    expect(selfTest({ ...makeRun([]), experiments: [] } as Run)).toBeNull();
    const three = pair("three");
    expect(test({ ...three, cells: [...three.cells, cell({ strategy: "x", workers: 1 }, [1])] })).toBeNull();
    const failing = pair("failing", { blocks: 60 });
    for (const trial of failing.cells[1]?.trials.slice(0, 21) ?? []) {
      Object.assign(trial, { status: "failed", wallMs: null });
    }
    expect(test(failing)).toBeNull();
  });
});
