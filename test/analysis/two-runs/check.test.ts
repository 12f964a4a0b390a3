import { describe, expect, test } from "vitest";
import { checkRun, whyUncheckable } from "../../../src/analysis/two-runs/check.js";
import type { Factors, Run } from "../../../src/record/schema/run-schema.js";
import { cell, experiment, makeRun } from "../make-run.js";
import { noisyTimes } from "../sample-run.js";

const MACHINE = { id: "m-2", name: "two cores", cpuModel: "Example CPU", availableParallelism: 4 };

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

/** The run with its first trials of each cell, so many, waiting for a core half of their time. */
function waiting(one: Run, counts: readonly number[]): Run {
  const experiments = one.experiments.map((own) => ({
    ...own,
    cells: own.cells.map((timed, index) => ({
      ...timed,
      trials: timed.trials.map((trial, place) => ({
        ...trial,
        queueWaitMs: place < (counts[index] ?? 0) ? 0.5 * (trial.wallMs ?? 0) * timed.factors.workers : 0,
      })),
    })),
  }));
  return { ...one, experiments };
}

const outcomes = (a: Run, b: Run, options = {}) => checkRun(a, b, options).comparison.cells.map((c) => c.outcome);

describe("checkRun", () => {
  test("names what became of each cell", () => {
    const [before, after] = [run([1, 1, 1, 1, null], 1), run([1.2, 0.8, 1, null, null], 2)];
    expect(outcomes(before, after)).toEqual(["slower", "faster", "same", "fails", "undecided"]);
    expect(checkRun(before, after).counts).toEqual({
      slower: 1,
      faster: 1,
      same: 1,
      fails: 1,
      undecided: 1,
      disturbed: 0,
    });
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

  test("gives no verdict where foreign load starved most trials of a cell, or most of a run", () => {
    const [before, after] = [run([1, 1], 1), run([1.2, 1.2], 2)];
    const quiet = checkRun(waiting(before, [0, 0]), waiting(after, [0, 0]));
    expect(quiet.comparison.cells.map((one) => one.outcome)).toEqual(["slower", "slower"]);
    expect(quiet.disturbed).toEqual({ reference: { trials: 0, judged: 40 }, run: { trials: 0, judged: 40 } });
    const few = checkRun(before, waiting(after, [4, 0]));
    expect(few.comparison.cells.map((one) => one.outcome)).toEqual(["slower", "slower"]);
    expect(few.disturbed.run).toEqual({ trials: 4, judged: 40 });
    const one = checkRun(waiting(before, [0, 11]), waiting(after, [0, 0]));
    expect(one.comparison.cells.map((cell) => [cell.outcome, cell.verdict])).toEqual([
      ["slower", "slower"],
      ["disturbed", "inconclusive"],
    ]);
    expect(one.counts).toMatchObject({ slower: 1, disturbed: 1, undecided: 0 });
    expect(one.comparison.findings.map(({ text }) => text).join()).toContain(
      "Of 2 combinations, 1 is slower and 1 undecided",
    );
    const most = checkRun(before, waiting(after, [19, 2]));
    expect(most.comparison.cells.map(({ outcome }) => outcome)).toEqual(["disturbed", "disturbed"]);
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
