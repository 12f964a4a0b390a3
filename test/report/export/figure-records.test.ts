import { expect, it } from "vitest";
import { analyseRun } from "../../../src/analysis/analyse.js";
import { cellRecords, changeRecords } from "../../../src/report/export/records.js";
import { tidyRecords } from "../../../src/report/export/tidy.js";
import { cell, experiment, makeRun } from "../../analysis/make-run.js";

const figures = (values: number[]) => values.map((throughput) => ({ figures: { throughput } }));
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
});
