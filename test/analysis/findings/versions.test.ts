import { expect, test } from "vitest";
import { analyseRun } from "../../../src/analysis/analyse.js";
import { answerOf } from "../../../src/analysis/answer/answer.js";
import { trialsNeeded } from "../../../src/analysis/comparing/change-words.js";
import type { Change, ExperimentAnalysis, Finding } from "../../../src/analysis/results/run-analysis.js";
import type { Run } from "../../../src/record/schema/run-schema.js";
import { keepsLimits } from "../../../src/words/headline.js";
import { type Simulated, versionsRun } from "../versions/simulated.js";
import { againOf, cellWith, found, wallTimes } from "./find.js";

function opening(truth: Simulated) {
  const run = versionsRun(truth);
  const analysis = analyseRun(run).experiments[0] as ExperimentAnalysis;
  const answer = answerOf(analysis);
  return { run, analysis, answer, first: found(run, "versions")[0] as Finding };
}

/** Times of one version at a worker count. */
function times(run: Run, version: string, workers: number): number[] {
  return wallTimes(
    cellWith(
      {
        ...run,
        experiments: run.experiments.map((one) => ({
          ...one,
          cells: one.cells.filter(({ factors }) => factors.more?.version === version),
        })),
      },
      { workers },
    ),
  );
}

/** The geometric means over the worker counts, block by block. */
function overAll(run: Run, version: string, counts: readonly number[]): number[] {
  const each = counts.map((workers) => times(run, version, workers));
  return (each[0] as number[]).map((_, block) =>
    Math.exp(each.reduce((sum, own) => sum + Math.log(own[block] as number), 0) / each.length),
  );
}

test("a uniform slow-down opens the page with its size, and scales as well", () => {
  const { run, answer, first } = opening({ effect: () => 1.05, workers: [1, 2, 4] });
  const { percent, interval } = againOf(overAll(run, "before", [1, 2, 4]), overAll(run, "after", [1, 2, 4]));
  expect(answer.use).toBe(`After takes ${percent} more time than before, and scales as well`);
  expect(first.detail).toContain(`Over all: 95 % interval ${interval} more, over 20 repeats.`);
  const four = againOf(times(run, "after", 1), times(run, "after", 4));
  const old = againOf(times(run, "before", 1), times(run, "before", 4));
  expect(answer.reasons).toEqual([
    `4 workers speed it up ${four.times}, in before ${old.times}`,
    "The same program measured twice takes the same time within 3 %",
  ]);
  expect(answer.change?.verdict).toBe("slower");
});

test("scaling that got worse opens the page, with both speed-ups and what the new one loses", () => {
  const { run, answer, first } = opening({ effect: ({ workers }) => 1 + 0.2 * (workers - 1), workers: [1, 4] });
  const four = againOf(times(run, "after", 1), times(run, "after", 4));
  const old = againOf(times(run, "before", 1), times(run, "before", 4));
  expect(answer.use).toBe(
    `After scales worse than before: 4 workers speed it up ${four.times} instead of ${old.times}`,
  );
  expect(answer.change).toBeNull();
  const speedUps = (version: string) =>
    times(run, version, 1).map((ms, block) => (times(run, version, 4)[block] as number) / ms);
  const { percent, interval } = againOf(speedUps("after"), speedUps("before"));
  expect(first.detail).toContain(`the speed-up is ${percent} less (95 % interval ${interval} less).`);
  expect(answer.reasons[0]).toMatch(/^After takes [\d.]+ % more time than before$/);
});

test("a slower version that scales better is told as slower, and a faster one that scales worse as faster", () => {
  const slower = opening({ workers: [1, 4], effect: ({ workers }) => (workers > 1 ? 1.05 : 1.3) }).answer;
  expect(slower.use).toMatch(/^After takes [\d.]+ % more time than before, though it scales better$/);
  expect(slower.change?.verdict).toBe("slower");
  const faster = opening({ workers: [1, 4], effect: ({ workers }) => (workers > 1 ? 0.95 : 0.7) }).answer;
  expect(faster.use).toMatch(/^After takes [\d.]+ % less time than before, though it scales worse$/);
});

test("scaling that got better of one strategy of two is said of that one", () => {
  const { answer } = opening({
    strategies: ["thread-pool", "process-pool"],
    workers: [1, 4],
    effect: ({ strategy, workers }) => (strategy === "process-pool" && workers === 4 ? 0.7 : 1),
  });
  expect(answer.use).toMatch(/^Process pool scales better: 4 workers speed it up [\d.]+× instead of [\d.]+×$/);
});

test("equal versions are told as equal, undecided ones with what would decide it", () => {
  expect(opening({}).answer.use).toBe("After takes the same time as before within 3 %, and scales as well");
  const { analysis, answer, first } = opening({ noise: 0.06, effect: () => 1.015, blocks: 12 });
  expect(answer.use).toBe("Not enough evidence that after differs from before");
  const needed = trialsNeeded(analysis.versions?.overall?.change as Change);
  expect(first.detail).toContain(
    needed > 200 ? "More than 200 repeats would be needed" : `About ${needed} repeats would decide it.`,
  );
  expect(answer.reasons[0]).toBe("Whether it scales as well is not decided");
});

test("where some combinations take longer and others less, both are counted", () => {
  const { answer } = opening({
    strategies: ["thread-pool", "process-pool"],
    workers: [1, 2],
    effect: ({ strategy }) => (strategy === "thread-pool" ? 1.1 : 1 / 1.1),
  });
  expect(answer.use).toBe("After takes more time in 2 of 4 combinations and less in 2");
  expect(answer.change).toBeNull();
});

test("a twin that differs is said, and no smaller change counts", () => {
  const truth = {
    noise: 0.005,
    effect: () => 1.04,
    twinEffect: () => 1.06,
    workers: [1],
    names: { before: "main", after: "HEAD" },
  };
  const { run, answer } = opening(truth);
  const { percent } = againOf(times(run, "main", 1), times(run, "main again", 1));
  expect(answer.use).toBe("HEAD differs from main by less than counts here");
  expect(answer.reasons).toEqual([`No change under ${percent} counts here: main differs from itself by so much`]);
  expect(found(run, "versions").every(({ detail }) => !detail.includes("would decide it"))).toBe(true);
});

test("one repeat is told as one, and what fails now comes first", () => {
  const once = opening({ blocks: 1, workers: [1] }).answer;
  expect(once.use).toMatch(/^After took ([\d.]+ % (more|less)|the same) time (than|as) before, measured once$/);
  const run = versionsRun({ workers: [1, 2] });
  const broken = run.experiments[0]?.cells.find(
    ({ factors }) => factors.more?.version === "after" && factors.workers === 2,
  );
  if (broken)
    broken.trials = broken.trials.map((trial) => ({ ...trial, status: "failed", reason: "exit-code", wallMs: null }));
  const { use } = answerOf(analyseRun(run).experiments[0] as ExperimentAnalysis);
  expect(use).toBe("After fails in 1 of 2 combinations that before finishes");
});

test("names of any length keep the limits of a headline", () => {
  const names = {
    before: `feature/${"long-".repeat(12)}name`,
    after: "a commit with a name of very many words that no headline holds",
  };
  for (const effect of [1, 1.1]) {
    for (const workers of [[1], [1, 4]]) {
      const findings = found(
        versionsRun({ effect: (levels) => (levels.workers > 1 ? 2 : effect), workers, names }),
        "versions",
      );
      expect(findings.length).toBeGreaterThan(0);
      for (const { headline } of findings) expect(keepsLimits(headline), headline).toBe(true);
    }
  }
});

test("speed-ups that are equal are said to be the same, not to take the same time", () => {
  const run = versionsRun({ noise: 1e-7, workers: [1, 2] });
  const said = found(run, "versions").map(({ detail }) => detail);
  expect(said.join(" ")).toMatch(/; the speed-up is the same \(/);
});

test("versions that give other results are told so, ahead of what scales as before; a twin or the same results are not", () => {
  const withResults = (results: Record<string, number>) => {
    const run = versionsRun({ effect: () => 1.1 });
    const experiments = run.experiments.map((one) => ({
      ...one,
      cells: one.cells.map((cell) => ({
        ...cell,
        trials: cell.trials.map((trial) => ({ ...trial, checksum: results[String(cell.factors.more?.version)] ?? 1 })),
      })),
    }));
    return answerOf(analyseRun({ ...run, experiments }).experiments[0] as ExperimentAnalysis).reasons;
  };
  expect(withResults({ after: 2 })[0]).toBe("After gives other results than before");
  expect(withResults({}).join()).not.toContain("other results");
  expect(withResults({ "before again": 2 }).join()).not.toContain("other results");
});

test("names too long for a headline give way to the new version and the old one", () => {
  const names = { before: "b".repeat(64), after: "a".repeat(64) };
  const effect = ({ strategy }: { strategy: string }) => (strategy === "sequential" ? 1.1 : 1);
  const { answer } = opening({ names, effect, strategies: ["sequential", "thread-pool"], workers: [1, 2, 4, 8] });
  expect(answer.use).toMatch(/^Sequential: the new version takes \d+\.\d % more time than the old one$/);
});

test("what is said of the event loop names its version", () => {
  const run = versionsRun({
    strategies: ["sequential", "event-loop"],
    workers: [1],
    effect: ({ strategy }) => (strategy === "event-loop" ? 0.5 : 1),
    more: { workloads: { w: { title: "w", bound: "wait" } } },
  });
  for (const { factors } of run.experiments.flatMap(({ cells }) => cells)) factors.workload = "w";
  expect(found(run, "event-loop").map(({ headline }) => headline.split(":")[0])).toContain("After");
});
