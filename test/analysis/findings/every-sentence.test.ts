import { describe, expect, test } from "vitest";
import { analyseRun } from "../../../src/analysis/analyse.js";
import { trialsNeeded } from "../../../src/analysis/comparing/change-words.js";
import { findingRules, rankFindings } from "../../../src/analysis/findings/index.js";
import type { Finding } from "../../../src/analysis/results/run-analysis.js";
import type { Run } from "../../../src/record/schema/run-schema.js";
import { courseRun } from "../course-run.js";
import { coresHost, fileWrite, listAppend } from "../lab.js";
import { cell, experiment, makeRun } from "../make-run.js";
import { sampleRun } from "../sample-run.js";

const RUNS = [
  coresHost(),
  listAppend(),
  fileWrite(),
  ...[1, 5, 20].flatMap((blocks) => [sampleRun(blocks), courseRun(blocks)]),
];
const FINDINGS = RUNS.flatMap((run) => analyseRun(run).findings);

describe("every sentence", () => {
  test("is one: capital or figure first, full stop last, no gaps", () => {
    for (const { text } of FINDINGS) {
      expect(text).toMatch(/^[A-Z0-9].*\.$/);
      expect(text).not.toMatch(/ {2}|undefined|null|NaN|Infinity|\.\.|, ,|\( /);
    }
  });

  test("claims no cause, and says directions in words instead of signs", () => {
    for (const { text } of FINDINGS) {
      expect(text).not.toMatch(/because|thanks to|due to/i);
      expect(text).not.toMatch(/[-−]\d/);
    }
  });

  test("rests on cells of its experiment and says what kind it is", () => {
    for (const run of RUNS) {
      for (const { findings, cells } of analyseRun(run).experiments) {
        for (const { id, evidence } of findings) {
          expect(Object.keys(findingRules)).toContain(id);
          for (const key of evidence.cells ?? []) expect(cells.map((cell) => cell.key)).toContain(key);
        }
      }
    }
  });

  test("of few blocks claims less than one of many", () => {
    const undecided = (blocks: number) =>
      analyseRun(sampleRun(blocks)).findings.filter(({ text }) => text.includes("not enough evidence")).length;
    expect(undecided(20)).toBeLessThanOrEqual(undecided(3));
  });
});

test("a sentence on one trial steps back where other cells have more", () => {
  const times = [100, 101, 99, 100, 102];
  const cells = [
    cell({ strategy: "thread-pool", workers: 1, tasks: 8 }, times),
    cell({ strategy: "thread-pool", workers: 2, tasks: 8 }, [50]),
  ];
  const weights = (run: Run) => analyseRun(run).findings.find(({ id }) => id === "first-to-last")?.weight ?? 0;
  const alone = cells.map(({ factors }) => cell(factors, [factors.workers === 1 ? 100 : 50]));
  expect(weights(makeRun([experiment(cells)]))).toBeCloseTo(weights(makeRun([experiment(alone)])) / 2, 1);
});

test("ranking mixes kinds: the second of a kind steps back", () => {
  const finding = (id: string, weight: number): Finding => ({
    id,
    weight,
    headline: "",
    detail: "",
    change: null,
    text: "",
    evidence: {},
  });
  const ranked = rankFindings([
    finding("a", 90),
    finding("b", 80),
    finding("a", 90),
    finding("a", 85),
    finding("c", 79),
  ]);
  expect(ranked.map(({ id, weight }) => `${id}${weight}`)).toEqual(["a90", "b80", "c79", "a90", "a85"]);
});

test("trials needed fall with the interval and rise to what a 3 % answer takes", () => {
  const needed = (interval: [number, number]) =>
    trialsNeeded({ interval, changePercent: (interval[0] + interval[1]) / 2, n: 10 });
  expect(needed([-1, 3.2])).toBeLessThan(needed([-3, 6]));
  expect(needed([-3, 6])).toBeGreaterThan(30);
  expect(needed([-3, 6])).toBeLessThan(100);
  // Reach 10 %: to show equality within 3 % takes more than ten times (10 / 3) squared.
  expect(needed([-9.5, 10.5])).toBeGreaterThan(110);
  expect(trialsNeeded({ interval: null, changePercent: null, n: 1 })).toBe(20);
});
