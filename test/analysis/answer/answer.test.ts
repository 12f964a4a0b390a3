import { describe, expect, test } from "vitest";
import { analyseRun } from "../../../src/analysis/analyse.js";
import { answersOf } from "../../../src/analysis/answer/answer.js";
import { cellKey } from "../../../src/analysis/cells/cell-keys.js";
import type { RunAnalysis } from "../../../src/analysis/results/run-analysis.js";
import type { Cell } from "../../../src/record/schema/run-schema.js";
import { seededRandom } from "../../../src/stats/random.js";
import { HEADLINE_LIMITS, wordsOf } from "../../../src/words/headline.js";
import { gaussian } from "../../bench/noise.js";
import { everyRun } from "../every-run.js";
import { cell, experiment, makeRun } from "../make-run.js";
import { noisyTimes } from "../sample-run.js";

const named = (analysis: RunAnalysis, id: string) => {
  const found = analysis.experiments.find((experiment) => experiment.id === id);
  if (found === undefined) throw new Error(`no experiment ${id}`);
  return found;
};

describe.each(everyRun)("answers of %s", (_, run) => {
  const analysis = analyseRun(run);
  const answers = answersOf(analysis);

  test("are one for every experiment, advice on workers first", () => {
    expect(answers.map(({ experiment }) => experiment).sort()).toEqual(analysis.experiments.map(({ id }) => id).sort());
    const onWorkers = answers.filter(
      ({ isAdvice, experiment }) => isAdvice && named(analysis, experiment).varying.includes("workers"),
    );
    if (onWorkers.length > 0) expect(onWorkers).toContain(answers[0]);
  });

  test("are short", () => {
    for (const { use, gain, reasons } of answers) {
      expect(wordsOf(use).length, use).toBeLessThanOrEqual(HEADLINE_LIMITS.words);
      expect(wordsOf(`${gain?.amount} ${gain?.than}`).length).toBeLessThanOrEqual(HEADLINE_LIMITS.words + 5);
      expect(reasons.length).toBeLessThanOrEqual(3);
      for (const text of [use, ...reasons]) expect(text).not.toMatch(/undefined|null|NaN|[.,;:]$| {2}/);
    }
  });

  test("claim a gain where it is decided, and as much as was found", () => {
    for (const { experiment, isAdvice, gain, change, changeOf } of answers) {
      if (!isAdvice || gain === null) continue;
      const { advice } = named(analysis, experiment);
      const amount = /^([\d.,]+) % less time$/.exec(gain.amount)?.[1];
      if (amount === undefined) {
        expect(gain.amount).toMatch(
          /^(?:Nothing tested|Least time|No clear difference|None is clearly best|Gains of others|Gain not certain|Too few repeats|the same time|[\d.,]+ % more time)$/,
        );
        if (gain.amount === "Nothing tested") expect(change === null || changeOf !== "").toBe(true);
        if (gain.amount === "Gain not certain") expect(advice?.isGainDecided).toBe(false);
        continue;
      }
      // Of two measured once, the lesser is the baseline, and the gain is the way back.
      if (change === null && advice?.pointValues === true) continue;
      expect(change?.changePercent).toBeLessThan(0);
      const times = /([\d.]+)× as fast/.exec(gain.than)?.[1];
      if (times !== undefined)
        expect(Number(times)).toBeCloseTo(1 / (change?.ratio ?? 1), Number(times) < 9.95 ? 1 : 0);
      expect(Math.abs(Number(amount) + (change?.changePercent ?? 0))).toBeLessThanOrEqual(
        Number(amount) < 10 ? 0.05 : 0.5,
      );
      expect(advice?.pointValues === true || (change?.verdict === "faster" && advice?.isGainDecided === true)).toBe(
        true,
      );
      expect([...(change?.toEach ?? [change?.to])].map((to) => to && cellKey(to)).sort()).toEqual(
        [...(advice?.namedKeys ?? [])].sort(),
      );
    }
  });

  test("call the gain of several ways an average", () => {
    for (const { gain, change } of answers) {
      if (gain?.amount.includes("%")) expect(gain.than.endsWith(" on average")).toBe(change?.toEach !== undefined);
    }
  });

  test("say of nothing that a table shows to be slower that it is as good", () => {
    for (const { experiment, isAdvice, reasons } of answers) {
      const { advice, changes } = named(analysis, experiment);
      if (!isAdvice || advice === null) continue;
      const { namedKeys, tiedKeys, openKeys } = advice;
      const slower = Object.values(changes)
        .flat()
        .filter(({ from, verdict }) => verdict === "slower" && namedKeys.includes(cellKey(from)))
        .map(({ to }) => cellKey(to))
        .filter((key) => tiedKeys.includes(key) && !namedKeys.includes(key));
      for (const key of slower) expect(openKeys).not.toContain(key);
      if (openKeys.length === 0) expect(reasons.join()).not.toMatch(/may do as well/i);
    }
  });

  test("count the comparisons that they rest on and that are decided, where no single change is theirs", () => {
    for (const { experiment, use, isAdvice, change, decided } of answers) {
      if (decided === null) continue;
      expect(isAdvice).toBe(false);
      expect(change).toBeNull();
      const foremost = named(analysis, experiment).findings.find(({ headline }) => headline === use);
      const judged = (foremost?.evidence.changes ?? []).filter(({ interval }) => interval !== null);
      expect(decided.all).toBe(judged.length);
      expect(decided.clear).toBe(judged.filter(({ verdict }) => verdict !== "inconclusive").length);
    }
  });

  test("name the kind of worker, also where only one was tested", () => {
    for (const { use, isAdvice } of answers) if (isAdvice) expect(use).not.toMatch(/^[\d,]+ workers$/);
  });

  test("say whose loss it is where as many workers lose most by something else", () => {
    for (const { experiment } of answers) {
      const losses = named(analysis, experiment).findings.filter(({ id }) => id === "largest-loss");
      const unnamed = losses.flatMap(({ headline }) => /^\d+ workers? lose most/.exec(headline) ?? []);
      expect(new Set(unnamed).size).toBe(unnamed.length);
    }
  });

  test("name combinations of the experiment, the advised one first", () => {
    for (const { experiment, cells, isAdvice } of answers) {
      const { cells: known, advice } = named(analysis, experiment);
      const keys = known.map(({ key }) => key);
      for (const key of cells) expect(keys).toContain(key);
      if (isAdvice) expect(cells[0]).toBe(advice?.key);
    }
  });

  test("call nothing equal that a table of the page decides", () => {
    for (const { advice, furtherAdvice, changes } of analysis.experiments) {
      for (const { namedKeys, openKeys } of [...(advice ? [advice] : []), ...furtherAdvice]) {
        const between = Object.values(changes)
          .flat()
          .filter(({ from, to }) => namedKeys.includes(cellKey(from)) && openKeys.includes(cellKey(to)));
        for (const { verdict } of between) expect(["same", "inconclusive"]).toContain(verdict);
      }
    }
  });
});

/** The answer where threads with 2 workers take so many times as long as the plain run, spread by that. */
function answerOfRatio(ratio: number, spread: number) {
  const random = seededRandom(5);
  const times = (ms: number) => Array.from({ length: 20 }, () => ms * Math.exp(spread * gaussian(random)));
  const cells = [
    cell({ strategy: "sequential", workers: 1 }, times(100)),
    cell({ strategy: "thread-pool", workers: 2 }, times(100 * ratio)),
  ];
  const [answer] = answersOf(analyseRun(makeRun([experiment(cells)])));
  return { use: answer?.use, reasons: answer?.reasons ?? [] };
}

describe("an answer that names the plain run", () => {
  test("does so for now where something may be faster, and says what", () => {
    const { use, reasons } = answerOfRatio(1, 0.2);
    expect(use).toBe("Sequential for now");
    expect(reasons).toContain("May do as well: thread pool, 2 workers");
  });

  test("says what is equal", () => {
    const { use, reasons } = answerOfRatio(1, 0.005);
    expect(use).toBe("Sequential, without workers");
    expect(reasons).toContain("Equal within 3 %: thread pool, 2 workers");
  });

  test("says neither of what takes longer, by however little", () => {
    for (const ratio of [1.04, 1.5]) {
      const { use, reasons } = answerOfRatio(ratio, 0.005);
      expect(use).toBe("Sequential, without workers");
      expect(reasons.join()).not.toMatch(/may do as well|equal/i);
    }
  });
});

describe("an answer", () => {
  const times = noisyTimes(2, 20);
  const sequential = (wallMs: number[]) => cell({ strategy: "sequential", workers: 1 }, wallMs);
  const threads = (workers: number, wallMs: number[]) => cell({ strategy: "thread-pool", workers }, wallMs);
  const answerFor = (cells: Cell[]) => {
    const [answer] = answersOf(analyseRun(makeRun([experiment(cells)])));
    if (answer === undefined) throw new Error("one experiment");
    return answer;
  };

  test("claims no gain over a baseline that was measured once", () => {
    const answer = answerFor([sequential([100]), threads(2, times(55)), threads(4, times(30))]);
    expect(answer.use).toBe("4 workers, thread pool");
    expect(answer.gain).toEqual({ amount: "Too few repeats", than: "of sequential to compare" });
    expect(answer.change).toBeNull();
  });

  test("is never what was measured once where another was measured several times", () => {
    const answer = answerFor([sequential([10]), threads(2, times(55))]);
    expect([answer.isAdvice, answer.gain, answer.change?.interval ?? null]).toEqual([false, null, null]);
  });

  test("calls nothing as good that a table shows to be slower", () => {
    // 2 workers are slower than 1 as a pair (p = 0.015), not once each of 15 pairs could have been the one.
    const slow = [3, 4, 6, 8].map((workers) => threads(workers, [300, 301, 302, 303, 304]));
    const cells = [threads(1, [100, 100, 100, 100, 100]), threads(2, [101, 104, 103, 107, 105]), ...slow];
    const [analysed] = analyseRun(makeRun([experiment(cells)])).experiments;
    const [first, second] = analysed?.changes.againstBaseline ?? [];
    expect([first?.to.workers, first?.verdict, second?.verdict]).toEqual([2, "slower", "slower"]);
    expect(analysed?.advice?.tiedKeys).toHaveLength(2);
    expect(answerFor(cells).use).toBe("1 worker, thread pool");
    expect(answerFor(cells).reasons.filter((reason) => reason.includes("slower"))).toEqual([]);
  });

  test("does not say that nothing is faster where the finding names what is", () => {
    const said = Array.from({ length: 120 }, (_, seed) => {
      const random = seededRandom(seed);
      const noisy = (ms: number) => Array.from({ length: 5 }, () => ms * Math.exp(0.05 * gaussian(random)));
      const cells = ["thread-pool", "process-pool"].flatMap((strategy) =>
        [1, 2, 4].map((workers) => cell({ strategy, workers }, noisy(strategy === "thread-pool" ? 100 : 105))),
      );
      const { experiments } = analyseRun(makeRun([experiment(cells)]));
      const best = experiments[0]?.findings.find(({ id }) => id === "best-cell");
      return { amount: answersOf({ experiments })[0]?.gain?.amount, detail: best?.detail ?? "" };
    }).filter(({ amount = "" }) => ["Nothing tested", "Gains of others"].includes(amount));
    expect(new Set(said.map(({ amount }) => amount)).size).toBe(2);
    for (const { amount, detail } of said)
      expect(/Faster .*in a direct comparison/.test(detail), detail).toBe(amount === "Gains of others");
  });

  test("on one combination is its time, how sure that is, and why nothing is compared", () => {
    // Of ten, the second and the second last bound the median with 97.9 %: 1 - 2 (1 + 10) / 2^10.
    const ten = [1090, 1010, 1080, 1020, 1070, 1030, 1060, 1040, 1050, 1000];
    expect(answerFor([threads(2, ten)])).toMatchObject({
      use: "Thread pool, 2 workers takes 1.05 s",
      isAdvice: false,
      gain: null,
      repeats: { min: 10, max: 10 },
      reasons: [
        "Median of 10 repeats; 95 % interval of the typical time: 1.01 to 1.08 s",
        "One combination was measured: there is nothing to compare",
      ],
    });
    expect(answerFor([threads(2, [40])])).toMatchObject({
      use: "Thread pool, 2 workers takes 40.0 ms",
      reasons: ["One combination was measured: there is nothing to compare"],
    });
  });

  test("says why there is none", () => {
    const sizes = [10, 20].map((n) => cell({ strategy: "thread-pool", workers: 2, n }, times(n)));
    expect(answerFor(sizes).use).toBe("What was measured differs in size: there is nothing to choose");
    const works = ["sum", "sort"].map((workload) => cell({ strategy: "benchmark", workers: 1, workload }, times(55)));
    expect(answerFor(works).use).toBe("Every combination does other work: there is nothing to choose");
    const quick = ["C", "D"].map((strategy, index) => cell({ strategy, workers: 1 }, times(index)));
    expect(answerFor(quick).use).toBe("No change is shown, and some times are below the step of the clock");
  });

  test("rounds a gain once", () => {
    const even = (ms: number) => Array.from({ length: 10 }, () => ms);
    expect(answerFor([sequential(even(100)), threads(2, even(47.46))]).gain).toEqual({
      amount: "53 % less time",
      than: "than sequential, 2.1× as fast",
    });
    expect(answerFor([sequential(even(100)), threads(2, even(78))]).gain?.than).toBe("than sequential, 1.3× as fast");
    expect(answerFor([sequential(even(100)), threads(2, even(93.5))]).gain?.than).toBe("than sequential");
  });
});
