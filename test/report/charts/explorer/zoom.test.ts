import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { nearest, type Point } from "../../../../src/report/browser/points.js";
import { signalsOf, type View, viewAround, viewBetween } from "../../../../src/report/browser/zoom.js";
import type { ZoomAxis } from "../../../../src/report/charts/explorer/explorable.js";
import { type LabelKind, labelKind, ticksWithin } from "../../../../src/report/charts/explorer/tick-labels.js";
import {
  bytesAxis,
  linearAxis,
  linearTimeAxis,
  logTimeAxis,
  workerAxis,
} from "../../../../src/report/charts/marks/axis.js";

function axis(scale: "linear" | "log", domain: [number, number], kind: LabelKind = "time"): ZoomAxis {
  return { name: "x", scale, domain, ticks: [1], labels: { 1: "1 ms" }, kind };
}

const linear = axis("linear", [0, 100]);
const log = axis("log", [1, 10_000]);

describe("zooming", () => {
  it("shows what lies between two places, evenly on a logarithmic axis too", () => {
    expect(viewBetween(linear, null, 0.25, 0.75)).toEqual([25, 75]);
    const [low = 0, high = 0] = viewBetween(log, null, 0.25, 0.75) ?? [];
    expect([low, high].map((end) => Number(end.toPrecision(12)))).toEqual([10, 1000]);
    const [from = 0, to = 0] = viewBetween(linear, [20, 40], 0.5, 1) ?? [];
    expect([from, to].map((end) => Number(end.toPrecision(12)))).toEqual([30, 40]);
    expect(viewBetween(linear, null, 0.75, 0.25)).toEqual([25, 75]);
  });

  it("keeps the place that it goes closer to where it is, and leads all the way back out", () => {
    const [low = 0, high = 0] = viewAround(linear, null, 0.8, 2) ?? [];
    expect((80 - low) / (high - low)).toBeCloseTo(0.8);
    expect(viewAround(linear, [40, 60], 0.5, 1 / 100)).toBeNull();
  });

  it("never leaves the axis and never shows nothing, whatever is done in whatever order", () => {
    const steps = fc.array(
      fc.tuple(fc.double({ min: -3, max: 4, noNaN: true }), fc.double({ min: 0.01, max: 100, noNaN: true })),
      {
        minLength: 1,
        maxLength: 30,
      },
    );
    fc.assert(
      fc.property(fc.constantFrom(linear, log), steps, (given, all) => {
        let shown: View = null;
        for (const [place, factor] of all) {
          shown = viewAround(given, shown, place, factor);
          if (shown === null) continue;
          const [low, high] = shown;
          expect(low).toBeGreaterThanOrEqual(given.domain[0] * (1 - 1e-9));
          expect(high).toBeLessThanOrEqual(given.domain[1] * (1 + 1e-9));
          expect(high).toBeGreaterThan(low);
        }
      }),
      { seed: 7, numRuns: 300 },
    );
  });

  it("sets the ticks of the whole axis again where all of it is shown", () => {
    expect(signalsOf(linear, null)).toEqual({ view_x: null, ticks_x: [1], labels_x: { 1: "1 ms" } });
  });
});

describe("labels of a part of an axis", () => {
  it("are of what the labels of the whole axis are of", () => {
    const labels = ({ ticks }: { ticks: { label: string }[] }) => ticks.map(({ label }) => label);
    expect(labelKind(labels(linearTimeAxis([3, 400])))).toBe("time");
    expect(labelKind(labels(logTimeAxis([0.001, 4000])))).toBe("time");
    expect(labelKind(labels(bytesAxis([4e8])))).toBe("bytes");
    expect(labelKind(labels(linearAxis(4, (value) => `${value}×`)))).toBe("times");
    expect(labelKind(labels(workerAxis([1, 2, 1000], 300)))).toBe("count");
    expect(labelKind(["0 %", "50 %"])).toBe("percent");
    expect(labelKind(["−50 %", "0 %", "+50 %"])).toBe("signed percent");
    expect(labelKind(["0", "0.5"])).toBe("number");
  });

  it("have one unit and as many decimals as tell them apart", () => {
    const texts = (...given: Parameters<typeof ticksWithin>) => ticksWithin(...given).map(({ label }) => label);
    expect(texts([101, 104], "linear", "time")).toEqual([
      "101.0 ms",
      "101.5 ms",
      "102.0 ms",
      "102.5 ms",
      "103.0 ms",
      "103.5 ms",
      "104.0 ms",
    ]);
    expect(texts([1200, 3100], "linear", "time")).toEqual(["1.5 s", "2.0 s", "2.5 s", "3.0 s"]);
    expect(texts([0, 3.4], "linear", "count")).toEqual(["0", "1", "2", "3"]);
    expect(texts([1.1e-12, 3e-12], "linear", "number")).toEqual([
      "1.5 × 10^−12",
      "2 × 10^−12",
      "2.5 × 10^−12",
      "3 × 10^−12",
    ]);
    expect(texts([1, 5000], "log", "time")).toEqual(["1 ms", "10 ms", "100 ms", "1 s"]);
    expect(texts([-8, 12], "linear", "signed percent")).toEqual(["−5 %", "0 %", "+5 %", "+10 %"]);
    expect(texts([2.2e6, 2.9e6], "linear", "bytes")).toEqual(["2.2 MB", "2.4 MB", "2.6 MB", "2.8 MB"]);
  });

  it("lie within it, differ, and are not too many, for any part", () => {
    const kinds = fc.constantFrom<LabelKind>("time", "bytes", "times", "percent", "signed percent", "number");
    const ends = fc.tuple(
      fc.double({ min: 1e-6, max: 1e12, noNaN: true }),
      fc.double({ min: 1.001, max: 1e6, noNaN: true }),
    );
    fc.assert(
      fc.property(kinds, fc.constantFrom<"linear" | "log">("linear", "log"), ends, (kind, scale, [low, ratio]) => {
        const high = low * ratio;
        const ticks = ticksWithin([low, high], scale, kind);
        expect(ticks.length).toBeLessThanOrEqual(14);
        for (const { value } of ticks) {
          expect(value).toBeGreaterThanOrEqual(low * (1 - 1e-6));
          expect(value).toBeLessThanOrEqual(high * (1 + 1e-6));
        }
        expect(new Set(ticks.map(({ label }) => label)).size).toBe(ticks.length);
      }),
      { seed: 11, numRuns: 500 },
    );
  });
});

describe("the nearest point", () => {
  const at = (x: number, y: number, size = 4): Point => ({
    words: `${x} ${y}`,
    ...{ x1: x - size, x2: x + size, y1: y - size, y2: y + size },
  });

  it("is the one under the pointer, of several the smallest, and none far off", () => {
    const points = [at(50, 50, 40), at(60, 60), at(200, 50)];
    expect(nearest(points, 60, 60)).toBe(1);
    expect(nearest(points, 30, 30)).toBe(0);
    expect(nearest(points, 215, 50)).toBe(2);
    expect(nearest(points, 400, 50)).toBe(-1);
    expect(nearest([], 1, 1)).toBe(-1);
  });
});
