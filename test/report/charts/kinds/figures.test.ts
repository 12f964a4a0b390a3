import { describe, expect, it } from "vitest";
import { analyseRun } from "../../../../src/analysis/analyse.js";
import type { ExperimentAnalysis } from "../../../../src/analysis/results/run-analysis.js";
import type { Experiment } from "../../../../src/record/schema/run-schema.js";
import { charts } from "../../../../src/report/charts/kinds/index.js";
import { shownWords } from "../../../../src/report/write-up/sections/shown.js";
import { cell, experiment, makeRun } from "../../../analysis/make-run.js";
import { TWO_CORES } from "../../../analysis/sample-run.js";

/** A server whose figure halves from 1 worker to 2, and stays with 4; or doubles, where more of it is better. */
function drawn(better: "higher" | "lower", bound: "cpu" | null) {
  const cells = [1, 2, 4].map((workers) => {
    const value = better === "lower" ? 20 / Math.min(workers, 2) : 20 * Math.min(workers, 2);
    const figures = Array.from({ length: 4 }, (_, block) => ({ figures: { load: value * (1 + block / 1_000) } }));
    return cell({ strategy: "command", workers }, [5_000, 5_000, 5_000, 5_000], figures);
  });
  const figure = { name: "load", better };
  const run = makeRun([experiment(cells, { figure, workloads: { server: { title: "Server", bound } } })], {
    machine: TWO_CORES,
  });
  const [analysis] = analyseRun(run).experiments as [ExperimentAnalysis];
  const input = { analysis, experiment: run.experiments[0] as Experiment, machine: TWO_CORES };
  return [charts["speed-up"], charts["time-vs-workers"]].map((chart) => {
    const { subtitle, spec, table } = chart.spec(input);
    return { subtitle, isDashed: JSON.stringify(spec).includes('"strokeDash":[5,4]'), columns: table.columns };
  });
}

describe("the ideal of a figure", () => {
  it.each([
    ["higher", "cpu", "Dashed: ideal by workers and cores."],
    ["higher", null, "Dashed: in proportion to the workers."],
  ] as const)("of which %s is better, limited by %s, is told as what it is", (better, bound, words) => {
    for (const { subtitle } of drawn(better, bound)) expect(subtitle).toContain(words);
    expect(drawn(better, bound)[0]?.columns.map(({ label }) => label)).toContain("of the ideal");
  });

  it.each(["cpu", null] as const)("of which less is better, limited by %s, is none", (bound) => {
    for (const { subtitle, columns } of drawn("lower", bound)) {
      expect(subtitle).not.toContain("Dashed");
      expect(columns.map(({ label }) => label).join()).not.toMatch(/ideal|efficiency/);
    }
    expect(drawn("lower", bound).map(({ isDashed }) => isDashed)).toEqual([false, false]);
    expect(drawn("higher", bound).map(({ isDashed }) => isDashed)).toEqual([true, true]);
  });
});

it("a write-up speaks of the figure where a chart draws it", () => {
  const latency = { name: "p99", better: "lower" } as const;
  expect(shownWords("time-vs-workers", latency)).toBe("the p99 over the number of workers");
  expect(shownWords("speed-up", latency)).toBe("the speed-up in p99");
  expect(shownWords("speed-up", { name: "throughput", better: "higher" })).toContain("the ideal that");
  expect(shownWords("total-time", undefined)).toBe("the total time of every cell");
});
