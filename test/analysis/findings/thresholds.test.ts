import { describe, expect, test } from "vitest";
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

/** Efficiency with its interval, from the trials alone. */
function efficiency(run: Run, workers: number): { value: number; words: string } {
  const [one, many] = [cellWith(run, { workers: 1 }), cellWith(run, { workers })].map(wallTimes);
  const logs = (many as number[]).map((ms, block) => Math.log((one?.[block] as number) / ms));
  const { estimate, intervals } = hodgesLehmann(logs, [0.95]);
  const share = (log: number) => ((100 * Math.exp(log)) / workers).toFixed(1);
  const [low, high] = intervals[0] as [number, number];
  return {
    value: Math.exp(estimate) / workers,
    words: `${share(estimate)} %; 95 % interval ${share(low)} to ${share(high)} %`,
  };
}

/** Gain of each further worker over the ideal one, from the trials alone: estimate and one-sided limit in percent. */
function gain(run: Run, from: number, to: number): [share: string, atMost: string] {
  const [one, few, many] = [1, from, to].map((workers) => wallTimes(cellWith(run, { workers })));
  const gains = (one as number[]).map((ms, block) => ms / (many?.[block] as number) - ms / (few?.[block] as number));
  const { estimate, intervals } = hodgesLehmann(gains, [0.9]);
  return [estimate, (intervals[0] as [number, number])[1]].map((value) => ((100 * value) / (to - from)).toFixed(1)) as [
    string,
    string,
  ];
}

describe("the sentence on the thresholds", () => {
  test("names the three on a plain Amdahl curve, and no knee", () => {
    const run = line(amdahl(0.1));
    const [share, atMost] = gain(run, 4, 6);
    expect(texts(run, "thresholds")).toEqual([
      `Thread pool: efficient to 2 workers (speed-up / workers ${efficiency(run, 2).words}; ` +
        `${(100 * efficiency(run, 3).value).toFixed(1)} % with 3). ` +
        `Worth it to 4 workers: from there to 6 a further worker adds ${share} % of what it could (at most ${atMost} %). ` +
        "No saturation up to 16 workers, the most tested; a curve of Amdahl's law has no knee.",
    ]);
    expect(found(run, "thresholds")[0]?.evidence.figures).toEqual({
      efficientTo: 2,
      worthItTo: 4,
      saturatesAt: 16,
      beyond: "untested",
    });
  });

  test("names the limit of a line that stops at 8", () => {
    const [text] = texts(line(hardLimit(8)), "thresholds");
    expect(text).toMatch(/^Thread pool: efficient to 8 workers \(.*; 66\.\d % with 12\)\. /);
    expect(text).toMatch(
      /Worth it to 8 workers: from there to 12 a further worker adds (nothing|0\.\d % of what it could)/,
    );
    expect(text).toMatch(
      /Saturates at 8 workers, .*: with 16 workers, the most tested, the run takes the same time within 3 %/,
    );
  });

  test("says how many blocks would tell where noise leaves it open", () => {
    const open = Array.from({ length: 20 }, (_, seed) => {
      const random = seededRandom(seed);
      return texts(line(hardLimit(8), { noise: 0.08, blocks: 6, random }), "thresholds")[0] ?? "";
    }).filter((text) =>
      /[Nn]ot enough evidence that it saturates at \d+ workers.*(\(--blocks \d+\)|a quieter machine helps more)\.$/.test(
        text,
      ),
    );
    expect(open.length).toBeGreaterThan(11);
  });

  test("with one trial a cell says so", () => {
    const cells = WORKERS.map((workers) => cell({ strategy: "process-pool", workers }, [1000 / hardLimit(4)(workers)]));
    const [finding] = found(importedRun([experiment(cells)]), "thresholds");
    expect(finding?.text).toMatch(
      /^Process pool: efficient to 4 workers .*This rests on one trial a cell, without intervals\.$/,
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
      /^Process per task: under 90 % efficient with 1 worker already \(speed-up \/ workers 50\.\d %; 95 % interval /,
    );
  });

  test("is not made of two worker counts, nor where the work grows with the workers", () => {
    const times = noisyTimes(3, 20);
    const two = [1, 2].map((workers) => cell({ strategy: "thread-pool", workers }, times(100 / workers)));
    expect(texts(makeRun([experiment(two)]), "thresholds")).toEqual([]);
    const weak = [1, 2, 4].map((workers) => cell({ strategy: "thread-pool", workers, tasks: workers }, times(100)));
    expect(texts(makeRun([experiment(weak)]), "thresholds")).toEqual([]);
  });
});
