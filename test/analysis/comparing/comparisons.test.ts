import { expect, test } from "vitest";
import { analyseRun } from "../../../src/analysis/analyse.js";
import { cellViews } from "../../../src/analysis/cells/cell-view.js";
import { compareCells } from "../../../src/analysis/comparing/comparisons.js";
import { estimator } from "../../../src/analysis/comparing/estimate.js";
import { cell, experiment, makeRun } from "../make-run.js";

const faster = (id: string) =>
  experiment(
    [
      cell({ strategy: "sequential", workers: 1 }, [100, 103, 99, 101, 100]),
      cell({ strategy: "thread-pool", workers: 2 }, [90, 91, 92, 90, 89]),
    ],
    { id },
  );
const same = (id: string) =>
  experiment(
    [
      cell({ strategy: "sequential", workers: 1 }, [100, 103, 99, 101, 100]),
      cell({ strategy: "thread-pool", workers: 2 }, [103, 100, 101, 99, 100]),
    ],
    { id },
  );
const firstChange = (count: number) => {
  const others = Array.from({ length: count - 1 }, (_, index) => same(`other-${index}`));
  const [first] = analyseRun(makeRun([faster("first"), ...others])).experiments;
  const change = first?.changes.againstBaseline[0];
  return { p: change?.p as number, q: change?.q as number };
};

test("an experiment is a family of p values of its own, whatever was recorded beside it", () => {
  const alone = firstChange(1);
  expect(alone.q).toBe(alone.p);
  expect(firstChange(7)).toEqual(alone);
});

test("the pairs of an experiment are one family", () => {
  const workers = [2, 4, 8].map((count) =>
    cell({ strategy: "thread-pool", workers: count }, [90 + count, 91, 92, 90, 103 - count]),
  );
  const cells = [cell({ strategy: "sequential", workers: 1 }, [100, 103, 99, 101, 100]), ...workers];
  const options = { estimator: estimator(true), floorPercent: 2 };
  const { changes, familySize } = compareCells(cellViews(experiment(cells)), options);
  const family = Object.values(changes).flatMap((pairs) => pairs.map(({ change }) => change));
  expect(family).toHaveLength(6);
  expect(familySize).toBe(6);
  const ranked = family.toSorted((a, b) => (a.p as number) - (b.p as number));
  for (const [rank, { q }] of ranked.entries()) {
    const corrected = ranked.map(({ p }, index) => ((p as number) * family.length) / (index + 1)).slice(rank);
    expect(q).toBeCloseTo(Math.min(1, ...corrected), 12);
  }
});
