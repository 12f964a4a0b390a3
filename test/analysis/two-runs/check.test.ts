import { describe, expect, test } from "vitest";
import { checkRun, whyUncheckable } from "../../../src/analysis/two-runs/check.js";
import type { Factors, Run } from "../../../src/record/schema/run-schema.js";
import { cell, experiment, makeRun } from "../make-run.js";
import { noisyTimes } from "../sample-run.js";

const MACHINE = { id: "m-2", name: "two cores", cpuModel: "Example CPU" };

/** A run with a cell for each factor that its time is multiplied by; `null` for one that fails. */
function run(factors: readonly (number | null)[], seed: number, blocks = 20): Run {
  const times = noisyTimes(seed, blocks);
  const cells = factors.map((factor, index) => {
    const levels: Factors = { strategy: "thread-pool", workers: index + 1, tasks: 8 };
    return cell(levels, factor === null ? Array(blocks).fill(null) : times(100 * factor));
  });
  return makeRun([experiment(cells)], {
    id: `20261121t061500z-lab-${String(seed).padStart(6, "0")}`,
    machine: MACHINE,
  });
}

const outcomes = (a: Run, b: Run, options = {}) => checkRun(a, b, options).comparison.cells.map((c) => c.outcome);

describe("checkRun", () => {
  test("names what became of each cell", () => {
    const [before, after] = [run([1, 1, 1, 1, null], 1), run([1.2, 0.8, 1, null, null], 2)];
    expect(outcomes(before, after)).toEqual(["slower", "faster", "same", "fails", "undecided"]);
    expect(checkRun(before, after).counts).toEqual({ slower: 1, faster: 1, same: 1, fails: 1, undecided: 1 });
  });

  test("counts no change under the floor, and says that it is under it", () => {
    const [before, after] = [run([1], 1), run([1.04], 2)];
    expect(outcomes(before, after)).toEqual(["slower"]);
    const { comparison } = checkRun(before, after, { floorPercent: 5 });
    expect(comparison.cells[0]).toMatchObject({ outcome: "undecided", reason: "below-floor" });
    expect(comparison.floorPercent).toBe(5);
    // The machine's own floor holds where it is larger.
    const noisy = { ...before, machine: { ...MACHINE, floorPercent: 30 } };
    expect(outcomes(noisy, run([1.2], 2), { floorPercent: 5 })).toEqual(["undecided"]);
  });

  test("is stricter than a page: q of at most 0.01", () => {
    const seeds = Array.from({ length: 200 }, (_, index) => index + 10);
    const checked = seeds.map((seed) => checkRun(run([1], seed, 5), run([1.02], seed + 1_000, 5)));
    const cells = checked.flatMap(({ comparison }) => comparison.cells);
    const between = cells.filter(({ q, changePercent }) => {
      return q !== null && q > 0.01 && q <= 0.05 && Math.abs(changePercent ?? 0) >= 2;
    });
    expect(between.length).toBeGreaterThan(5);
    for (const { outcome } of between) expect(["undecided", "same"]).toContain(outcome);
    for (const { outcome, q } of cells) if (outcome === "slower") expect(q).toBeLessThanOrEqual(0.01);
  });

  test("refuses what no verdict on the program can come of", () => {
    const before = run([1], 1);
    expect(whyUncheckable(before, run([1], 2))).toBeNull();
    expect(whyUncheckable(before, before)).toContain("the same run");
    expect(whyUncheckable(before, { ...run([1], 2), machine: { ...MACHINE, cpuModel: "Other" } })).toContain("unlike");
    const others = [experiment([cell({ strategy: "sequential", workers: 1, tasks: 9 }, [1])])];
    expect(whyUncheckable(before, { ...run([1], 2), experiments: others })).toContain("no cell in common");
  });
});
