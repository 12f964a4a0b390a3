import { describe, expect, it } from "vitest";
import { analyseRun } from "../../src/analysis/analyse.js";
import { answersOf, gainWords } from "../../src/analysis/answer/answer.js";
import type { Change } from "../../src/analysis/results/run-analysis.js";
import { compareRuns } from "../../src/analysis/two-runs/compare-runs.js";
import type { Experiment, Run } from "../../src/record/schema/run-schema.js";
import { median } from "../../src/stats/median.js";
import { seededRandom } from "../../src/stats/random.js";
import { cell, experiment, makeRun } from "./make-run.js";

type Figure = NonNullable<Experiment["figure"]>;

const WORKERS = [1, 2, 4];
const BLOCKS = 12;
const TIME_WORDS = /\b(?:time|times|faster|slower|as fast|as long|takes?|took|quick)\b|\d (?:µs|ms|s)\b/;

/** What one request costs in ms at each count, block by block: 2 workers halve it nearly, 4 gain little more. */
const draw = seededRandom(7);
const COSTS = [2, 1.1, 1].map((ms) => Array.from({ length: BLOCKS }, () => ms * (1 + 0.02 * draw())));

/** A program whose wall clock is the same everywhere, and whose figure is made from the costs. */
function runOf(figure: Figure | undefined, figureOf: (costMs: number) => number, scale = 1): Run {
  const cells = COSTS.map((costs, index) =>
    cell(
      { strategy: "command", workers: WORKERS[index] as number },
      costs.map((ms) => (figure === undefined ? ms * scale : 5_000)),
      costs.map((ms) => ({ figures: { throughput: figureOf(ms * scale), p99: 3 } })),
    ),
  );
  return makeRun([experiment(cells, figure && { figure })]);
}

const higher: Figure = { name: "throughput", unit: "req/s", better: "higher" };
const perSecond = runOf(higher, (ms) => 1_000 / ms);
const timed = runOf(undefined, (ms) => ms);
const changesOf = (run: Run): Change[] => Object.values(analyseRun(run).experiments[0]?.changes ?? {}).flat();

describe("an experiment with a figure of its program", () => {
  it("of which more is better is decided as the time for one, and told in its own terms", () => {
    const [figures, times] = [changesOf(perSecond), changesOf(timed)];
    expect(figures.map(({ verdict }) => verdict)).toEqual(times.map(({ verdict }) => verdict));
    expect(figures.length).toBeGreaterThan(2);
    for (const [index, change] of figures.entries()) {
      const { ratio, interval, fromMs } = times[index] as Change & { ratio: number };
      expect(change.measure).toEqual(higher);
      expect(change.ratio).toBeCloseTo(1 / ratio, 9);
      expect(change.changePercent).toBeCloseTo((1 / ratio - 1) * 100, 7);
      const [low, high] = interval as [number, number];
      const turned = [high, low].map((end) => (1 / (1 + end / 100) - 1) * 100);
      expect(change.interval?.[0]).toBeCloseTo(turned[0] as number, 7);
      expect(change.interval?.[1]).toBeCloseTo(turned[1] as number, 7);
      expect(change.fromMs).toBeCloseTo(1_000 / (fromMs as number), 7);
    }
  });

  it("of which less is better is compared as times are", () => {
    const lower = changesOf(runOf({ name: "throughput", better: "lower" }, (ms) => ms));
    expect(lower.map(({ measure: _, ...change }) => change)).toEqual(changesOf(timed));
  });

  it("has the medians, the scaling and the advice of its figure", () => {
    const [analysis] = analyseRun(perSecond).experiments;
    const medians = COSTS.map((costs) => median(costs.map((ms) => 1_000 / ms)));
    expect(analysis?.cells.map(({ medianMs }) => medianMs)).toEqual(medians.map((one) => expect.closeTo(one, 9)));
    const speedUps = analyseRun(timed).experiments[0]?.cells.map(({ ownSpeedUp }) => ownSpeedUp?.value);
    expect(analysis?.cells.map(({ ownSpeedUp }) => ownSpeedUp?.value)).toEqual(
      speedUps?.map((one) => expect.closeTo(one as number, 9)),
    );
    expect(analysis?.advice?.use).toBe("4 workers");
    expect(analysis?.advice?.changePercent).toBeGreaterThan(80);
  });

  it.each([higher, { ...higher, unit: undefined }, { name: "throughput", unit: "µJ", better: "lower" } as const])(
    "speaks of nothing else: %j",
    (figure) => {
      const run = runOf(figure, (ms) => (figure.better === "higher" ? 1_000 / ms : ms));
      const analysis = analyseRun(run);
      const [answer] = answersOf(analysis);
      const said = [
        ...analysis.findings.map(({ text }) => text),
        ...(answer?.reasons ?? []),
        answer?.gain ? gainWords(answer.gain) : "",
      ];
      expect(said.join("\n")).toContain(`${figure.better === "higher" ? "more" : "less"} throughput than 1 worker`);
      expect(said.filter((text) => TIME_WORDS.test(text))).toEqual([]);
    },
  );

  it("leaves out a trial without the figure", () => {
    const [recorded] = perSecond.experiments as [Experiment];
    const cells = recorded.cells.map((one) => ({
      ...one,
      trials: one.trials.map((trial, index) => (index === 0 ? { ...trial, figures: { throughput: null } } : trial)),
    }));
    const [analysis] = analyseRun({ ...perSecond, experiments: [{ ...recorded, cells }] }).experiments;
    expect(analysis?.changes.againstBaseline.map(({ n }) => n)).toEqual([BLOCKS - 1, BLOCKS - 1]);
  });
});

describe("two runs with a figure", () => {
  it("are compared by it", () => {
    const { cells, findings } = compareRuns(
      perSecond,
      runOf(higher, (ms) => 1_000 / ms, 1.25),
    );
    expect(cells.map(({ verdict }) => verdict)).toEqual(["slower", "slower", "slower"]);
    for (const { ratio } of cells) expect(ratio).toBeCloseTo(0.8, 9);
    expect(findings.map(({ headline }) => headline)).toContain("All 3 combinations are worse");
    expect(findings.filter(({ text }) => TIME_WORDS.test(text))).toEqual([]);
  });

  it("are not set against times", () => {
    expect(compareRuns(timed, perSecond).cells).toEqual([]);
  });
});
