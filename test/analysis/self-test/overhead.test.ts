import { expect, it } from "vitest";
import { overheadOf } from "../../../src/analysis/self-test/overhead.js";

const pairs = (ratios: number[]) =>
  ratios.map((ratio) => ({ trialMs: 100 * ratio, byHandMs: 100, hostMs: 100 * ratio + 45 }));

it("overheadOf sets trials against the same loop timed by hand", () => {
  const overhead = overheadOf(pairs([1.01, 1.02, 1.03, 1.02, 1.01, 1.03, 1.02, 1.02]));
  expect(overhead).toMatchObject({ pairs: 8, byHandMs: 100, besideMs: 45 });
  expect(overhead?.changePercent).toBeCloseTo(2, 1);
  expect(overhead?.trialMs).toBeCloseTo(102, 6);
  expect(overhead?.interval[0]).toBeGreaterThanOrEqual(1);
  expect(overhead?.interval[1]).toBeLessThanOrEqual(3);
  expect(overhead?.besideInterval?.map(Math.round)).toEqual([45, 45]);
});

it("overheadOf says nothing where there is no interval", () => {
  expect(overheadOf(pairs([1, 1, 1, 1, 1]))).toBeNull();
});
