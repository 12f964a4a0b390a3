import { describe, expect, test } from "vitest";
import type { CellView } from "../../../src/analysis/cells/cell-view.js";
import type { Estimate } from "../../../src/analysis/comparing/estimate.js";
import { floorOf, judge, verdictOf } from "../../../src/analysis/comparing/verdict.js";

const log = (percent: number) => Math.log1p(percent / 100);

function estimated(change: number, [low, high]: [number, number], more: Partial<Estimate> = {}): Estimate {
  return {
    method: "signed-rank",
    n: 20,
    fromMs: 100,
    toMs: 100 + change,
    logRatio: log(change),
    log95: [log(low), log(high)],
    log90: null,
    p: 0.001,
    equivalent: false,
    ...more,
  };
}

const rule = (estimate: Estimate, q: number | null, floorPercent = 2) => verdictOf({ estimate, q, floorPercent });

describe("verdicts, in order of precedence", () => {
  test("changed: q at most 0.05 and at least the floor", () => {
    expect(rule(estimated(-5, [-6, -4]), 0.05)).toEqual({ verdict: "faster" });
    // 2 % more is 1.96 % less the other way round: the floor holds for both.
    expect(rule(estimated(2.1, [1.5, 2.7]), 0.01)).toEqual({ verdict: "slower" });
    expect(rule(estimated(2, [1.5, 2.5]), 0.01)).toEqual({ verdict: "inconclusive", reason: "below-floor" });
    // A change of 2.9 % may lie inside the bounds of "same" too: changed comes first.
    expect(rule(estimated(2.5, [2.2, 2.8], { equivalent: true }), 0.01)).toEqual({ verdict: "slower" });
  });

  test("no change is claimed beside an interval that holds no change, whatever the test says", () => {
    // Seen between two real runs: rank test p = 0.045, bootstrap interval 7.6 % less to 2.9 % more.
    expect(rule(estimated(-3, [-7.6, 2.9], { method: "bootstrap" }), 0.045).verdict).toBe("inconclusive");
  });

  test("same: inside 3 % and not changed", () => {
    expect(rule(estimated(1, [0.5, 1.5], { equivalent: true }), 0.001)).toEqual({ verdict: "same" });
    expect(rule(estimated(0, [-1, 1], { equivalent: true }), 0.9)).toEqual({ verdict: "same" });
  });

  test("below the floor: clear, but smaller than this machine can tell", () => {
    const result = rule(estimated(-5, [-6, -4]), 0.001, 8);
    expect(result).toEqual({ verdict: "inconclusive", reason: "below-floor" });
  });

  test("not enough evidence: the interval leans to one side, or shows no direction", () => {
    expect(rule(estimated(-4, [-9, 1]), 0.1)).toEqual({ verdict: "inconclusive", reason: "not-significant" });
    expect(rule(estimated(-4, [-20, 15]), 0.5)).toEqual({ verdict: "inconclusive", reason: "wide-interval" });
  });

  test("one trial carries no verdict, however large the change", () => {
    const single = estimated(-80, [0, 0], { method: "single-trial", log95: null, p: null });
    expect(rule(single, null)).toEqual({ verdict: "inconclusive", reason: "single-trial" });
  });

  test("no ratio: the reason is handed on", () => {
    const none = estimated(0, [0, 0], { logRatio: null, reason: "below-resolution" });
    expect(rule(none, null)).toEqual({ verdict: "inconclusive", reason: "below-resolution" });
  });
});

describe("a family", () => {
  const view = { factors: { strategy: "a", workers: 1 } } as CellView;
  const pair = (estimate: Estimate) => ({ from: view, to: view, estimate });

  test("is corrected together: what passes alone may fail among many", () => {
    const one = pair(estimated(-5, [-9, -1], { p: 0.03 }));
    const dull = Array.from({ length: 9 }, () => pair(estimated(0.1, [-4, 4], { p: 0.9 })));
    expect(judge([one], 2)[0]).toMatchObject({ q: 0.03, verdict: "faster" });
    const [among] = judge([one, ...dull], 2);
    expect(among?.q).toBeCloseTo(0.3, 12);
    expect(among?.verdict).toBe("inconclusive");
  });

  test("pairs without p do not count in it", () => {
    const single = pair(estimated(-5, [0, 0], { method: "single-trial", log95: null, p: null }));
    const changes = judge([single, pair(estimated(-5, [-6, -4], { p: 0.04 }))], 2);
    expect(changes.map(({ q }) => q)).toEqual([null, 0.04]);
  });

  test("changes are in percent and agree with the ratio", () => {
    const [change] = judge([pair(estimated(-20, [-25, -15]))], 2);
    expect(change?.ratio).toBeCloseTo(0.8, 12);
    expect(change?.changePercent).toBeCloseTo(-20, 10);
    expect(change?.interval?.[0]).toBeCloseTo(-25, 10);
  });
});

test("the floor is 2 %, or what one of the machines measured if larger", () => {
  const machine = { id: "m", name: "m" };
  expect(floorOf(machine)).toBe(2);
  expect(floorOf({ ...machine, floorPercent: 1 })).toBe(2);
  expect(floorOf(machine, { ...machine, floorPercent: 3.5 })).toBe(3.5);
});
