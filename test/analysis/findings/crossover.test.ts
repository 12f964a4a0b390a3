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
      "Process pool, 4 workers starts to win between N = 10,000 and N = 1,000,000: at the first it takes " +
        `${low.percent} more time than sequential (${low.times} as long; 95 % interval ${low.interval} more), at the second it takes ` +
        `${high.percent} less time than sequential (${high.times} as fast; 95 % interval ${high.interval} less).`,
    ]);
    expect(found(run, "crossover")[0]?.evidence.figures).toEqual({
      lastLossN: 10_000,
      firstWinN: 1_000_000,
      modelN: null,
    });
  });

  test("never wins, always wins, undecided, and mixed are said as such", () => {
    expect(texts(inBlocks({ 10: 3, 100: 2 }), "crossover")[0]).toMatch(
      /^Sequential clearly wins up to N = 100, where process pool, 4 workers takes .* Process pool, 4 workers clearly wins at no N tested \(N = 10 to 100\)\.$/,
    );
    expect(texts(inBlocks({ 10: 0.5, 100: 0.4 }), "crossover")[0]).toMatch(
      /^Process pool, 4 workers clearly wins from N = 10 on, where it takes .* Sequential clearly wins at no N tested \(N = 10 to 100\)\.$/,
    );
    expect(texts(inBlocks({ 10: 1, 100: 1 }), "crossover")[0]).toContain("Not enough evidence for a winner");
    expect(texts(inBlocks({ 10: 0.5, 100: 2, 1000: 0.5 }), "crossover")[0]).toContain("No single crossover");
  });

  test("with one trial a cell rests on point values and says so", () => {
    const run = importedRun([experiment(sizes({ 10: 1.5, 100: 0.5 }, 1))]);
    const [text] = texts(run, "crossover");
    expect(text).toContain("starts to win between N = 10 and N = 100");
    expect(text).toMatch(/This rests on one trial a cell, without intervals\.$/);
  });
});
