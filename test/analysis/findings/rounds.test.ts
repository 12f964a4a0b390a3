import { describe, expect, test } from "vitest";
import { coresHost } from "../lab.js";
import { cell, experiment, makeRun } from "../make-run.js";
import { noisyTimes, sampleRun } from "../sample-run.js";
import { again, cellWith, found, texts } from "./find.js";

describe("rounds", () => {
  test("explain why 4 to 6 workers gave nothing in cores-host.csv", () => {
    expect(texts(coresHost(), "rounds")).toEqual([
      "8 equal tasks on 6 workers take 2 rounds, as on 4: expect no gain. " +
        "A round is a task for each worker: ceil(8 / 4) = ceil(8 / 6) = 2. Measured from 4 to 6 workers: process pool takes 0.2 % less time (measured once, so no interval).",
    ]);
    expect(Math.abs(96.49 / 96.65 - 1) * 100).toBeCloseTo(0.2, 1);
    expect(found(coresHost(), "rounds")[0]?.evidence.figures).toEqual({ tasks: 8, few: 4, many: 6, rounds: 2 });
  });

  test("are said once for all strategies, each with what it measured", () => {
    const run = sampleRun(20);
    const first = { ...run, experiments: run.experiments.slice(0, 1) };
    const figures = again(
      cellWith(first, { strategy: "process-pool", workers: 4 }),
      cellWith(first, { strategy: "process-pool", workers: 6 }),
    );
    const [text] = texts(first, "rounds");
    expect(texts(first, "rounds")).toHaveLength(1);
    expect(text).toContain("Measured from 4 to 6 workers: thread pool takes the same time within 3 %");
    expect(text).toContain(
      `. Process pool takes ${figures.percent} more time (${figures.times} as long; 95 % interval ${figures.interval} more)`,
    );
  });

  test("an undecided step is said to be undecided, with what to run", () => {
    const times = noisyTimes(2, 4);
    const wild = [100, 103, 94, 108];
    const cells = [4, 6].map((workers) =>
      cell({ strategy: "thread-pool", workers, tasks: 8 }, workers === 4 ? times(100) : wild),
    );
    expect(texts(makeRun([experiment(cells)]), "rounds")[0]).toMatch(
      /thread pool is not shown to change \(.* 95 % interval .* less to .* more\)\. About \d+ repeats would decide it\.$/,
    );
  });

  test("say nothing of a single task, of shares, of unknown tasks, or where rounds differ", () => {
    const run = (tasks: number | undefined, workers: number[], division: "tasks" | "shares" = "tasks") => {
      const cells = workers.map((count) =>
        cell({ strategy: "p", workers: count, ...(tasks && { tasks }) }, [10, 11, 12]),
      );
      return makeRun([experiment(cells, { division })]);
    };
    expect(texts(run(1, [1, 2]), "rounds")).toEqual([]);
    expect(texts(run(8, [4, 6], "shares"), "rounds")).toEqual([]);
    expect(texts(run(undefined, [4, 6]), "rounds")).toEqual([]);
    expect(texts(run(8, [2, 4]), "rounds")).toEqual([]);
  });
});
