import { readdirSync, readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { analyseRun } from "../../src/analysis/analyse.js";
import { summaryOf } from "../../src/analysis/run-summary.js";
import { parseRunText } from "../../src/record/parse.js";
import { sampleRun, sampleTrial } from "../record/sample.js";

const folder = new URL("../../runs/", import.meta.url);
const runs = readdirSync(folder)
  .filter((name) => name.endsWith(".json"))
  .map((name) => parseRunText(readFileSync(new URL(name, folder), "utf8"), name));

it.each(runs.map((run) => [run.id, run] as const))("%s: has the figures of the page, and is small", (_id, run) => {
  const summary = summaryOf({ run });
  const analysis = analyseRun(run);
  expect(summary.experiments.map(({ id }) => id)).toEqual(analysis.experiments.map(({ id }) => id));
  let cells = 0;
  for (const [index, { cells: figures }] of summary.experiments.entries()) {
    const analysed = new Map(analysis.experiments[index]?.cells.map((cell) => [cell.key, cell]));
    expect(figures.keys.toSorted()).toEqual([...analysed.keys()].toSorted());
    for (const [place, key] of figures.keys.entries()) {
      cells += 1;
      const cell = analysed.get(key);
      const told = [figures.medianMs, figures.lowMs, figures.highMs].map((column) => column[place]);
      const due = [cell?.medianMs, cell?.intervalMs?.[0], cell?.intervalMs?.[1]].map((figure) => figure ?? null);
      expect(told).toEqual(due.map((figure) => figure && Number(figure.toPrecision(6))));
    }
  }
  const trials = run.experiments.flatMap((experiment) => experiment.cells.flatMap((cell) => cell.trials));
  expect(summary.trials.ok + summary.trials.failed).toBe(trials.length);
  // A summary is kept for every run of an archive: it must not grow with the trials.
  expect(JSON.stringify(summary).length).toBeLessThan(1_500 + 180 * cells + 150 * summary.experiments.length);
});

it("is the same whatever was read before, and holds no more than JSON does", () => {
  for (const run of runs) expect(JSON.parse(JSON.stringify(summaryOf({ run })))).toEqual(summaryOf({ run }));
});

it("has the quotients with the control cell that a history follows", () => {
  const [control, ms] = [
    [100, 110, 90, 100, 105, 95, 100, 120, 80, 100],
    [10, 11, 9, 10, 10.5, 9.5, 10, 12, 8, 10],
  ];
  const trials = ms.map((wallMs, block) => sampleTrial({ block, wallMs }));
  const cells = [
    { factors: { strategy: "x", workers: 1 }, trials },
    { factors: { strategy: "x", workers: 2 }, trials: trials.slice(0, 9) },
  ];
  const run = sampleRun({
    control: {
      workload: "random-loop",
      n: 1_000,
      trials: control.map((wallMs, block) => ({ block, position: 0, wallMs })),
    },
    experiments: [{ id: "x", title: "x", division: "tasks", cells }],
  });
  const summary = summaryOf({ run });
  expect(summary.control).toEqual({ workload: "random-loop", n: 1_000, medianMs: 100 });
  expect(summary.experiments[0]?.cells.quotients).toEqual([0.1, null]);
  expect(summaryOf({ run: sampleRun() })).not.toHaveProperty("control");
  expect(summaryOf({ run: sampleRun() }).experiments[0]?.cells).not.toHaveProperty("quotients");
});
