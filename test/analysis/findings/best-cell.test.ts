import { describe, expect, test } from "vitest";
import { coresHost, fileWrite } from "../lab.js";
import { cell, experiment, makeRun } from "../make-run.js";
import { noisyTimes, sampleRun } from "../sample-run.js";
import { again, cellWith, found, texts } from "./find.js";

describe("best cell", () => {
  test("is the smallest of the group that is not clearly worse than the best", () => {
    const run = sampleRun(20);
    const [first] = found(run, "best-cell").filter(({ text }) => text.startsWith("Use thread pool with 2 workers:"));
    const figures = again(
      cellWith({ ...run, experiments: run.experiments.slice(0, 1) }, { strategy: "sequential" }),
      cellWith({ ...run, experiments: run.experiments.slice(0, 1) }, { strategy: "thread-pool", workers: 2 }),
    );
    expect(first?.text).toBe(
      `Use thread pool with 2 workers: ${figures.percent} less time than sequential. ${figures.times} as fast; ` +
        `95 % interval ${figures.interval} less; 20 blocks. Not clearly slower: 4, 6 and 8 workers (thread pool).`,
    );
    expect(first?.evidence.figures).toEqual({ workers: 2, named: 1, tied: 4, compared: 11 });
  });

  test("says to stay sequential where nothing is faster", () => {
    expect(texts(sampleRun(20), "best-cell")).toContain(
      "Stay sequential for 32 tasks, file write: nothing else is shown to be faster. All 3 others are clearly slower.",
    );
  });

  test("speaks of the largest N only", () => {
    const about = texts(sampleRun(20), "best-cell").filter((text) => text.includes("N ="));
    expect(about).toHaveLength(1);
    expect(about[0]).toMatch(
      /^Use thread pool with 4 workers for N = 10,000,000: .*The other cell is clearly slower\.$/,
    );
  });

  test("prefers the plain run among equals", () => {
    const times = noisyTimes(1, 20);
    const cells = ["event-loop", "sequential"].map((strategy) => cell({ strategy, workers: 1 }, times(100)));
    expect(texts(makeRun([experiment(cells)]), "best-cell")).toEqual([
      "Stay sequential: nothing else is shown to be faster. Not clearly slower: event loop.",
    ]);
  });

  test("with one trial names the least time and gives no advice", () => {
    expect(texts(coresHost(), "best-cell")).toEqual([
      "8 workers took the least time of 5 cells, in one trial each. It took 56.1 s; 81.7 % less time than 1 worker " +
        "(5.46× as fast). One trial has no interval, and the next run may name another.",
    ]);
    expect(306.4 / 56.07).toBeCloseTo(5.46, 2);
  });

  test("compares a baseline that is best with the next", () => {
    expect(texts(fileWrite(), "best-cell")[0]).toContain(
      "Process per task took the least time of 2 cells, in one trial each. It took 100 ms; the next, process pool, took 95.9 % more time (1.96× as long).",
    );
    expect(0.1964569091796875 / 0.1002953052520752).toBeCloseTo(1.959, 3);
  });

  test("names the least time even where no block has two usable cells", () => {
    const cells = [cell({ strategy: "a", workers: 1 }, [10, null]), cell({ strategy: "b", workers: 1 }, [null, 20])];
    expect(texts(makeRun([experiment(cells)]), "best-cell")).toEqual([
      "A took the least time of 2 cells, in one trial each. It took 10.0 ms. One trial has no interval, and the next run may name another.",
    ]);
  });

  test("leaves cells of one trial out of the advice where others have more", () => {
    const times = noisyTimes(1, 6);
    const cells = [
      cell({ strategy: "sequential", workers: 1, tasks: 8 }, times(100)),
      cell({ strategy: "thread-pool", workers: 2, tasks: 8 }, times(60)),
      cell({ strategy: "thread-pool", workers: 4, tasks: 8 }, [20]),
    ];
    const [text] = texts(makeRun([experiment(cells)]), "best-cell");
    expect(text).toMatch(
      /^Use thread pool with 2 workers: .* The other cell is clearly slower\. Not weighed: 1 cell of one trial\.$/,
    );
  });

  test("calls no cell slower that the page's table leaves undecided", () => {
    const pools = [
      cell({ strategy: "sequential", workers: 1, n: 50_000 }, [null, null, null, null, null]),
      cell({ strategy: "thread-pool", workers: 2, n: 50_000 }, [100, 101, 99, 100, 102]),
      cell({ strategy: "process-pool", workers: 2, n: 50_000 }, [105, 103, 110, 101, 109]),
    ];
    const noise = noisyTimes(7, 5);
    const others = Array.from({ length: 40 }, (_, n) =>
      ["sequential", "thread-pool"].map((strategy) => cell({ strategy, workers: 1, n: 1000 * (n + 1) }, noise(50))),
    ).flat();
    const alone = texts(makeRun([experiment(pools)]), "best-cell");
    expect(alone).toEqual([
      "Use thread pool with 2 workers: sequential did not finish. The other cell is clearly slower.",
    ]);
    const among = texts(makeRun([experiment([...pools, ...others])]), "best-cell").find((text) =>
      text.includes("N = 50,000"),
    );
    expect(among).toMatch(
      /^(Thread pool or process pool|Process pool or thread pool) with 2 workers for N = 50,000: no clear/,
    );
  });

  test("has nothing to say of a single cell", () => {
    expect(texts(makeRun([experiment([cell({ strategy: "a", workers: 1 }, [1, 2])])]), "best-cell")).toEqual([]);
  });
});
