import { describe, expect, it } from "vitest";
import type { Precision } from "../../../src/analysis/comparing/precision.js";
import { precisionLines } from "../../../src/cli/print/precision-words.js";
import type { Plan } from "../../../src/record/schema/run-schema.js";

const plan: Plan = {
  blocksPlanned: 20,
  blocksFinished: 20,
  budgetMs: 60_000,
  wallMs: 61_000,
  trialsMs: 55_000,
  calibrationMs: 1_000,
};
const again = (more: readonly string[]) => ["again", ...more].join(" ");
const lines = (precision: Partial<Precision>) => precisionLines({ ...reached, ...precision }, plan, again);
const reached: Precision = {
  targetPercent: 2,
  reached: true,
  headlines: 4,
  comparisons: true,
  hopeless: 0,
  widestPercent: 1.9,
  open: [],
  moreBlocks: 0,
};
const open = (label: string, halfWidthPercent: number | null) => ({
  experiment: "workers",
  label,
  halfWidthPercent,
  blocks: 20,
  blocksNeeded: 60,
});

describe("precisionLines", () => {
  it("says that it is reached", () => {
    expect(lines({})).toEqual(["Precision: all 4 comparisons with a baseline are within ±2 %"]);
    expect(lines({ comparisons: false, headlines: 1, targetPercent: 0.5 })).toEqual([
      "Precision: all 1 times are within ±0.5 %",
    ]);
  });

  it("names what is open, widest first, and the time it would likely take", () => {
    const named = lines({ open: [open("a", null), open("b", 3.4567)], moreBlocks: 40 });
    expect(named).toEqual([
      "Precision: 2 of 4 comparisons with a baseline are not within ±2 % yet",
      "  a (workers): too few repeats for an interval after 20 repeats",
      "  b (workers): ±3.5 % after 20 repeats",
      // 40 blocks at 3 s each, a fifth to spare, calibration once more: 145 s.
      "About 40 more repeats (2:00 min) would likely do: again --precision 2% --budget 3m",
    ]);
  });

  it("names five, and advises against waiting for days", () => {
    const many = lines({ open: Array.from({ length: 7 }, (_, index) => open(String(index), 9)), moreBlocks: 1e5 });
    expect(many).toContain("  and 2 more");
    expect(many.at(-1)).toBe(
      "About 100,000 more repeats would be needed: a quieter machine or a wider --precision helps more",
    );
  });

  it("tells what can have no interval", () => {
    expect(lines({ hopeless: 2 })[1]).toBe(
      "2 comparisons with a baseline can have no interval: no repeat of a combination finished",
    );
    expect(lines({ headlines: 0, reached: false })[0]).toBe("Precision: there is nothing to give an interval for");
  });
});
