import { describe, expect, test } from "vitest";
import { karpFlatt } from "../../../../src/analysis/scaling/models/karp-flatt.js";

const at = (workers: number, value: number, interval: [number, number] | null = null) => ({
  workers,
  speedUp: { value, interval },
});

describe("karpFlatt", () => {
  test("finds the serial share that Quinn's table was made of (example 1, two decimals)", () => {
    const shares = karpFlatt([at(3, 2.5), at(4, 3.08), at(5, 3.57), at(6, 4.0), at(7, 4.38), at(8, 4.71)]);
    expect(shares).toHaveLength(6);
    for (const { serialShare } of shares) expect(Math.abs(serialShare - 0.1)).toBeLessThan(0.002);
  });

  test("says nothing up to two workers", () => {
    expect(karpFlatt([at(1, 1), at(2, 1.82), at(3, 2.5)]).map(({ workers }) => workers)).toEqual([3]);
  });

  test("turns the interval of the speed-up over: the faster, the less is serial", () => {
    const [found] = karpFlatt([at(4, 3, [2.9, 3.1])]);
    const [low, high] = found?.interval ?? [0, 0];
    expect(low).toBeCloseTo((1 / 3.1 - 0.25) / 0.75, 12);
    expect(high).toBeCloseTo((1 / 2.9 - 0.25) / 0.75, 12);
    expect(low).toBeLessThan(found?.serialShare as number);
    expect(high).toBeGreaterThan(found?.serialShare as number);
    expect(karpFlatt([at(4, 3)])[0]?.interval).toBeNull();
  });
});
