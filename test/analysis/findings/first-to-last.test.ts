import { describe, expect, test } from "vitest";
import { coresHost } from "../lab.js";
import { cell, experiment, makeRun } from "../make-run.js";
import { noisyTimes, sampleRun } from "../sample-run.js";
import { again, cellWith, texts } from "./find.js";

describe("first to last", () => {
  test("sums up the published table: 81.7 % less from 1 to 8 workers", () => {
    expect(texts(coresHost(), "first-to-last")).toEqual([
      "Process pool: from 1 to 8 workers the run takes 81.7 % less time (5.46× as fast; one trial, so no interval), 306 s to 56.1 s.",
    ]);
  });

  test("gives the interval of a run in blocks", () => {
    const run = sampleRun(5);
    const first = { ...run, experiments: run.experiments.slice(0, 1) };
    const figures = again(
      cellWith(first, { strategy: "thread-pool", workers: 1 }),
      cellWith(first, { strategy: "thread-pool", workers: 8 }),
    );
    expect(texts(first, "first-to-last")[0]).toContain(
      `Thread pool: from 1 to 8 workers the run takes ${figures.percent} less time (${figures.times} as fast; 95 % interval ${figures.interval} less)`,
    );
  });

  test("says what to record where the interval leaves everything open, and weighs less", () => {
    const cells = [
      cell({ strategy: "thread-pool", workers: 1, tasks: 8 }, [100, 120, 90]),
      cell({ strategy: "thread-pool", workers: 2, tasks: 8 }, [110, 95, 99]),
    ];
    const [text] = texts(makeRun([experiment(cells)]), "first-to-last");
    expect(text).toMatch(/^Thread pool: from 1 to 2 workers there is not enough evidence of a change \(/);
    expect(text).toMatch(/More than 200 blocks would be needed|About \d+ blocks would tell/);
  });

  test("names a change below the machine's floor as that", () => {
    const times = noisyTimes(4, 20);
    const cells = [1, 2].map((workers) => cell({ strategy: "p", workers, tasks: 8 }, times(workers === 1 ? 100 : 95)));
    const run = makeRun([experiment(cells)], { machine: { id: "m", name: "m", floorPercent: 9 } });
    expect(texts(run, "first-to-last")[0]).toMatch(
      /there is a change below this machine's floor \(\d\.\d % less; 95 % interval/,
    );
  });
});
