import { expect, it } from "vitest";
import { analyseRun } from "../../../src/analysis/analyse.js";
import type { ExperimentAnalysis } from "../../../src/analysis/results/run-analysis.js";
import { cellRecords, changeRecords } from "../../../src/report/export/records.js";
import { tidyRecords } from "../../../src/report/export/tidy.js";
import { cellsTable } from "../../../src/report/tables/cells.js";
import { cell, experiment, makeRun } from "../../analysis/make-run.js";

const figures = (values: number[]) =>
  values.map((throughput) => ({ figures: { throughput, p99: 900 / throughput, "gc-ms": null } }));
const run = makeRun([
  experiment(
    [
      cell({ strategy: "command", workers: 1 }, [50, 60, 70], figures([100, 110, 120])),
      cell({ strategy: "command", workers: 2 }, [50, 60, 70], figures([200, 210, 220])),
    ],
    { figure: { name: "throughput", unit: "req/s", better: "higher" } },
  ),
]);
const entry = { run, analysis: analyseRun(run) } as Parameters<typeof cellRecords>[0];

it("exports name the figure that was compared, and give no figure as a time", () => {
  const [first] = cellRecords(entry);
  expect(first).toMatchObject({ measure: "throughput", unit: "req/s", median: expect.closeTo(110, 9) });
  expect(first?.figure_p99_median).toBeCloseTo(900 / 110, 9);
  expect(first).not.toHaveProperty("figure_gc_ms_median");
  const [change] = changeRecords(entry);
  expect(change).toMatchObject({ measure: "throughput", unit: "req/s", from: "1 worker", to: "2 workers" });
  expect(change?.to_figure).toBeGreaterThan(change?.from_figure as number);
  expect(change?.change_percent).toBeGreaterThan(80);
  const times = (record: object | undefined) =>
    Object.keys(record ?? {}).filter((key) => /^(?:median|mean|from|to)_ms$/.test(key));
  expect([times(first), times(change)]).toEqual([[], []]);
});

it("a table of all trials has the figure of each", () => {
  expect(tidyRecords(run)[4]).toMatchObject({ figure_name: "throughput", figure: 210, wall_ms: 60 });
  expect(tidyRecords(run)[4]?.figures).toEqual({ throughput: 210, p99: 900 / 210, "gc-ms": null });
});

it("the table of combinations has the other figures that the program prints, and says what is compared", () => {
  const [analysis] = entry.analysis.experiments as [ExperimentAnalysis];
  const { caption, columns, groups } = cellsTable(analysis, { root: "" });
  expect(caption).toContain("Compared is throughput alone.");
  const place = columns.findIndex(({ label }) => label === "median p99");
  expect(groups[0]?.rows.map(({ cells }) => cells[place - 1]?.text)).toEqual(["8.18", "4.29"]);
});
