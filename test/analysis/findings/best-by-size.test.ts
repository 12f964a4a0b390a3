import { describe, expect, test } from "vitest";
import type { Cell } from "../../../src/record/schema/run-schema.js";
import { cell, experiment, makeRun } from "../make-run.js";
import { noisyTimes } from "../sample-run.js";
import { again, cellWith, found, texts } from "./find.js";

/** Batches of 1, 2, 4 and 8 tasks on one worker and on two, which take `share` of its time. */
function batches(shares: number[]): Cell[] {
  const times = noisyTimes(1, 12);
  return shares.flatMap((share, index) => {
    const tasks = 2 ** index;
    return [1, 2].map((workers) => {
      const ms = 100 * tasks * (workers === 1 ? 1 : share);
      return cell({ strategy: "process-pool", workers, tasks }, times(ms));
    });
  });
}

describe("best by size", () => {
  test("says in one sentence where the choice changes", () => {
    const run = makeRun([experiment(batches([1.3, 1.1, 0.7, 0.6]))]);
    const [finding] = found(run, "best-by-size");
    const [four, eight] = [4, 8].map((tasks) =>
      again(cellWith(run, { workers: 1, tasks }), cellWith(run, { workers: 2, tasks })),
    );
    expect(finding?.text).toBe(
      "Use 1 worker for 1 and 2 tasks (no cell is clearly faster). Use 2 workers for 4 and 8 tasks (clearly less time than " +
        `1 worker, by ${four?.percent.replace(" %", "")} to ${eight?.percent}). Each is what needs the fewest workers ` +
        "among the cells not clearly slower than the best of its size.",
    );
    expect(finding?.evidence.figures).toEqual({ sizes: 4, choices: 2 });
    expect(finding?.evidence.changes).toHaveLength(2);
  });

  test("gives a single gain its interval, and sizes without a gap as a range", () => {
    const times = noisyTimes(1, 12);
    const cells = [1, 2, 3, 4].flatMap((tasks) =>
      [1, 2].map((workers) =>
        cell({ strategy: "p", workers, tasks }, times(100 * tasks * (workers === 2 ? (tasks === 4 ? 0.6 : 1.2) : 1))),
      ),
    );
    const run = makeRun([experiment(cells)]);
    const figures = again(cellWith(run, { workers: 1, tasks: 4 }), cellWith(run, { workers: 2, tasks: 4 }));
    expect(texts(run, "best-by-size")[0]).toContain(
      "Use 1 worker for 1 to 3 tasks (no cell is clearly faster). Use 2 workers for 4 tasks (clearly less time than 1 worker, by " +
        `${figures.percent}; 95 % interval ${figures.interval} less).`,
    );
  });

  test("comes before what is said of each size", () => {
    const [first] = found(makeRun([experiment(batches([1.3, 1.1, 0.7, 0.6]))]), "best-by-size");
    const each = found(makeRun([experiment(batches([1.3, 1.1, 0.7, 0.6]))]), "best-cell");
    expect(each.length).toBeGreaterThan(1);
    expect(each.every(({ weight }) => weight < (first?.weight ?? 0))).toBe(true);
  });

  test("is not needed for two sizes, nor for single trials", () => {
    expect(texts(makeRun([experiment(batches([1.3, 0.6]))]), "best-by-size")).toEqual([]);
    const single = batches([1.3, 1.1, 0.7, 0.6]).map(({ factors, trials }) => ({
      ...cell({ ...factors }, [trials[0]?.wallMs ?? 0]),
    }));
    expect(texts(makeRun([experiment(single)]), "best-by-size")).toEqual([]);
  });
});
