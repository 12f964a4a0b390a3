import { describe, expect, test } from "vitest";
import { cell, experiment, importedRun, makeRun } from "../make-run.js";
import { noisyTimes } from "../sample-run.js";
import { again, cellWith, found, texts } from "./find.js";

function sizes(ratios: Record<number, number>, blocks: number) {
  const times = noisyTimes(9, blocks);
  return Object.entries(ratios).flatMap(([n, ratio]) => [
    cell({ strategy: "sequential", workers: 1, n: Number(n) }, times(100)),
    cell({ strategy: "process-pool", workers: 4, n: Number(n) }, times(100 * ratio)),
  ]);
}

const inBlocks = (ratios: Record<number, number>) => makeRun([experiment(sizes(ratios, 20), { division: "shares" })]);

describe("crossover", () => {
  test("names the bracket, and how much at each end", () => {
    const run = inBlocks({ 1000: 5, 10000: 2.5, 100000: 1, 1000000: 0.5 });
    const at = (n: number) => again(cellWith(run, { strategy: "sequential", n }), cellWith(run, { workers: 4, n }));
    const [low, high] = [at(10_000), at(1_000_000)];
    expect(texts(run, "crossover")).toEqual([
      "Process pool with 4 workers starts to win between N = 10,000 and N = 1,000,000. Process pool, 4 workers: at N = 10,000 it takes " +
        `${low.percent} more time than sequential (${low.times} as long; 95 % interval ${low.interval} more) and at N = 1,000,000 it takes ` +
        `${high.percent} less time than sequential (${high.times} as fast; 95 % interval ${high.interval} less). Tested: N = 1,000 to 1,000,000.`,
    ]);
    expect(found(run, "crossover")[0]?.evidence.figures).toEqual({
      lastLossN: 10_000,
      firstWinN: 1_000_000,
      modelN: null,
    });
  });

  test("never wins, always wins, undecided, and mixed are said as such", () => {
    expect(texts(inBlocks({ 10: 3, 100: 2 }), "crossover")[0]).toMatch(
      /^Sequential beats process pool with 4 workers up to N = 100\. .* Workers are not shown to win at any N tested, 10 to 100\.$/,
    );
    expect(texts(inBlocks({ 10: 0.5, 100: 0.4 }), "crossover")[0]).toMatch(
      /^Process pool with 4 workers beats sequential from N = 10 on\. .* Sequential is not shown to win at any N tested, 10 to 100\.$/,
    );
    expect(texts(inBlocks({ 10: 1, 100: 1 }), "crossover")[0]).toContain(
      "No winner was shown between sequential and process pool with 4 workers at any N",
    );
    expect(texts(inBlocks({ 10: 0.5, 100: 2, 1000: 0.5 }), "crossover")[0]).toContain(
      "Sequential and process pool with 4 workers take turns to win as N grows.",
    );
  });

  test("with one measurement each rests on point values and says so", () => {
    const run = importedRun([experiment(sizes({ 10: 1.5, 100: 0.5 }, 1))]);
    const [text] = texts(run, "crossover");
    expect(text).toMatch(/^Process pool starts to win between N = 10 and N = 100, in single measurements\. /);
    expect(text).toMatch(/This rests on one measurement each, without intervals\.$/);
  });

  test("is said once of contenders with the same bracket", () => {
    const cells = sizes({ 10: 3, 100: 0.5 }, 20);
    const threads = cells
      .filter(({ factors }) => factors.strategy === "process-pool")
      .map((cell) => ({ ...cell, factors: { ...cell.factors, strategy: "thread-pool" } }));
    const found = texts(makeRun([experiment([...cells, ...threads], { division: "shares" })]), "crossover");
    expect(found).toHaveLength(1);
    expect(found[0]).toMatch(/^Process pool and thread pool start to win between N = 10 and N = 100\. /);
    expect(found[0]).toMatch(/ Process pool, 4 workers: at N = 10 it .* Thread pool, 4 workers: at N = 10 it /);
  });

  test("is a win at an N, not from there on, where a larger N is open", () => {
    const [text] = texts(inBlocks({ 10: 0.5, 100: 1, 1000: 0.5 }), "crossover");
    expect(text).toMatch(/^Process pool with 4 workers beats sequential at N = 10\. /);
    expect(texts(inBlocks({ 10: 2, 100: 1, 1000: 2 }), "crossover")[0]).toMatch(
      /^Sequential beats process pool with 4 workers at N = 1,000\. /,
    );
  });

  test("names the N of which nothing can be told, and counts it in no bracket", () => {
    const run = inBlocks({ 10: 0.5, 100: 0.4, 1000: 0.4 });
    const [below, failed] = [10, 100].map((n) => cellWith(run, { strategy: "sequential", n }));
    for (const trial of below?.trials ?? []) trial.wallMs = trial.block % 2;
    for (const trial of failed?.trials ?? []) Object.assign(trial, { status: "failed", reason: "exit", wallMs: null });
    expect(texts(run, "crossover")).toEqual([]);
    const more = inBlocks({ 10: 0.5, 100: 0.4, 1000: 0.4, 10000: 0.4 });
    const [first, second] = [10, 100].map((n) => cellWith(more, { strategy: "sequential", n }));
    for (const trial of first?.trials ?? []) trial.wallMs = trial.block % 2;
    for (const trial of second?.trials ?? []) Object.assign(trial, { status: "failed", reason: "exit", wallMs: null });
    const [text = ""] = texts(more, "crossover");
    expect(text).toMatch(/^Process pool with 4 workers beats sequential from N = 1,000 on\. /);
    expect(text).toContain("Sequential is not shown to win at any N tested, 1,000 to 10,000.");
    expect(text).toContain(
      "Nothing can be told of process pool at N = 10: a time is below the step of the clock it was read from.",
    );
    expect(text).toContain(
      "Nothing can be told of process pool at N = 100: no repeat of one of the two combinations finished.",
    );
  });
});
