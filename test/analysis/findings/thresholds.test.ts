import { describe, expect, test } from "vitest";
import { analyseRun } from "../../../src/analysis/analyse.js";
import type { Run } from "../../../src/record/schema/run-schema.js";
import { hodgesLehmann } from "../../../src/stats/hodges-lehmann.js";
import { seededRandom } from "../../../src/stats/random.js";
import { amdahl, hardLimit, type Simulation, simulatedRun } from "../../bench/simulated-line.js";
import { cell, experiment, importedRun, makeRun } from "../make-run.js";
import { noisyTimes } from "../sample-run.js";
import { cellWith, found, texts, wallTimes } from "./find.js";

const WORKERS = [1, 2, 3, 4, 6, 8, 12, 16];
const line = (speedUpOf: (workers: number) => number, more: Partial<Simulation> = {}) =>
  simulatedRun({ speedUpOf, workers: WORKERS, blocks: 20, noise: 0.01, random: seededRandom(8), ...more });

/** Gain of each further worker over the ideal one, from the trials alone: estimate and one-sided limit in percent. */
function gain(run: Run, from: number, to: number): [share: string, atMost: string] {
  const [one, few, many] = [1, from, to].map((workers) => wallTimes(cellWith(run, { workers })));
  const gains = (one as number[]).map((ms, block) => ms / (many?.[block] as number) - ms / (few?.[block] as number));
  // The limits of all steps hold together.
  const { estimate, intervals } = hodgesLehmann(gains, [1 - 0.1 / (WORKERS.length - 1)]);
  return [estimate, (intervals[0] as [number, number])[1]].map((value) => ((100 * value) / (to - from)).toFixed(1)) as [
    string,
    string,
  ];
}

describe("the statement on the thresholds", () => {
  test("names the three on a plain Amdahl curve, and no knee", () => {
    const run = line(amdahl(0.1));
    const [share, atMost] = gain(run, 4, 6);
    expect(texts(run, "thresholds")).toEqual([
      "Thread pool: going from 4 to 6 workers brings under half the possible gain. " +
        `From 4 to 6 workers a further worker of thread pool adds ${share} % of what it could (at most ${atMost} %). ` +
        "Workers are worth adding up to 4 and still gain with 16; 90 % efficient up to 2.",
    ]);
    expect(found(run, "thresholds")[0]?.evidence.figures).toEqual({
      efficientTo: 2,
      worthItTo: 4,
      saturatesAt: null,
      gainsTo: 12,
      beyond: "rising",
    });
  });

  test("says of no step that it gains under half where all gain more, however many lines there are", () => {
    const strategies = ["thread-pool", "process-pool", "thread-per-task", "process-per-task", "piscina", "tinypool"];
    const said = Array.from({ length: 60 }, (_, seed) => {
      const lines = strategies.map((strategy, place) =>
        line((workers) => 1 + 0.55 * (workers - 1), {
          workers: [1, 2, 4, 8],
          blocks: 5,
          noise: 0.15,
          random: seededRandom(100 * seed + place),
        }).experiments.flatMap(({ cells }) => cells.map((one) => ({ ...one, factors: { ...one.factors, strategy } }))),
      );
      const [analysed] = analyseRun(makeRun([experiment(lines.flat())])).experiments;
      return analysed?.scaling.some(({ thresholds }) => thresholds?.worthItTo.endedBy);
    });
    // Each step by itself at 95 %: on about a third of the pages.
    expect(said.filter(Boolean).length).toBeLessThan(9);
  });

  test("says of a small step nothing of the steps after it", () => {
    const late = (workers: number) => (workers < 3 ? 1 + 0.2 * (workers - 1) : workers * 0.75);
    expect(found(line(late), "thresholds")[0]?.headline).toBe(
      "Thread pool: going from 1 to 2 workers brings under half the possible gain",
    );
  });

  test("names the limit of a line that stops at 8, with the decision behind it", () => {
    const [finding] = found(line(hardLimit(8)), "thresholds");
    expect(finding?.headline).toBe("Thread pool: more than 8 workers gain nothing");
    expect(finding?.detail).toMatch(
      /^From 8 to 16 workers thread pool takes the same time within 3 % \(.*90 % interval/,
    );
    expect(finding?.detail).toMatch(
      /Workers are worth adding up to 8 and gain nothing beyond 8; 90 % efficient up to 8\.$/,
    );
    expect(finding?.change?.verdict).toBe("same");
  });

  test("leaves open what noise leaves open", () => {
    const said = Array.from({ length: 20 }, (_, seed) => {
      const random = seededRandom(seed);
      return found(line(hardLimit(8), { noise: 0.08, blocks: 6, random }), "thresholds")[0];
    });
    const open = said.filter((finding) => finding?.evidence.figures?.saturatesAt === null);
    expect(open.length).toBeGreaterThan(11);
    for (const finding of open) expect(finding?.headline).not.toMatch(/gain nothing/);
  });

  test("says once what several strategies share", () => {
    const times = noisyTimes(3, 20);
    const cells = ["a", "b", "c"].flatMap((strategy) =>
      [1, 2, 4].map((workers) => cell({ strategy, workers }, times(200 / Math.min(workers, 2)))),
    );
    const [finding, ...others] = found(makeRun([experiment(cells)]), "thresholds");
    expect(others).toEqual([]);
    expect(finding?.headline).toBe("A, b and c: more than 2 workers gain nothing");
    expect(finding?.detail.match(/gain nothing beyond 2/g)).toHaveLength(1);
  });

  test("claims nothing of 8 workers that took 40 s and 3 s", () => {
    const cells = Object.entries({ 1: [10, 10.1], 2: [5.2, 5.3], 4: [3, 3.1], 8: [40, 3] }).map(([workers, seconds]) =>
      cell(
        { strategy: "t", workers: Number(workers) },
        seconds.map((s) => 1000 * s),
      ),
    );
    const run = importedRun([experiment(cells)]);
    const [finding] = found(run, "thresholds");
    expect(finding?.evidence.figures).toMatchObject({ efficientTo: 2, worthItTo: 4, saturatesAt: null });
    expect(finding?.detail).toContain("worth adding up to 4 (unclear at 8)");
    for (const { text } of analyseRun(run).findings) expect(text).not.toMatch(/perhaps|\d{4,} %|\d,\d{3} %/);
  });

  test("with one measurement each says so", () => {
    const cells = WORKERS.map((workers) => cell({ strategy: "process-pool", workers }, [1000 / hardLimit(4)(workers)]));
    const [finding] = found(importedRun([experiment(cells)]), "thresholds");
    expect(finding?.text).toMatch(
      /Workers are worth adding up to 4 .*; 90 % efficient up to 4\. This rests on one measurement each, without intervals\.$/,
    );
    expect(finding?.weight).toBeLessThan(50);
  });

  test("says of a strategy that loses to sequential with one worker that it is not efficient", () => {
    const times = noisyTimes(3, 20);
    const cells = [
      cell({ strategy: "sequential", workers: 1 }, times(100)),
      ...[1, 2, 4].map((workers) => cell({ strategy: "process-per-task", workers }, times(200 / workers))),
    ];
    expect(texts(makeRun([experiment(cells)]), "thresholds")[0]).toMatch(
      /^Process per task: .*; not 90 % efficient at any count\.$/,
    );
  });

  test("is not made of two worker counts, nor where the work grows with the workers", () => {
    const times = noisyTimes(3, 20);
    const two = [1, 2].map((workers) => cell({ strategy: "thread-pool", workers }, times(100 / workers)));
    expect(texts(makeRun([experiment(two)]), "thresholds")).toEqual([]);
    const weak = [1, 2, 4].map((workers) => cell({ strategy: "thread-pool", workers, tasks: workers }, times(100)));
    expect(texts(makeRun([experiment(weak)]), "thresholds")).toEqual([]);
  });

  test("names its line where the name is long", () => {
    const noisy = noisyTimes(5, 20);
    const lines = { python: [400, 330, 270], node: [400, 200, 100] };
    const cells = Object.entries(lines).flatMap(([runtime, times]) =>
      times.map((ms, step) =>
        cell({ strategy: "thread-per-task", workers: 2 ** step, tasks: 4, n: 5e4, more: { runtime } }, noisy(ms)),
      ),
    );
    expect(found(makeRun([experiment(cells)]), "thresholds")[0]?.headline).toMatch(
      /^Thread per task, Python: going from 1 to 2 workers gains under half the possible$/,
    );
  });
});
