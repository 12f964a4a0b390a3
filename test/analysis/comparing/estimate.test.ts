import { describe, expect, test } from "vitest";
import { cellViews } from "../../../src/analysis/cells/cell-view.js";
import { type Estimate, estimator } from "../../../src/analysis/comparing/estimate.js";
import { geometricMean } from "../../../src/stats/geometric-mean.js";
import { hodgesLehmann } from "../../../src/stats/hodges-lehmann.js";
import { median } from "../../../src/stats/median.js";
import { signedRankTest } from "../../../src/stats/signed-rank.js";
import { tInterval } from "../../../src/stats/t-interval.js";
import { cell, experiment } from "../make-run.js";

function between(from: (number | null)[], to: (number | null)[], interleaved: boolean): Estimate {
  const [a, b] = cellViews(
    experiment([cell({ strategy: "sequential", workers: 1 }, from), cell({ strategy: "pool", workers: 2 }, to)]),
  );
  if (!a || !b) throw new Error("two cells");
  return estimator(interleaved)(a, b);
}

/** Twelve blocks that drift upwards: pairing takes the drift out. */
const FROM = Array.from({ length: 12 }, (_, block) => 100 + block * 10 + (block % 3));
const TO = FROM.map((ms, block) => ms * 0.5 * (1 + ((block * 7) % 5) / 100));

function expectRatio({ logRatio, fromMs, toMs }: Estimate) {
  expect(Math.exp(logRatio as number)).toBeCloseTo((toMs as number) / (fromMs as number), 12);
}

describe("interleaved trials", () => {
  test("fewer than 10 common blocks: mean and t interval of the log ratios", () => {
    const result = between(FROM.slice(0, 9), TO.slice(0, 9), true);
    const logs = TO.slice(0, 9).map((ms, block) => Math.log(ms / (FROM[block] as number)));
    expect(result).toMatchObject({ method: "paired-t", n: 9 });
    expect(result.fromMs).toBe(geometricMean(FROM.slice(0, 9)));
    expectRatio(result);
    expect(result.logRatio).toBeCloseTo(logs.reduce((a, b) => a + b) / 9, 12);
    expect(result.log95).toEqual(tInterval(logs, 0.95));
  });

  test("10 or more: Hodges-Lehmann with the signed-rank interval and p", () => {
    const result = between(FROM, TO, true);
    const logs = TO.map((ms, block) => Math.log(ms / (FROM[block] as number)));
    const expected = hodgesLehmann(logs, [0.95]);
    expect(result).toMatchObject({ method: "signed-rank", n: 12, fromMs: median(FROM), toMs: median(TO) });
    expect(result.logRatio).toBe(expected.estimate);
    expect(result.log95).toEqual(expected.intervals[0]);
    expect(result.p).toBe(signedRankTest(logs).p);
  });

  test("a failed trial takes its whole block out", () => {
    const withFailure: (number | null)[] = [...TO];
    withFailure[3] = null;
    const result = between(FROM, withFailure, true);
    const rest = FROM.filter((_, block) => block !== 3);
    const others = TO.filter((_, block) => block !== 3);
    expect(result).toMatchObject({ n: 11, fromMs: median(rest), toMs: median(others) });
  });

  test("no block in common, or one, gives no interval", () => {
    expect(between([1, null], [null, 2], true)).toMatchObject({ method: null, reason: "no-usable-trial" });
    expect(between([100, 110], [50, null], true)).toMatchObject({
      method: "single-trial",
      n: 1,
      fromMs: 100,
      toMs: 50,
      log95: null,
      p: null,
    });
  });
});

describe("trials that were not interleaved", () => {
  test("fewer than 10 on a side: Welch on logs, ratio of geometric means", () => {
    const result = between([100, 110, 120], [50, 51], false);
    expect(result).toMatchObject({ method: "welch", n: 2 });
    expect(result.fromMs).toBeCloseTo((100 * 110 * 120) ** (1 / 3), 12);
    expectRatio(result);
    expect(Math.exp(result.logRatio as number)).toBeCloseTo((50 * 51) ** (1 / 2) / (100 * 110 * 120) ** (1 / 3), 12);
  });

  test("10 or more: ratio of medians with a bootstrap interval around it, the same every time", () => {
    const result = between(FROM, TO, false);
    expect(result).toMatchObject({ method: "bootstrap", fromMs: median(FROM), toMs: median(TO) });
    const [low, high] = result.log95 as [number, number];
    expect(low).toBeLessThan(result.logRatio as number);
    expect(high).toBeGreaterThan(result.logRatio as number);
    expect(between(FROM, TO, false)).toEqual(result);
    expectRatio(result);
  });

  test("one trial on a side: median against median, and no more", () => {
    expect(between([100, 120, 110], [55], false)).toMatchObject({
      method: "single-trial",
      fromMs: 110,
      toMs: 55,
      p: null,
    });
  });
});

describe("no ratio", () => {
  test("where a recorded time is 0: below resolution", () => {
    expect(between([0], [5], false)).toMatchObject({ logRatio: null, reason: "below-resolution" });
    expect(between([4, 5], [0, 5], true)).toMatchObject({ logRatio: null, reason: "below-resolution" });
  });

  test("where nothing finished", () => {
    expect(between([null, null], [5, 5], true)).toMatchObject({ logRatio: null, reason: "no-usable-trial" });
  });
});
