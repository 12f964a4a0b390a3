import { describe, expect, it } from "vitest";
import { detailsLeftOut, fitRun } from "../../../src/record/limits/fit-run.js";
import type { Trial } from "../../../src/record/schema/run-schema.js";
import { cell, experiment, makeRun } from "../../analysis/make-run.js";

const column = (tasks: number, value: number) => Array.from({ length: tasks }, () => value);
const timeline = (tasks: number): Trial["timeline"] => ({
  worker: column(tasks, 0),
  startMs: column(tasks, 1),
  endMs: column(tasks, 2),
  cpuMs: column(tasks, 1),
  queueMs: column(tasks, 0),
});
const run = makeRun([
  experiment(
    [10, 50, 20].map((tasks, index) =>
      cell(
        { strategy: `s${index}`, workers: 2, tasks },
        [5, 6],
        [{ timeline: timeline(tasks), taskMs: column(tasks, 1) }],
      ),
    ),
  ),
]);
const size = (value: unknown) => Buffer.byteLength(JSON.stringify(value));
const having = (given: typeof run, detail: keyof Trial) =>
  given.experiments.flatMap(({ cells }) => cells.map(({ trials }) => trials.filter((one) => one[detail]).length));

describe("a run that is too large for its file", () => {
  it("is itself where it is not", () => {
    expect(fitRun(run, size(run))).toBe(run);
  });

  it("goes without its largest timeline first, and is then as large as may be", () => {
    const fitted = fitRun(run, size(run) - 1);
    expect(having(fitted, "timeline")).toEqual([1, 0, 1]);
    expect(having(fitted, "taskMs")).toEqual([1, 1, 1]);
    expect(detailsLeftOut(run, fitted)).toEqual({ timelines: 1, taskTimes: 0 });
  });

  it("goes without the times of single tasks once all timelines are gone, and keeps every trial with its time", () => {
    const bare = fitRun(run, 0);
    expect(detailsLeftOut(run, bare)).toEqual({ timelines: 3, taskTimes: 3 });
    const times = (given: typeof run) =>
      given.experiments[0]?.cells.map(({ trials }) => trials.map(({ wallMs }) => wallMs));
    expect(times(bare)).toEqual(times(run));
    for (let most = size(bare); most < size(run); most += 37) {
      const fitted = fitRun(run, most);
      expect(size(fitted)).toBeLessThanOrEqual(most);
      expect(fitRun(fitted, most)).toBe(fitted);
    }
  });
});
