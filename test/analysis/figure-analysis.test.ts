import { describe, expect, it } from "vitest";
import { analyseRun } from "../../src/analysis/analyse.js";
import { answersOf, gainWords } from "../../src/analysis/answer/answer.js";
import { historyFindings } from "../../src/analysis/history/findings.js";
import { followSeries } from "../../src/analysis/history/follow.js";
import { type Series, seriesOf } from "../../src/analysis/history/series.js";
import type { Change } from "../../src/analysis/results/run-analysis.js";
import { compareRuns } from "../../src/analysis/two-runs/compare-runs.js";
import { quickComparison } from "../../src/analysis/two-runs/quick-comparison.js";
import { digestOf } from "../../src/analysis/two-runs/run-digest.js";
import { versionRows } from "../../src/analysis/versions/version-words.js";
import { factsOf } from "../../src/record/folder/run-facts.js";
import type { Experiment, Run } from "../../src/record/schema/run-schema.js";
import { meanWords } from "../../src/report/pages/comparing/compare.js";
import { recentChanges } from "../../src/report/pages/history/history-changes.js";
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

  it.each([
    ["falls more than workers could divide it", (ms: number) => ms ** 6],
    ["rises", (ms: number) => 1 / ms],
  ])("has no ideal as a latency, which %s; a throughput has", (_, latencyOf) => {
    const latency = { name: "latency", unit: "ms", better: "lower" } as const;
    const [recorded] = perSecond.experiments as [Experiment];
    const cells = recorded.cells.map((one, index) => ({
      ...one,
      trials: one.trials.map((each, block) => ({
        ...each,
        figures: { latency: latencyOf(COSTS[index]?.[block] as number) },
      })),
    }));
    const work = { workloads: { server: { title: "S", bound: "cpu" as const } } };
    const on2 = { machine: { id: "m", name: "m", availableParallelism: 2 } };
    const [analysis] = analyseRun(makeRun([experiment(cells, { figure: latency, ...work })], on2)).experiments;
    expect(analysis?.scaling).toEqual([]);
    for (const { ideal, efficiency, idealEfficiency, ownSpeedUp, factors } of analysis?.cells ?? []) {
      expect([ideal.speedUp, ideal.cores, efficiency, idealEfficiency]).toEqual([null, null, null, null]);
      expect(ownSpeedUp?.value === 1).toBe(factors.workers === 1);
    }
    const said = (analysis?.findings ?? []).map(({ text }) => text).join("\n");
    expect(said).toMatch(/(?:less|more) latency than 1/);
    expect(said).not.toMatch(/ideal|efficien|serial|can give|core/i);
    const [throughput] = analyseRun(
      makeRun([experiment(recorded.cells, { figure: higher, ...work })], on2),
    ).experiments;
    expect(throughput?.cells.map(({ ideal }) => ideal.speedUp)).toEqual([1, 2, 2]);
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

  it("have the mean of their pages in every list, too", () => {
    const slower = runOf(higher, (ms) => 1_000 / ms, 1.25);
    const { measure, geometricMeanRatio, matched, withRatio } = compareRuns(perSecond, slower).summary;
    const quick = quickComparison(digestOf(perSecond).experiments, digestOf(slower).experiments);
    expect(quick).toEqual({ measure, matched, withRatio, geometricMeanRatio: expect.closeTo(0.8, 9) });
    expect(geometricMeanRatio).toBeCloseTo(0.8, 9);
    expect(meanWords(quick)).toMatch(/^20\.0 % less throughput in the geometric mean of 3 combinations/);
  });

  it("are not set against times", () => {
    expect(compareRuns(timed, perSecond).cells).toEqual([]);
    expect(quickComparison(digestOf(timed).experiments, digestOf(perSecond).experiments).matched).toBe(0);
  });
});

it("a history of a figure says what became of it, and divides nothing by the control cell", () => {
  const day = 86_400_000;
  const runs = Array.from({ length: 16 }, (_, index) => {
    const startedAt = new Date(Date.parse("2026-11-01T06:00:00Z") + index * day).toISOString();
    return { ...runOf(higher, (ms) => 1_000 / ms, index < 8 ? 1 : 1.25), studyHash: "0".repeat(64), startedAt };
  });
  const [series] = seriesOf(runs.map((run) => ({ run: factsOf(run), ...digestOf(run) })).reverse());
  const followed = followSeries(series as Series);
  const [change] = followed.changes;
  expect(change?.changePercent).toBeCloseTo(-20, 5);
  const texts = historyFindings(followed).map(({ text }) => text);
  expect(texts[0]).toMatch(/^Has 20\.0 % less throughput since 9 Nov 2026/);
  expect(texts.join("\n")).toMatch(/Between [\d,]+ req\/s and [\d,]+ req\/s over 16 runs/);
  expect(texts.filter((text) => TIME_WORDS.test(text))).toEqual([]);
  expect(recentChanges([followed], "").recent[0]?.tone).toBe("slower");
});

describe("two versions with a figure", () => {
  /** The second version loses a fifth with more than 1 worker only. */
  const versions = { before: "main", after: "head" };
  const cells = WORKERS.flatMap((workers, index) =>
    Object.values(versions).map((version) => {
      const slow = version === "head" && workers > 1 ? 1.25 : 1;
      const costs = (COSTS[index] as number[]).map((ms, block) => ms * slow * (1 + 0.001 * ((block * 7) % 5)));
      const figures = costs.map((ms) => ({ figures: { throughput: 1_000 / ms } }));
      const times = costs.map(() => 5_000);
      return cell({ strategy: "command", workers, more: { version } }, times, figures);
    }),
  );
  const [analysis] = analyseRun(makeRun([experiment(cells, { figure: higher, versions })])).experiments;

  it("are told apart by it, and their scaling by its speed-ups", () => {
    const { changes = [], scaling = [] } = analysis?.versions ?? {};
    const rows = versionRows({ changes, scaling });
    const ofCells = rows.filter(({ scope }) => scope === "cell");
    expect(ofCells.map(({ change }) => change)).toEqual(["0.0 %", "−20.0 %", "−20.0 %"]);
    expect(ofCells.map(({ verdict }) => verdict)).toEqual(["equal within 3 %", "worse", "worse"]);
    expect(ofCells[0]?.before).toMatch(/ req\/s$/);
    const steps = rows.filter(({ scope }) => scope === "scaling");
    expect(steps.map(({ verdict }) => verdict)).toEqual(["scales worse", "scales worse"]);
    for (const { change } of steps) expect(change).toMatch(/^−(?:19|20)\.\d %$/);
  });

  it("are told in no word of time", () => {
    const said = (analysis?.findings ?? []).map(({ text }) => text);
    expect(said.join("\n")).toContain("less throughput than main");
    expect(said.filter((text) => TIME_WORDS.test(text))).toEqual([]);
  });
});
