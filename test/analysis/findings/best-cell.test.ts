import { describe, expect, test } from "vitest";
import { analyseRun } from "../../../src/analysis/analyse.js";
import { cellKey } from "../../../src/analysis/cells/cell-keys.js";
import type { Cell, Factors } from "../../../src/record/schema/run-schema.js";
import { seededRandom } from "../../../src/stats/random.js";
import { gaussian } from "../../bench/noise.js";
import { coresHost, fileWrite } from "../lab.js";
import { cell, experiment, makeRun } from "../make-run.js";
import { noisyTimes, sampleRun } from "../sample-run.js";
import { again, cellWith, found, texts } from "./find.js";

describe("best cell", () => {
  test("is the smallest of the group that is not clearly worse than the best", () => {
    const run = sampleRun(20);
    const [first] = found(run, "best-cell").filter(({ text }) => text.startsWith("2 workers, thread pool: "));
    const figures = again(
      cellWith({ ...run, experiments: run.experiments.slice(0, 1) }, { strategy: "sequential" }),
      cellWith({ ...run, experiments: run.experiments.slice(0, 1) }, { strategy: "thread-pool", workers: 2 }),
    );
    expect(first?.text).toBe(
      `2 workers, thread pool: ${figures.percent} less time than sequential. That is ${figures.times} as fast ` +
        `(95 % interval ${figures.interval} less; 20 repeats). Not clearly slower: 4, 6 and 8 workers (thread pool).`,
    );
    expect(first?.evidence.figures).toEqual({ workers: 2, named: 1, tied: 4, compared: 11 });
  });

  test("says to stay sequential where nothing is faster", () => {
    expect(texts(sampleRun(20), "best-cell")).toContain(
      "Sequential for 32 tasks, file write: nothing tested is shown to be faster. The other 3 are all clearly slower.",
    );
  });

  test("speaks of the largest N only", () => {
    const about = texts(sampleRun(20), "best-cell").filter((text) => text.includes("N ="));
    expect(about).toHaveLength(1);
    expect(about[0]).toMatch(
      /^Thread pool with 4 workers for N = 10,000,000: .* less time than sequential\. That is [\d.]+× as fast \(.*; 20 repeats\)\.$/,
    );
  });

  test("prefers the plain run among equals", () => {
    const times = noisyTimes(1, 20);
    const cells = ["event-loop", "sequential"].map((strategy) => cell({ strategy, workers: 1 }, times(100)));
    expect(texts(makeRun([experiment(cells)]), "best-cell")).toEqual([
      "Sequential: nothing tested is shown to be faster. Not clearly slower: event loop.",
    ]);
  });

  test("says of ways named together that none differs only where the tables decide none", () => {
    const strategies = ["thread-pool", "process-pool", "thread-per-task"];
    const pages = Array.from({ length: 30 }, (_, seed) => {
      const random = seededRandom(seed);
      const times = (ms: number) => Array.from({ length: 5 }, () => ms * Math.exp(0.05 * gaussian(random)));
      const cells = strategies.flatMap((strategy, place) =>
        [1, 2, 4, 8].map((workers) => cell({ strategy, workers }, times(100 * (1 + (seed % 2) * 0.2 * place)))),
      );
      return makeRun([experiment(cells)]);
    });
    const said = pages.flatMap((run) => {
      const [analysed] = analyseRun(run).experiments;
      const named = analysed?.advice?.namedKeys ?? [];
      const isNamed = (factors: Factors) => named.includes(cellKey(factors));
      const isApart = analysed?.changes.acrossStrategies.some(
        ({ from, to, verdict }) => isNamed(from) && isNamed(to) && ["faster", "slower"].includes(verdict),
      );
      return named.length > 1 ? [{ isApart, text: found(run, "best-cell")[0]?.text ?? "" }] : [];
    });
    expect(new Set(said.map(({ isApart }) => isApart))).toEqual(new Set([true, false]));
    for (const { isApart, text } of said) {
      expect(/no clear difference|no difference in time is shown/.test(text), text).toBe(!isApart);
      expect(text.includes("Some of them are slower than others in a direct comparison"), text).toBe(isApart);
    }
  });

  test("against a baseline of one trial names the fewest workers and claims no gain", () => {
    const times = noisyTimes(1, 12);
    const cells = [1, 2, 4].map((workers) => cell({ strategy: "thread-pool", workers }, times(100)));
    const run = makeRun([experiment([cell({ strategy: "sequential", workers: 1 }, [300]), ...cells])]);
    const [finding] = found(run, "best-cell");
    expect(finding?.headline).toBe("1 worker, thread pool: too few repeats of sequential to compare");
    expect(finding?.detail).toMatch(/^One repeat can be compared: [\d.]+ % less time than sequential\. /);
    const [analysed] = analyseRun(run).experiments;
    expect(analysed?.advice).toMatchObject({ isGainDecided: false, namedKeys: [analysed?.advice?.key] });
  });

  test("with one trial names the least time and gives no advice", () => {
    expect(texts(coresHost(), "best-cell")).toEqual([
      "8 workers took the least time of 5 combinations, measured once each. It took 56.1 s; 81.7 % less time than 1 worker " +
        "(5.46× as fast). A single figure has no interval, and the next run may name another.",
    ]);
    expect(306.4 / 56.07).toBeCloseTo(5.46, 2);
  });

  test("compares a baseline that is best with the next", () => {
    expect(texts(fileWrite(), "best-cell")[0]).toContain(
      "Process per task took the least time of 2 combinations, measured once each. It took 100 ms; the next, process pool, took 95.9 % more time (1.96× as long).",
    );
    expect(0.1964569091796875 / 0.1002953052520752).toBeCloseTo(1.959, 3);
  });

  test("names the least time even where no block has two usable cells", () => {
    const cells = [cell({ strategy: "a", workers: 1 }, [10, null]), cell({ strategy: "b", workers: 1 }, [null, 20])];
    expect(texts(makeRun([experiment(cells)]), "best-cell")).toEqual([
      "A took the least time of 2 combinations, measured once each. It took 10.0 ms. A single figure has no interval, and the next run may name another.",
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
      /^2 workers, thread pool: .* as fast \(.*; 6 repeats\)\. Left out: 1 combination measured once\.$/,
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
    const { percent, interval } = again(pools[1] as Cell, pools[2] as Cell);
    expect(alone).toHaveLength(1);
    expect(alone[0]).toContain(
      "workers, thread pool: sequential did not finish. With 2 workers (process pool) it takes ",
    );
    expect(alone[0]).toContain(`takes ${percent} more time (1.05× as long; 95 % interval ${interval} more).`);
    const among = texts(makeRun([experiment([...pools, ...others])]), "best-cell").find((text) =>
      text.includes("N = 50,000"),
    );
    expect(among).toMatch(
      /^(Thread pool or process pool|Process pool or thread pool) with 2 workers for N = 50,000: no clear/,
    );
  });

  test("does not call a cell not clearly slower where the table of steps says that it is slower", () => {
    // As in the recorded lab: the step is decided, but not once more for every pair that could have been the best.
    const cells = [
      cell({ strategy: "sequential", workers: 1 }, noisyTimes(3, 20)(100)),
      cell({ strategy: "thread-pool", workers: 2 }, noisyTimes(4, 20)(50)),
      cell(
        { strategy: "thread-pool", workers: 4 },
        noisyTimes(4, 20)(50).map((ms, block) => ms * ([0.97, 1.1, 1.06, 0.96, 1.12][block % 5] as number)),
      ),
      ...[6, 8, 10, 12].map((workers) => cell({ strategy: "thread-pool", workers }, noisyTimes(workers, 20)(70))),
    ];
    const run = makeRun([experiment(cells)]);
    const step = analyseRun(run).experiments[0]?.changes.steps.find(({ to }) => to.workers === 4);
    expect(step?.verdict).toBe("slower");
    const [finding] = found(run, "best-cell");
    expect(finding?.evidence.figures).toMatchObject({ workers: 2, tied: 2 });
    expect(finding?.detail).toMatch(
      / Slower in a direct comparison, but not once all are compared: 4 workers \(thread pool\)\.$/,
    );
    expect(finding?.detail).not.toContain("Not clearly slower");
  });

  test("tells nobody to stay with what the table says is slower than something", () => {
    const random = seededRandom(3);
    const times = (ms: number) => Array.from({ length: 20 }, () => ms * (0.85 + 0.3 * random()));
    const pages = Array.from({ length: 40 }, () =>
      makeRun([
        experiment([
          cell({ strategy: "sequential", workers: 1 }, times(100)),
          cell({ strategy: "process-pool", workers: 2 }, times(92)),
          ...[4, 6, 8].map((workers) => cell({ strategy: "process-pool", workers }, times(130))),
        ]),
      ]),
    );
    const stays = pages.map((run) => {
      const [finding] = found(run, "best-cell");
      const isFaster = analyseRun(run).experiments[0]?.changes.againstBaseline.some(
        ({ verdict }) => verdict === "faster",
      );
      expect(finding?.text).toMatch(
        isFaster
          ? /^2 workers, process pool: [\d.]+ % less time than sequential/
          : /^Sequential: nothing tested is shown to be faster\. Not clearly slower: 2 workers/,
      );
      return !isFaster;
    });
    expect(new Set(stays)).toEqual(new Set([true, false]));
  });

  test("says in the detail what it gains where the headline has no room for it", () => {
    const name = (level: string) => ({ more: { "a-name-that-is-rather-long": level } });
    const [slow, quick] = [noisyTimes(1, 10)(100), noisyTimes(2, 10)(70)];
    const cells = [
      cell({ strategy: "sequential", workers: 1, ...name("the plain way of doing it all") }, slow),
      cell({ strategy: "thread-pool", workers: 2, ...name("the plain way of doing it all") }, quick),
    ];
    const others = cells.map(({ factors }) =>
      cell({ ...factors, ...name("the other way of doing it") }, noisyTimes(factors.workers, 10)(80)),
    );
    const [finding] = found(makeRun([experiment([...cells, ...others])]), "best-cell");
    const figures = again(cells[0] as Cell, cells[1] as Cell);
    expect(finding?.headline).not.toContain("%");
    expect(finding?.detail).toContain(`This takes ${figures.percent} less time than sequential`);
    expect(finding?.detail).toContain(
      `, ${figures.times} as fast (95 % interval ${figures.interval} less; 10 repeats).`,
    );
  });

  test("has nothing to say of a single cell", () => {
    expect(texts(makeRun([experiment([cell({ strategy: "a", workers: 1 }, [1, 2])])]), "best-cell")).toEqual([]);
  });
});
