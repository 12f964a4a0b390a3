import { describe, expect, test } from "vitest";
import { analyseRun } from "../../../src/analysis/analyse.js";
import type { Answer } from "../../../src/analysis/answer/answer.js";
import { answersOf } from "../../../src/analysis/answer/answer.js";
import { textWidth } from "../../../src/report/charts/output/text-metrics.js";
import { heroOf } from "../../../src/report/page-model/answers.js";
import { sampleRun } from "../../analysis/sample-run.js";

const [sample] = answersOf(analyseRun(sampleRun(20))) as [Answer];
const drawn = (low: number, changePercent: number, high: number) => {
  if (sample.change === null) throw new Error("the sample has a change");
  const change = { ...sample.change, changePercent, interval: [low, high] as [number, number] };
  return heroOf({ ...sample, change }, { id: "", question: "", href: "", picture: null }).interval;
};

describe("the interval of an answer", () => {
  test.each([
    [-37.2, -34, -30.1],
    [-0.4, 0.1, 0.6],
    [25_300, 25_500, 25_600],
    [-99.99, -99.98, -99.97],
    [9e5, 1e6, 2e6],
    [1e17, 2e17, 3e17],
  ])("from %d to %d lies in its picture with its figures", (low, percent, high) => {
    const interval = drawn(low, percent, high);
    if (interval === null) throw new Error("drawn");
    expect(Number(interval.lowX) - textWidth(interval.low, 12)).toBeGreaterThan(0);
    expect(Number(interval.highX) + textWidth(interval.high, 12)).toBeLessThan(320);
    expect(Number(interval.x1)).toBeLessThanOrEqual(Number(interval.pointX));
    expect(Number(interval.pointX)).toBeLessThanOrEqual(Number(interval.x2));
  });

  test("is not drawn where its ends say nothing", () => {
    expect(drawn(-99, 20, 17_700)).toBeNull();
  });
});
