import { beforeAll, describe, expect, it } from "vitest";
import { analyseRun } from "../../../../src/analysis/analyse.js";
import type { Experiment, Run } from "../../../../src/record/schema/run-schema.js";
import { charts, chartsFor } from "../../../../src/report/charts/kinds/index.js";
import type { Picture } from "../../../../src/report/charts/marks/chart.js";
import { createRenderer, type Renderer } from "../../../../src/report/charts/output/render.js";
import * as question from "../../question-runs.js";
import { makeRun } from "../../sample-runs.js";

const warnings: string[] = [];
let render: Renderer;

beforeAll(async () => {
  render = await createRenderer((message) => warnings.push(message));
});

function pictures(run: Run): [string, Picture][] {
  const analysis = analyseRun(run);
  return run.experiments.flatMap((experiment, index) => {
    const analysed = analysis.experiments[index];
    if (!analysed) return [];
    return chartsFor(analysed, experiment).map((chart): [string, Picture] => [
      chart.id,
      chart.spec({ analysis: analysed, experiment, machine: run.machine }),
    ]);
  });
}

function picture(experiment: Experiment, id: string): Picture {
  const found = pictures(makeRun({ experiments: [experiment] })).find(([chart]) => chart === id);
  if (!found) throw new Error(`${id} does not apply`);
  return found[1];
}

describe("which charts an experiment gets", () => {
  it("is what it calls for, as far as its cells can fill them", () => {
    for (const experiment of question.questionExperiments()) {
      const ids = pictures(makeRun({ experiments: [experiment] })).map(([id]) => id);
      expect([...ids].sort(), experiment.id).toEqual([...(experiment.charts ?? [])].sort());
    }
  });

  it("leaves those on call out where nothing is called for", () => {
    const { charts: _, ...uncalled } = question.barsExperiment();
    const ids = pictures(makeRun({ experiments: [uncalled] })).map(([id]) => id);
    expect(ids).toEqual(["total-time"]);
  });
});

describe("titles and tables are true of the figures", () => {
  it("weak scaling: one task at the fewest workers, at the cores and at the most", () => {
    const { title, table } = picture(question.weakExperiment(), "weak-scaling");
    // With 4 workers, tasks take 100, 102, 104 and 106 ms, plus 0, 1, 2 for the block: the median is 104; with 8 it is 215.
    expect(title).toBe(
      "A task takes 101 ms with 1 worker; 104 ms with 4 workers, as many as cores; 215 ms with 8 workers",
    );
    expect(table.rows.map((row) => row[1])).toEqual(["3", "6", "12", "24"]);
  });

  it("distribution: the narrowest and the widest middle half", () => {
    const { title, table } = picture(question.weakExperiment(), "task-distribution");
    expect(title).toMatch(/spans 1\.0 % \(1 worker, 1 task\) to 7\.0 % \(8 workers, 8 tasks\) of its median$/);
    expect(table.rows[0]?.slice(1)).toEqual(["3", "101 ms", "101 ms to 102 ms", "102 ms", "102 ms"]);
  });

  it("growing batch: the largest batch that all have, and a sum only where none is missing", () => {
    const lines = picture(question.batchExperiment(), "time-vs-tasks");
    // 3 tasks: 170 ms in three rounds, 70 in one. With 4 workers the batch of 4 failed.
    expect(lines.title).toBe("3 tasks take 70.0 ms with 4 workers, 170 ms with 1 worker");
    expect(lines.notes.join()).toContain("out of memory");
    const totals = picture(question.batchExperiment(), "batch-totals");
    expect(totals.title).toBe("All batches together: from 380 ms (2 workers) to 580 ms (1 worker)");
    expect(totals.table.rows.at(-1)).toEqual(["4 workers", "3", "not all batches finished"]);
  });

  it("returned data: the largest size that two ways were given, and nothing of a failed cell", () => {
    const times = picture(question.payloadExperiment(), "time-vs-bytes");
    expect(times.title).toBe(
      "Total time at 16.0 MB a task: from 110 ms (sequential, bytes) to 400 ms (process pool, cloned, bytes)",
    );
    expect(times.notes.join()).toMatch(/transfer.*out of memory \(2 of 2 repeats\)/);
    const ways = picture(question.payloadExperiment(), "transfer-time");
    expect(ways.title).toContain("from 30.0 ms (thread pool, cloned, bytes) to 120 ms (process pool, cloned, bytes)");
  });

  it("schedules: time without a task, and no time below what the tasks themselves take", () => {
    const { title, table } = picture(question.scheduleExperiment(), "schedules");
    // Static chunks: worker 2 is idle for 40 of 2 x 80 ms.
    expect(title).toBe("Workers idle between tasks and at the end (one long): next free 0 % and static chunks 25 %");
    expect(table.rows.map((row) => row.slice(1, 3))).toEqual([
      ["60.0 ms", "60.0 ms"],
      ["80.0 ms", "60.0 ms"],
    ]);
    expect(table.rows[1]?.at(-1)).toBe("0 ms, 40.0 ms");
  });

  it("schedules: rounds leave workers without a task between tasks, where the others are still busy", () => {
    const { title, table } = picture(question.roundsExperiment(), "schedules");
    // Worker 1 waits from 10 to 50 ms for worker 2, and from 60 to 100 ms; worker 2 never waits. Next free: 2 x 60 ms, all filled.
    expect(title).toBe("Workers idle between tasks and at the end: next free 0 % and rounds 40 %");
    expect(table.rows[1]?.at(-1)).toBe("80.0 ms, 0 ms");
  });

  it("CPU and memory: idle named so, peaks of all trials", () => {
    const { title, table } = picture(question.usageExperiment(), "cpu-memory");
    expect(title).toBe(
      "At their peaks: 0.02 cores (idle) to 3.60 cores (process pool of 4 workers) and 21.0 MB (idle) to 500 MB (process pool of 4 workers)",
    );
    expect(table.rows[2]?.slice(1, 5)).toEqual(["3.60", "500 MB", "250 MB", "230 MB"]);
  });

  it("bars: least and most, with a failed cell named and not drawn", () => {
    const run = question.barsExperiment();
    expect(picture(run, "cpu-time").title).toBe("Thread pool, 2 workers kept 2.00 cores busy, sequential 1.00");
    expect(picture(run, "loop-delay").title).toBe(
      "Sequential holds up the caller longest: 200 ms, 50.0× as long as thread pool, 2 workers",
    );
    const each = picture(run, "time-per-task");
    expect(each.title).toBe("Sequential takes longest per task: 1.00 ms, 1.82× as long as thread pool, 2 workers");
    expect(each.notes).toEqual(["Not drawn: process pool, 2 workers, failed: out of memory."]);
    expect(picture(question.usageExperiment(), "memory").title).toMatch(
      /has the highest peak of memory: 500 MB, 23\.8× that of sequential, sleep$/,
    );
  });

  it("files a second: a line for each number of workers", () => {
    const files = question.filesExperiment();
    const fewer = files.cells
      .filter(({ factors }) => factors.strategy === "process-pool")
      .map((cell) => ({ ...cell, factors: { ...cell.factors, workers: 2 } }));
    const lines = JSON.stringify(picture({ ...files, cells: [...files.cells, ...fewer] }, "throughput"));
    for (const name of ["sequential", "process pool, 2 workers", "process pool, 4 workers"]) {
      expect(lines).toContain(`"text":"${name}"`);
    }
  });

  it("files a second: their number over the median time", () => {
    // 20 files in 30 + 20 x 4 = 110 ms are 182 a second; sequential 20 in 230 ms are 87.0.
    expect(picture(question.filesExperiment(), "throughput").title).toBe(
      "At most 182 files per second (process pool of 4 workers, 20 files); sequential 87.0",
    );
  });
});

describe("every picture", () => {
  const scaled = (factor: number): Experiment[] =>
    question.questionExperiments().map((experiment) => ({
      ...experiment,
      cells: experiment.cells.map((cell) => ({
        ...cell,
        trials: cell.trials.map((trial) => ({
          ...trial,
          wallMs: trial.wallMs === null ? null : trial.wallMs * factor,
          ...(trial.taskMs && { taskMs: trial.taskMs.map((ms) => ms * factor) }),
        })),
      })),
    }));
  const failed = question.questionExperiments().map((experiment) => ({
    ...experiment,
    cells: experiment.cells.map((cell, index) =>
      index % 2 === 0 ? cell : question.cellOf(cell.factors, [null, null]),
    ),
  }));
  const runs: Record<string, Experiment[]> = {
    plain: question.questionExperiments(),
    zero: scaled(0),
    huge: scaled(1e9),
    "half failed": failed,
    "one cell": question.questionExperiments().map((one) => ({ ...one, cells: one.cells.slice(0, 1) })),
    none: question.questionExperiments().map((one) => ({ ...one, cells: [] })),
  };

  it.each(Object.entries(runs))("%s: draws without warnings, twice the same", async (name, experiments) => {
    for (const [index, [, { spec, narrow, title }]] of pictures(makeRun({ experiments })).entries()) {
      expect(title).not.toMatch(/undefined|NaN|null|Infinity/);
      for (const one of [spec, narrow]) {
        const rendering = { id: `${name.replace(" ", "-")}-${index}`, labelledBy: "a b" };
        const svg = await render(one, rendering);
        expect(await render(one, rendering)).toBe(svg);
        expect(svg).not.toMatch(/NaN|Infinity|undefined| style=| href=/);
      }
    }
    expect(warnings).toEqual([]);
  });

  it("is tested here or beside the default study's", () => {
    const tested = [...question.questionExperiments().flatMap((one) => one.charts ?? [])];
    const older = [
      "time-vs-workers",
      "speed-up",
      "time-vs-n",
      "total-time",
      "timeline",
      "where-time-goes",
      "efficiency",
      "crossover",
      // Those over cores have a file of their own.
      "workers-by-cores",
      "time-vs-cores",
      "version-change",
      "version-speed-up",
    ];
    expect(Object.keys(charts).filter((id) => !tested.includes(id) && !older.includes(id))).toEqual([]);
  });
});
