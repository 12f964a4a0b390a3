import { describe, expect, test } from "vitest";
import { analyseRun } from "../../../src/analysis/analyse.js";
import { cellViews } from "../../../src/analysis/cells/cell-view.js";
import { compareCells } from "../../../src/analysis/comparing/comparisons.js";
import { estimator } from "../../../src/analysis/comparing/estimate.js";
import { cell, experiment, makeRun } from "../make-run.js";
import { noisyTimes } from "../sample-run.js";

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

describe("the family of an experiment", () => {
  const workers = [2, 4, 8].map((count) =>
    cell({ strategy: "thread-pool", workers: count }, [90 + count, 91, 92, 90, 103 - count]),
  );
  const cells = [cell({ strategy: "sequential", workers: 1 }, [100, 103, 99, 101, 100]), ...workers];
  const views = cellViews(experiment(cells));
  const { changes, family, decide } = compareCells(views, {
    estimator: estimator(true),
    interleaved: true,
    floorPercent: 2,
  });

  test("is every pair of a size, and q is Benjamini and Hochberg's over those that are listed", () => {
    expect(family).toMatchObject({ untested: 0, decisions: { length: 6 } });
    const ranked = family.decisions.toSorted((a, b) => a.p - b.p);
    for (const [rank, { q }] of ranked.entries()) {
      const corrected = ranked.map(({ p }, index) => (p * ranked.length) / (index + 1)).slice(rank);
      expect(q).toBeCloseTo(Math.min(1, ...corrected), 12);
    }
  });

  test("has every change of a table in it", () => {
    for (const { from, to, change } of Object.values(changes).flat()) {
      const keys = [from.key, to.key].sort().join();
      const listed = family.decisions.find((one) => [one.from, one.to].sort().join() === keys);
      expect(listed).toMatchObject({ p: change.p, q: change.q });
    }
  });

  test("decides a pair once, whichever cell is asked for first", () => {
    for (const one of views) {
      for (const other of views) {
        if (one === other) continue;
        const [there, back] = [decide(one, other).change, decide(other, one).change];
        expect((there.ratio as number) * (back.ratio as number)).toBeCloseTo(1, 12);
        expect(back.interval90 === null).toBe(there.interval90 === null);
        const opposite = { faster: "slower", slower: "faster", same: "same", inconclusive: "inconclusive" };
        expect(back.verdict).toBe(opposite[there.verdict]);
        expect([back.q, back.fromMs]).toEqual([there.q, there.toMs]);
      }
    }
  });

  test("of very many cells lists what is shown, and counts the rest as p = 1", () => {
    const times = noisyTimes(4, 6);
    const many = Array.from({ length: 60 }, (_, index) => cell({ strategy: `s${index}`, workers: 1 }, times(100)));
    const input = { estimator: estimator(true), interleaved: true, floorPercent: 2 };
    const { family: large } = compareCells(cellViews(experiment(many)), input);
    expect(large.decisions.length + large.untested).toBe((60 * 59) / 2);
    expect(large.decisions.length).toBeLessThan(200);
    const [smallest] = large.decisions.toSorted((a, b) => a.p - b.p);
    expect(smallest?.q).toBeGreaterThanOrEqual(Math.min(1, (smallest?.p ?? 0) * 30));
  });
});
