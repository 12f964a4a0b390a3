import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { spreadLabels } from "../../../../../src/report/charts/marks/lines/spread-labels.js";

describe("spreadLabels", () => {
  it("leaves labels alone that do not touch", () => {
    expect(spreadLabels([20, 100, 60], [15, 15, 15], 200)).toEqual([20, 100, 60]);
  });

  it("moves touching labels apart evenly and keeps their order", () => {
    expect(spreadLabels([50, 50], [20, 20], 200)).toEqual([40, 60]);
    expect(spreadLabels([52, 50], [20, 20], 200)).toEqual([61, 41]);
  });

  it("keeps labels inside at both ends", () => {
    expect(spreadLabels([0, 200], [20, 20], 200)).toEqual([10, 190]);
    expect(spreadLabels([199, 200], [20, 20], 200)).toEqual([170, 190]);
  });

  it("never lets two overlap, whatever they want", () => {
    const label = fc.record({
      at: fc.double({ min: 0, max: 300, noNaN: true }),
      height: fc.integer({ min: 12, max: 30 }),
    });
    fc.assert(
      fc.property(fc.array(label, { minLength: 1, maxLength: 12 }), (labels) => {
        const heights = labels.map(({ height }) => height);
        const centres = spreadLabels(
          labels.map(({ at }) => at),
          heights,
          300,
        );
        const boxes = centres
          .map((centre, index) => ({
            top: centre - (heights[index] ?? 0) / 2,
            bottom: centre + (heights[index] ?? 0) / 2,
          }))
          .sort((a, b) => a.top - b.top);
        for (const [index, box] of boxes.slice(1).entries()) {
          expect(box.top).toBeGreaterThanOrEqual((boxes[index]?.bottom ?? 0) - 1e-6);
        }
        const total = heights.reduce((sum, height) => sum + height, 0);
        if (total <= 300) {
          expect(boxes[0]?.top).toBeGreaterThanOrEqual(-1e-6);
          expect(boxes.at(-1)?.bottom).toBeLessThanOrEqual(300 + 1e-6);
        }
      }),
    );
  });
});
