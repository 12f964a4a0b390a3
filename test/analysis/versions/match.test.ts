import { describe, expect, it } from "vitest";
import { analyseRun } from "../../../src/analysis/analyse.js";
import { seriesOf } from "../../../src/analysis/history/series.js";
import { compareRuns } from "../../../src/analysis/two-runs/compare-runs.js";
import { quickComparison } from "../../../src/analysis/two-runs/quick-comparison.js";
import { digestOf } from "../../../src/analysis/two-runs/run-digest.js";
import { isTwin } from "../../../src/analysis/versions/match.js";
import type { Run } from "../../../src/record/schema/run-schema.js";
import { versionsRun } from "./simulated.js";

const onDay = (day: number): Run => ({ ...versionsRun({ seed: day }), id: `2026112${day}t061500z-lab-3f9a2c` });

describe("the twin of a version, which is a control within its run", () => {
  const [a, b] = [onDay(1), onDay(2)];

  it("has no series of its own", () => {
    const found = seriesOf([b, a].map((run) => ({ run, ...digestOf(run) })));
    expect(found.map(({ factors }) => factors.more?.version)).toEqual([
      "before",
      "before",
      "before",
      "after",
      "after",
      "after",
    ]);
  });

  it("is in no comparison of two runs, and lacks no counterpart", () => {
    const { cells, unmatched, summary } = compareRuns(a, b);
    expect(new Set(cells.map(({ factors }) => factors.more?.version))).toEqual(new Set(["before", "after"]));
    expect(unmatched).toEqual([]);
    expect(compareRuns(a, versionsRun({ seed: 3, twin: false })).unmatched).toEqual([]);
    const { matched, withRatio } = quickComparison(digestOf(a).experiments, digestOf(b).experiments);
    expect({ matched, withRatio }).toEqual({ matched: 6, withRatio: 6 });
    expect(summary.matched).toBe(matched);
  });

  it("counts where it is said how much was measured", () => {
    const experiments = a.experiments.map((experiment) => ({
      ...experiment,
      cells: experiment.cells.map((cell) =>
        isTwin(cell, experiment) ? { ...cell, trials: cell.trials.slice(0, 5) } : cell,
      ),
    }));
    const short = { ...a, experiments };
    expect(digestOf(short).standing.blocks).toEqual({ min: 5, max: 20 });
    expect(digestOf(short).standing.blocks).toEqual(analyseRun(short).blocks);
  });
});
