import { expect, test } from "vitest";
import { analyseRun } from "../../src/analysis/analyse.js";
import { cell, experiment, makeRun } from "./make-run.js";

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

test("experiments on one page are one family of p values, those on pages of their own each one", () => {
  const together = firstChange(6);
  expect(together.q).toBeCloseTo(6 * together.p, 12);
  const apart = firstChange(7);
  expect(apart.q).toBe(apart.p);
});
