import { describe, expect, test } from "vitest";
import { analyseRun } from "../../../src/analysis/analyse.js";
import type { Experiment, Factors } from "../../../src/record/schema/run-schema.js";
import { cell, experiment, importedRun, makeRun } from "../make-run.js";
import { noisyTimes } from "../sample-run.js";

const times = noisyTimes(2, 20);
const at = (workers: number, ms: number, more: Partial<Factors> = {}) =>
  cell({ strategy: workers === 0 ? "sequential" : "thread-pool", workers: Math.max(1, workers), ...more }, times(ms));

function adviceFor(cells: ReturnType<typeof at>[], more: Partial<Experiment> = {}) {
  const [analysed] = analyseRun(makeRun([experiment(cells, more)])).experiments;
  if (!analysed) throw new Error("one experiment");
  return analysed;
}

describe("advice", () => {
  test("is the smallest of the group that is not clearly worse than the best", () => {
    const { advice } = adviceFor([at(0, 100), at(1, 104), at(2, 55), at(4, 30), at(6, 30.1), at(8, 29.8)]);
    expect(advice).toMatchObject({ strategy: "thread-pool", workers: 4, text: "Use 4 workers (thread pool)" });
    expect(advice?.tiedKeys).toHaveLength(3);
    expect(advice).toMatchObject({ compared: 6, pointValues: false });
    expect(advice?.changePercent).toBeCloseTo(-70, 0);
    expect(advice?.interval?.[1]).toBeLessThan(-68);
  });

  test("stays sequential where nothing is clearly faster", () => {
    expect(adviceFor([at(0, 100), at(2, 101), at(4, 130)]).advice).toMatchObject({
      ...{ strategy: "sequential", workers: 1, text: "Stay sequential", changePercent: null, interval: null },
    });
  });

  test("says how many blocks could tell whether the best is better", () => {
    const few = noisyTimes(2, 5);
    const noisy = (ms: number, spread: number) => few(ms).map((time, block) => time * (1 + spread * (block - 2)));
    const cells = [
      cell({ strategy: "sequential", workers: 1 }, noisy(100, 0.05)),
      cell({ strategy: "thread-pool", workers: 4 }, noisy(92, -0.06)),
    ];
    const { advice, findings } = adviceFor(cells);
    expect(advice).toMatchObject({ strategy: "sequential" });
    expect(advice?.blocksToTell).toBeGreaterThan(200);
    expect(findings.find(({ id }) => id === "best-cell")?.text).toContain("More than 200 blocks would be needed");
  });

  test("is given for every workload and number of tasks, the others further on", () => {
    const cells = [8, 32].flatMap((tasks) => [at(0, 100, { tasks }), at(4, tasks === 8 ? 120 : 40, { tasks })]);
    const { advice, furtherAdvice } = adviceFor(cells);
    expect(advice?.text).toBe("Stay sequential for 8 tasks");
    expect(furtherAdvice.map(({ text }) => text)).toEqual(["Use 4 workers (thread pool) for 32 tasks"]);
  });

  test("with one trial a cell only names the least time", () => {
    const cells = [cell({ strategy: "a", workers: 1 }, [10]), cell({ strategy: "b", workers: 1 }, [20])];
    const [analysed] = analyseRun(importedRun([experiment(cells)])).experiments;
    expect(analysed?.advice).toMatchObject({ text: "Least time: a", pointValues: true, blocksToTell: null });
  });

  test("is none where times are not the question, or there is nothing to choose from", () => {
    expect(adviceFor([at(0, 100), at(2, 50)], { charts: [] }).advice).toBeNull();
    expect(adviceFor([at(2, 50)]).advice).toBeNull();
  });
});
