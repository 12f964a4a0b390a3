import { describe, expect, test } from "vitest";
import { analyseRun } from "../../../src/analysis/analyse.js";
import type { Cell, Experiment, Factors } from "../../../src/record/schema/run-schema.js";
import { hodgesLehmann } from "../../../src/stats/hodges-lehmann.js";
import { seededRandom } from "../../../src/stats/random.js";
import { gaussian } from "../../bench/noise.js";
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
    expect(findings.find(({ id }) => id === "best-cell")?.text).toContain("More than 200 repeats would be needed");
  });

  test("is given for every workload and number of tasks, the others further on", () => {
    const cells = [8, 32].flatMap((tasks) => [at(0, 100, { tasks }), at(4, tasks === 8 ? 120 : 40, { tasks })]);
    const { advice, furtherAdvice } = adviceFor(cells);
    expect(advice?.text).toBe("Stay sequential for 8 tasks");
    expect(furtherAdvice.map(({ text }) => text)).toEqual(["Use 4 workers (thread pool) for 32 tasks"]);
  });

  test("with one measurement each only names the least time", () => {
    const cells = [cell({ strategy: "a", workers: 1 }, [10]), cell({ strategy: "b", workers: 1 }, [20])];
    const [analysed] = analyseRun(importedRun([experiment(cells)])).experiments;
    expect(analysed?.advice).toMatchObject({ text: "Least time: a", pointValues: true, blocksToTell: null });
  });

  test("is none where times are not the question, or there is nothing to choose from", () => {
    expect(adviceFor([at(0, 100), at(2, 50)], { charts: [] }).advice).toBeNull();
    expect(adviceFor([at(2, 50)]).advice).toBeNull();
  });

  test("names all ways of equal workers of which none is clearly slower, cheapest first, with their common gain", () => {
    const equal = noisyTimes(5, 20);
    const costs = (peakPssBytes: number, userMs: number) => Array(20).fill({ peakPssBytes, userMs, sysMs: 0 });
    const pool = (strategy: string, ms: number, more: object[]) => cell({ strategy, workers: 2 }, equal(ms), more);
    const dear = pool("process-pool", 50, costs(200e6, 100));
    const cheap = pool("thread-pool", 50, costs(80e6, 90));
    const cells = [cell({ strategy: "sequential", workers: 1 }, equal(100)), dear, cheap, pool("slow-pool", 80, [])];
    const { advice, findings } = adviceFor(cells);
    expect(advice?.text).toBe("Use 2 workers (thread pool or process pool)");
    expect(advice?.namedKeys.map((key) => key.split(",")[0])).toEqual([
      "strategy=thread-pool",
      "strategy=process-pool",
    ]);
    const logs = equalLogs(cells[0], [cheap, dear]);
    expect(Math.log1p((advice?.changePercent ?? 0) / 100)).toBeCloseTo(hodgesLehmann(logs, []).estimate, 9);
    const finding = findings.find(({ id }) => id === "best-cell");
    expect(finding?.headline).toMatch(/^2 workers, thread pool or process pool: [\d.]+ % less time than sequential$/);
    expect(finding?.detail).toContain("Cheapest first, in medians: thread pool (80.0 MB, 90.0 ms of CPU time)");
    expect(finding?.detail).not.toMatch(/because/);
  });

  test("does not say what several ways gain unless each is decided", () => {
    const wild = [1, 5, 1, 9, 1, 3, 1, 8, 1, 7].map((factor) => 50 * factor);
    const steady = noisyTimes(6, 10);
    const cells = [
      cell({ strategy: "sequential", workers: 1 }, steady(100)),
      cell({ strategy: "thread-pool", workers: 2 }, steady(50)),
      cell({ strategy: "process-pool", workers: 2 }, wild),
    ];
    const { advice, findings } = adviceFor(cells);
    expect(advice?.namedKeys).toHaveLength(2);
    expect(advice?.isGainDecided).toBe(false);
    expect(findings.find(({ id }) => id === "best-cell")?.headline).toMatch(/gain over sequential not decided$/);
  });

  test("leaves no cell out on the luck of the pick: decided in the table, but not for the best of many", () => {
    const random = seededRandom(3);
    const noisy = (ms: number) => Array.from({ length: 20 }, () => ms * Math.exp(0.05 * gaussian(random)));
    let [named, several] = [0, 0];
    for (let page = 0; page < 60; page++) {
      const cells = [
        cell({ strategy: "sequential", workers: 1 }, noisy(100)),
        ...Array.from({ length: 7 }, (_, index) => cell({ strategy: `s${index}`, workers: 2 }, noisy(50))),
      ];
      const { advice } = adviceFor(cells);
      named += 1;
      if (advice?.namedKeys.length === 7) several += 1;
    }
    // At 5 % for each page, 3 of 60 leave one of equals out.
    expect(named - several).toBeLessThanOrEqual(5);
  });
});

/** Log ratios of the geometric mean of cells over a cell, block by block. */
function equalLogs(from: Cell | undefined, cells: readonly Cell[]): number[] {
  return (from?.trials ?? []).map(({ wallMs }, block) => {
    const logs = cells.map(({ trials }) => Math.log((trials[block]?.wallMs ?? 0) / (wallMs ?? 0)));
    return logs.reduce((sum, log) => sum + log, 0) / logs.length;
  });
}
