import { describe, expect, it } from "vitest";
import { compareRuns } from "../../../src/analysis/two-runs/compare-runs.js";
import { compareWithSeveral } from "../../../src/analysis/two-runs/compare-several.js";
import type { Run } from "../../../src/record/schema/run-schema.js";
import { benjaminiHochberg } from "../../../src/stats/benjamini-hochberg.js";
import { makeRun, noise, workersExperiment } from "../../report/sample-runs.js";

function run(day: number, slower = 1, keep = 11): Run {
  const experiment = workersExperiment(12, noise(day));
  const cells = experiment.cells.slice(0, keep).map(({ factors, trials }) => ({
    factors,
    trials: trials.map((trial) => ({ ...trial, wallMs: (trial.wallMs ?? 0) * slower })),
  }));
  return makeRun({ id: `2026110${day}t000000z-lab-00000${day}`, experiments: [{ ...experiment, cells }] });
}

const [reference, slow, few] = [run(1), run(2, 1.3), run(3, 1, 4)];
const comparison = compareWithSeveral(reference, [slow, few]);

describe("compareWithSeveral", () => {
  it("has a row for every cell of the reference, and a place for every run, empty where it lacks the cell", () => {
    expect(comparison.cells).toHaveLength(11);
    expect(comparison.cells.map(({ changes }) => changes.map((change) => change !== null))).toEqual(
      comparison.cells.map((_, index) => [true, index < 4]),
    );
  });

  it("gives the ratios and means of the pages of two runs", () => {
    for (const [index, other] of [slow, few].entries()) {
      const pair = compareRuns(reference, other);
      expect(comparison.others[index]).toMatchObject({ run: pair.b, sameMachine: true, summary: pair.summary });
      for (const cell of pair.cells) {
        const row = comparison.cells.find(({ key }) => key === cell.key);
        expect(row?.changes[index]).toMatchObject({
          ratio: cell.ratio,
          fromMs: cell.fromMs,
          toMs: cell.toMs,
          p: cell.p,
        });
      }
    }
  });

  it("corrects all comparisons of the page together", () => {
    const changes = comparison.cells.flatMap((cell) => cell.changes).filter((change) => change !== null);
    const expected = benjaminiHochberg(changes.map(({ p }) => p as number));
    changes.forEach(({ q }, index) => {
      expect(q).toBeCloseTo(expected[index] as number, 12);
    });
    expect(comparison.cells.every(({ changes: [first] }) => first?.verdict === "slower")).toBe(true);
  });
});
