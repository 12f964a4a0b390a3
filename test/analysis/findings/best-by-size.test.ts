import { describe, expect, test } from "vitest";
import { analyseRun } from "../../../src/analysis/analyse.js";
import type { Cell } from "../../../src/record/schema/run-schema.js";
import { cell, experiment, importedRun, makeRun } from "../make-run.js";
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
      "1 worker for 1 and 2 tasks, 2 workers for 4 and 8 tasks. 1 worker for 1 and 2 tasks: nothing tested is shown " +
        "to be faster. 2 workers for 4 and 8 tasks: " +
        `${four?.percent.replace(" %", "")} to ${eight?.percent} less time than 1 worker. Each has the fewest workers of those not clearly slower ` +
        "than the best of its size.",
    );
    expect(finding?.evidence.figures).toEqual({ sizes: 4, choices: 2 });
    expect(finding?.evidence.changes).toHaveLength(2);
  });

  test("says of which baseline a gain is where sizes have different ones", () => {
    const [one, ...others] = batches([0.6, 0.6, 0.6]);
    const times = noisyTimes(1, 12);
    const sequential = cell({ strategy: "sequential", workers: 1, tasks: 1 }, times(120));
    const [finding] = found(makeRun([experiment([sequential, one as Cell, ...others])]), "best-by-size");
    expect(finding?.detail).toMatch(
      /2 workers for 1, 2 and 4 tasks: [\d.]+ % less time than sequential \([^)]* less\) for 1 task; [\d. %to]+ less time than 1 worker \(process pool\) for 2 and 4 tasks\./,
    );
  });

  test("says a choice that is the same for every size once", () => {
    expect(texts(makeRun([experiment(batches([1.3, 1.2, 1.3, 1.2]))]), "best-by-size")).toEqual([
      "1 worker for all 4 sizes. Nothing tested is shown to be faster. Each has the fewest workers of those not clearly " +
        "slower than the best of its size.",
    ]);
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
      `2 workers for 4 tasks: ${figures.percent} less time than 1 worker (95 % interval ${figures.interval} less).`,
    );
  });

  test("of ways without workers says which are not told apart, and nothing of workers", () => {
    const ways = (workload: string, ms: [number, number], seed: number) =>
      ms.map((time, index) =>
        cell({ strategy: ["by-hand", "tool"][index] ?? "", workers: 1, workload }, noisyTimes(seed + index, 12)(time)),
      );
    const cells = [...ways("small", [100, 100], 1), ...ways("mid", [100, 100], 5), ...ways("big", [100, 70], 9)];
    const [text] = texts(importedRun([experiment(cells)]), "best-by-size");
    expect(text).toMatch(/(By hand or tool|Tool or by hand) for small and mid: no clear difference between them\./i);
    expect(text).toMatch(/ None of them is clearly slower than the best of its size\.$/);
    expect(text).not.toContain("fewest workers");
  });

  test("does not call ways equal that a table tells apart", () => {
    // Signed ranks decide the pair; one wild block keeps the t test of the advice from it.
    const wild = Array.from({ length: 14 }, (_, block) => (block === 3 ? 60 : 105) + block / 100);
    const times = (ms: number) => noisyTimes(ms, 14)(ms);
    const ways = (tasks: number, [thread, process]: [number[], number[]]) => [
      cell({ strategy: "thread-pool", workers: 2, tasks }, thread),
      cell({ strategy: "process-pool", workers: 2, tasks }, process),
    ];
    const level = Array.from({ length: 14 }, () => 100);
    const run = (last: number[]) =>
      makeRun([
        experiment([...ways(1, [times(50), times(80)]), ...ways(2, [times(60), times(90)]), ...ways(4, [level, last])]),
      ]);
    const verdicts = (last: number[]) =>
      analyseRun(run(last)).experiments[0]?.changes.acrossStrategies.map(({ verdict }) => verdict);
    expect(verdicts(wild)).toEqual(["slower", "slower", "slower"]);
    expect(texts(run(wild), "best-by-size")[0]).toContain(" for 4 tasks: none of them is clearly best.");
    expect(verdicts(times(100))?.[2]).not.toBe("slower");
    expect(texts(run(times(100)), "best-by-size")[0]).toContain(" for 4 tasks: no clear difference between them.");
  });

  test("speaks of no size whose time is below the step of the clock, and names it apart", () => {
    // Sequential is faster there than the clock shows.
    const cells = ["big", "mid", "wide", "small"].flatMap((workload) => [
      cell({ strategy: "sequential", workers: 1, workload }, workload === "small" ? [0, 1, 1] : [105, 107, 110]),
      cell({ strategy: "threads", workers: 2, workload }, workload === "small" ? [4, 3, 4] : [50, 51, 52]),
      cell({ strategy: "threads", workers: 8, workload }, workload === "small" ? [4, 3, 4] : [70, 71, 72]),
    ]);
    const run = importedRun([experiment(cells)]);
    const [finding] = found(run, "best-by-size");
    expect(finding?.headline).toBe("Threads with 2 workers for all 3 sizes");
    expect(finding?.detail).toMatch(/for big, mid and wide: 52\.5 % less time than sequential/);
    expect(finding?.detail).toContain("Left out, as a time is below the step of the clock: small.");
    for (const text of analyseRun(run).findings.map(({ text }) => text))
      expect(text).not.toMatch(/small.*less time than sequential(?!.*step of the clock)/);
  });

  test("says apart for which sizes the baseline did not finish", () => {
    const cells = ["big", "mid", "wide", "small"].flatMap((workload) => [
      cell({ strategy: "sequential", workers: 1, workload }, workload === "small" ? [null, null] : [105, 107]),
      cell({ strategy: "threads", workers: 2, workload }, [50, 51]),
      cell({ strategy: "threads", workers: 8, workload }, [70, 71]),
    ]);
    const [finding] = found(makeRun([experiment(cells)]), "best-by-size");
    expect(finding?.detail).toContain("what it is measured against did not finish for small");
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
