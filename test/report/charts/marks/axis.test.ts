import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  fraction,
  levelAxis,
  linearAxis,
  linearTimeAxis,
  logTimeAxis,
  valueAt,
  withHeadroom,
  workerAxis,
} from "../../../../src/report/charts/marks/axis.js";
import { textWidth } from "../../../../src/report/charts/output/text-metrics.js";

const positive = fc.double({ min: 1e-9, max: 1e308, noNaN: true });

describe("axes", () => {
  it("start at zero where bars and speed-ups do, with round ticks in a fitting unit", () => {
    const axis = linearTimeAxis([306400, 56070]);
    expect(axis.domain[0]).toBe(0);
    expect(axis.ticks.map(({ label }) => label)).toEqual(["0", "50 s", "100 s", "150 s", "200 s", "250 s", "300 s"]);
    expect(linearAxis(4.2, String).ticks.map(({ label }) => label)).toEqual(["0", "1", "2", "3", "4"]);
  });

  it("sort tested worker counts as numbers and thin labels that would touch", () => {
    expect(workerAxis([10, 2, 1], 400).ticks.map(({ label }) => label)).toEqual(["1", "2", "10"]);
    const many = Array.from({ length: 64 }, (_, index) => index + 1);
    const ticks = levelAxis(many, 250).ticks;
    expect(ticks[0]?.value).toBe(1);
    expect(ticks.at(-1)?.value).toBe(64);
    expect(ticks.length).toBeLessThan(25);
  });

  it("turn a place into a value and back", () => {
    for (const axis of [linearTimeAxis([500]), logTimeAxis([3, 700])]) {
      expect(fraction(axis, valueAt(axis, 0.37))).toBeCloseTo(0.37, 9);
    }
  });

  it("stay finite, in order and labelled for any times, up to 1e308", () => {
    fc.assert(
      fc.property(fc.array(positive, { minLength: 1, maxLength: 6 }), (timesMs) => {
        for (const axis of [linearTimeAxis(timesMs), logTimeAxis(timesMs), withHeadroom(logTimeAxis(timesMs), 0.2)]) {
          const [low, high] = axis.domain;
          expect(Number.isFinite(low) && Number.isFinite(high) && low < high).toBe(true);
          expect(axis.ticks.length).toBeLessThanOrEqual(16);
          for (const { value, label } of axis.ticks) {
            expect(Number.isFinite(value)).toBe(true);
            expect(label).not.toMatch(/NaN|undefined|Infinity/);
          }
        }
        for (const ms of timesMs) expect(fraction(logTimeAxis(timesMs), ms)).toBeGreaterThan(-1e-9);
      }),
    );
  });

  it("survive having nothing to show", () => {
    expect(logTimeAxis([]).domain).toEqual([1, 10]);
    expect(linearTimeAxis([]).domain[1]).toBeGreaterThan(0);
    expect(linearTimeAxis([0]).ticks.length).toBeGreaterThan(0);
  });
});

describe("text widths", () => {
  it("are those of Arial, wider in bold", () => {
    expect(textWidth("workers", 12)).toBeCloseTo(((722 + 556 + 333 + 500 + 556 + 333 + 500) * 12) / 1000, 9);
    expect(textWidth("process pool", 12, true)).toBeGreaterThan(textWidth("process pool", 12));
    expect(textWidth("−41.3 %", 12)).toBeGreaterThan(30);
  });
});
