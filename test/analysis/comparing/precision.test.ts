import { describe, expect, it } from "vitest";
import { headlinesOf, precisionOf } from "../../../src/analysis/comparing/precision.js";
import type { Experiment } from "../../../src/record/schema/run-schema.js";
import { hodgesLehmann } from "../../../src/stats/hodges-lehmann.js";
import { seededRandom } from "../../../src/stats/random.js";
import { NOISES, type Noise } from "../../bench/noise.js";
import { cell, experiment } from "../make-run.js";

const noise = NOISES["log-normal"] as Noise;

/** Times about `ms` with 2 % of noise. */
function times(blocks: number, ms: number, random: () => number): number[] {
  return Array.from({ length: blocks }, () => ms * Math.exp(noise(random)));
}

function pair(blocks: number, seed = 3, ratio = 0.5): Experiment {
  const random = seededRandom(seed);
  return experiment([
    cell({ strategy: "sequential", workers: 1 }, times(blocks, 100, random)),
    cell({ strategy: "thread-pool", workers: 2 }, times(blocks, 100 * ratio, random)),
  ]);
}

const wallTimes = (one: Experiment, index: number) => one.cells[index]?.trials.map(({ wallMs }) => wallMs ?? 0) ?? [];

describe("headlines", () => {
  it("are the cells against their baselines", () => {
    const named = headlinesOf([
      pair(2),
      experiment([cell({ strategy: "command", workers: 1 }, [1, 2])], { id: "alone" }),
    ]);
    expect(named.map(({ experiment: { id }, from, to }) => [id, from?.factors.strategy, to.factors.strategy])).toEqual([
      ["workers", "sequential", "thread-pool"],
      ["alone", undefined, "command"],
    ]);
  });

  it("leave out what was dropped to keep a budget", () => {
    const whole = pair(2);
    const cells = whole.cells.map((one, index) => (index === 1 ? { ...one, dropped: "left out" } : one));
    expect(headlinesOf([{ ...whole, cells }])).toEqual([]);
  });
});

describe("precisionOf", () => {
  it("is half the width of the widest interval, on logarithms", () => {
    const one = pair(25);
    const logs = wallTimes(one, 1).map((ms, block) => Math.log(ms / (wallTimes(one, 0)[block] ?? 0)));
    const [low, high] = hodgesLehmann(logs, [0.95]).intervals[0] as [number, number];
    const half = Math.expm1((high - low) / 2) * 100;
    const { widestPercent, headlines, comparisons } = precisionOf([one], 2);
    expect(widestPercent).toBeCloseTo(half, 9);
    expect([headlines, comparisons]).toEqual([1, true]);
    expect(precisionOf([one], half * 1.001).reached).toBe(true);
    expect(precisionOf([one], half * 0.999)).toMatchObject({
      reached: false,
      open: [{ blocks: 25, label: "thread pool, 2 workers" }],
    });
  });

  it("is the same for a small and for a large change: it asks for the width, not for the verdict", () => {
    const widths = [0.5, 1, 3].map((ratio) => precisionOf([pair(20, 3, ratio)], 2).widestPercent ?? 0);
    expect(Math.max(...widths) - Math.min(...widths)).toBeLessThan(1e-9);
  });

  it("is not reached with fewer than ten blocks, however narrow", () => {
    const still = (blocks: number) =>
      experiment([
        cell({ strategy: "sequential", workers: 1 }, Array(blocks).fill(100)),
        cell({ strategy: "thread-pool", workers: 2 }, Array(blocks).fill(50)),
      ]);
    expect(precisionOf([still(9)], 2)).toMatchObject({ reached: false, widestPercent: null, moreBlocks: null });
    expect(precisionOf([still(10)], 2)).toMatchObject({ reached: true, widestPercent: 0, moreBlocks: 0 });
  });

  it("expects blocks by the square of what is lacking", () => {
    const { widestPercent, open, moreBlocks } = precisionOf([pair(25)], 0.25);
    const needed = 25 * (Math.log1p((widestPercent ?? 0) / 100) / Math.log1p(0.0025)) ** 2;
    expect(open[0]?.blocksNeeded).toBe(Math.ceil(needed));
    expect(moreBlocks).toBe(Math.ceil(needed) - 25);
  });

  it("counts what no block can help, and does not wait for it", () => {
    const whole = pair(20);
    const broken = cell({ strategy: "process-pool", workers: 2 }, Array(20).fill(null));
    const precision = precisionOf([{ ...whole, cells: [...whole.cells, broken] }], 5);
    expect(precision).toMatchObject({ reached: true, hopeless: 1, headlines: 1 });
    const all = precisionOf([experiment([broken])], 5);
    expect(all).toMatchObject({ reached: false, hopeless: 1, headlines: 0 });
  });

  it("takes a cell with nothing beside it by the interval of its own median", () => {
    const alone = experiment([cell({ strategy: "command", workers: 1 }, times(30, 80, seededRandom(1)))]);
    const { widestPercent, comparisons } = precisionOf([alone], 5);
    expect(comparisons).toBe(false);
    expect(widestPercent).toBeGreaterThan(0.1);
    expect(widestPercent).toBeLessThan(3);
  });

  it.each(Object.entries(NOISES))("ends runs whose intervals cover as promised, on %s noise", (_name, draw) => {
    const random = seededRandom(17);
    const runs = 300;
    const logs = (one: Experiment) =>
      wallTimes(one, 1).map((ms, block) => Math.log(ms / (wallTimes(one, 0)[block] ?? 0)));
    let covered = 0;
    for (let run = 0; run < runs; run++) {
      const equal = experiment([
        cell({ strategy: "sequential", workers: 1 }, []),
        cell({ strategy: "pool", workers: 2 }, []),
      ]);
      for (let block = 0; block < 200 && !(block >= 10 && precisionOf([equal], 1.5).reached); block++) {
        for (const { trials } of equal.cells)
          trials.push({ block, status: "ok", wallMs: 100 * Math.exp(draw(random)) });
      }
      const [low, high] = hodgesLehmann(logs(equal), [0.95]).intervals[0] as [number, number];
      if (low <= 0 && high >= 0) covered++;
    }
    // Monte Carlo error of 300 runs at 95 %: 1.3 points.
    expect(covered / runs).toBeGreaterThanOrEqual(0.91);
    expect(covered / runs).toBeLessThanOrEqual(0.99);
  });
});
