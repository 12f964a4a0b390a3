import { describe, expect, it } from "vitest";
import { analyseRun } from "../../../../src/analysis/analyse.js";
import { chartsFor } from "../../../../src/report/charts/kinds/index.js";
import { cell, experiment, makeRun } from "../../../analysis/make-run.js";
import { CPU_BOUND, TWO_CORES } from "../../../analysis/sample-run.js";

/** Charts of cells that take so long by strategy, workers and further levels, in an experiment that calls for one. */
function drawn(times: readonly [strategy: string, workers: number, more: Record<string, number>, ms: number][]) {
  const cells = times.map(([strategy, workers, more, ms]) =>
    cell(
      { strategy, workers, tasks: 8, n: 100, workload: "random-loop", more },
      [0.995, 1, 1.004, 0.998, 1.002, 1.006].map((factor) => ms * factor),
    ),
  );
  const recorded = experiment(cells, { workloads: CPU_BOUND, charts: ["total-time"] });
  const run = makeRun([recorded], { machine: TWO_CORES });
  const [analysis] = analyseRun(run).experiments;
  if (analysis === undefined) throw new Error("no experiment");
  const input = { analysis, experiment: recorded, machine: run.machine };
  return chartsFor(analysis, recorded).map((chart) => ({ id: chart.id, ...chart.spec(input) }));
}

const one = { cores: 1 };
const two = { cores: 2 };

describe("charts over cores", () => {
  const charts = drawn([
    ["sequential", 1, one, 800],
    ["sequential", 1, two, 800],
    ["thread-pool", 1, one, 820],
    ["thread-pool", 2, one, 840],
    ["thread-pool", 1, two, 820],
    ["thread-pool", 2, two, 420],
  ]);

  it("come first, whatever charts the experiment calls for", () => {
    expect(charts.map(({ id }) => id)).toEqual(["workers-by-cores", "time-vs-cores", "total-time"]);
  });

  it("have a line for each number of cores, and say what is advised with each", () => {
    const [workers] = charts;
    expect(workers?.title).toBe("1 core: sequential; 2 cores: 2 workers, 1.90× as fast as sequential");
    expect(workers?.subtitle).toContain("a line for each number of cores");
    // One thread has no line over workers.
    expect(workers?.table.rows.map(([name]) => name)).not.toContain("sequential, 1 core");
    expect(workers?.table.rows).toHaveLength(4);
  });

  it("have the best time of each strategy over cores, and say what the last decided step brings", () => {
    const cores = charts[1];
    expect(cores?.title).toBe("2 cores: 47.5 % less time than 1 core, each at its best");
    expect(cores?.table.rows.map(([name]) => name)).toEqual([
      "sequential, 1 core",
      "thread pool, 1 worker, 1 core",
      "sequential, 2 cores",
      "thread pool, 2 workers, 2 cores",
    ]);
  });

  it("speak of quotas, and do not say what is not decided", () => {
    const [workers, cores] = drawn([
      ["thread-pool", 1, { "cpu-quota": 1 }, 820],
      ["thread-pool", 2, { "cpu-quota": 1 }, 800],
      ["thread-pool", 1, { "cpu-quota": 0.5 }, 821],
      ["thread-pool", 2, { "cpu-quota": 0.5 }, 801],
    ]);
    expect(workers?.subtitle).toContain("a line for each quota");
    expect(cores?.subtitle).toContain("over CPUs of the quota");
    expect(cores?.title).toBe("A quota of 1 CPU: the same time as a quota of 0.5 CPUs, each at its best");
  });

  it("are not there where cores do not vary", () => {
    const charts = drawn([
      ["thread-pool", 1, two, 820],
      ["thread-pool", 2, two, 420],
    ]);
    expect(charts.map(({ id }) => id)).toEqual(["total-time"]);
  });
});
