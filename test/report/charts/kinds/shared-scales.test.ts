import { describe, expect, it } from "vitest";
import { analyseRun } from "../../../../src/analysis/analyse.js";
import type { Cell, Experiment } from "../../../../src/record/schema/run-schema.js";
import { timeVsTasks } from "../../../../src/report/charts/kinds/time-vs-tasks.js";
import { totalTime } from "../../../../src/report/charts/kinds/total-time.js";
import type { Chart, Spec } from "../../../../src/report/charts/marks/chart.js";
import { MACHINE, makeCell, makeRun, noise } from "../../sample-runs.js";

const normal = noise(3);

function spec(chart: Chart, cells: Cell[]): Spec {
  const experiment: Experiment = { id: "x", title: "x", division: "tasks", cells };
  const analysis = analyseRun(makeRun({ experiments: [experiment] })).experiments[0];
  if (!analysis || !chart.applies(analysis, experiment)) throw new Error("does not apply");
  return chart.spec({ analysis, experiment, machine: MACHINE }).spec;
}

function cell(strategy: string, workers: number, tasks: number, wallMs: number): Cell {
  return makeCell({ factors: { strategy, workers, tasks }, wallMs, blocks: 3, normal });
}

/** Ends of every axis of x of the picture. */
function domainsOf(given: unknown): unknown[] {
  if (given === null || typeof given !== "object") return [];
  const { encoding } = given as { encoding?: { x?: { scale?: { domain?: unknown } } } };
  const own = encoding?.x?.scale?.domain;
  return [...(own === undefined ? [] : [own]), ...Object.values(given).flatMap(domainsOf)];
}

describe("bars of several sizes", () => {
  const sizes = (least: number, most: number) => [
    ...[cell("sequential", 1, 4, least), cell("thread-pool", 2, 4, least / 2)],
    ...[cell("sequential", 1, 8, most), cell("thread-pool", 2, 8, most / 2)],
  ];

  it("share one scale where they are of one order, so that lengths compare", () => {
    const [first, second, ...more] = domainsOf(spec(totalTime, sizes(100, 200)));
    expect(more).toEqual([]);
    expect(first).toEqual(second);
  });

  it("have scales of their own where one would crush the other", () => {
    const [first, second] = domainsOf(spec(totalTime, sizes(100, 2000)));
    expect(first).not.toEqual(second);
  });
});

describe("time over tasks", () => {
  const line = (strategy: string, workers: number) =>
    [1, 8, 64].map((tasks) => cell(strategy, workers, tasks, 10 * tasks));

  it("puts ways of one line each into one picture, each under its name", () => {
    const drawn = spec(timeVsTasks, [...line("sequential", 1), ...line("thread-pool", 4), ...line("process-pool", 4)]);
    expect(drawn.concat).toBeUndefined();
    for (const name of ["sequential", "thread pool", "process pool"]) {
      expect(JSON.stringify(drawn)).toContain(`"text":"${name}"`);
    }
  });

  it("gives ways with several counts of workers a picture each", () => {
    const drawn = spec(timeVsTasks, [...line("thread-pool", 2), ...line("thread-pool", 4), ...line("process-pool", 4)]);
    expect(drawn.concat).toHaveLength(2);
  });
});
