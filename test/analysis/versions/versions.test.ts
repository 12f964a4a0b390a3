import { describe, expect, test } from "vitest";
import { analyseRun } from "../../../src/analysis/analyse.js";
import type { Change, ExperimentAnalysis } from "../../../src/analysis/results/run-analysis.js";
import type {
  VersionChange,
  VersionScaling,
  VersionStep,
  VersionsAnalysis,
} from "../../../src/analysis/results/versions.js";
import { versionRows } from "../../../src/analysis/versions/version-words.js";
import type { Run } from "../../../src/record/schema/run-schema.js";
import { benjaminiHochberg } from "../../../src/stats/benjamini-hochberg.js";
import { hodgesLehmann } from "../../../src/stats/hodges-lehmann.js";
import { signedRankTest } from "../../../src/stats/signed-rank.js";
import { cell, experiment, importedRun, makeRun } from "../make-run.js";
import { type Simulated, versionsRun } from "./simulated.js";

const STRATEGIES = ["sequential", "thread-pool", "process-pool"];

function analysed(run: Run): ExperimentAnalysis {
  return analyseRun(run).experiments[0] as ExperimentAnalysis;
}

function versionsIn(run: Run): VersionsAnalysis {
  return analysed(run).versions as VersionsAnalysis;
}

/** Log times of one cell, block by block. */
function logs(run: Run, version: string, strategy: string, workers: number): number[] {
  const found = run.experiments[0]?.cells.filter(
    ({ factors }) => factors.more?.version === version && factors.strategy === strategy && factors.workers === workers,
  );
  if (found?.length !== 1) throw new Error(`${found?.length} cells`);
  return found[0]?.trials.map(({ wallMs }) => Math.log(wallMs as number)) ?? [];
}

/** Log ratios of the new version over the old one, block by block. */
function ratios(run: Run, strategy: string, workers: number, version = "after"): number[] {
  const old = logs(run, "before", strategy, workers);
  return logs(run, version, strategy, workers).map((log, block) => log - (old[block] as number));
}

function means(lists: number[][]): number[] {
  return (lists[0] as number[]).map(
    (_, block) => lists.reduce((sum, list) => sum + (list[block] as number), 0) / lists.length,
  );
}

function expectEstimate({ changePercent, interval }: Change, logRatios: number[]): void {
  const { estimate, intervals } = hodgesLehmann(logRatios, [0.95]);
  expect(changePercent).toBeCloseTo((Math.exp(estimate) - 1) * 100, 6);
  expect(interval?.[0]).toBeCloseTo((Math.exp(intervals[0]?.[0] ?? 0) - 1) * 100, 6);
  expect(interval?.[1]).toBeCloseTo((Math.exp(intervals[0]?.[1] ?? 0) - 1) * 100, 6);
}

describe("two versions", () => {
  const run = versionsRun({ strategies: STRATEGIES, workers: [1, 2], effect: ({ workers }) => 1 + 0.1 * workers });
  const experimentAnalysis = analysed(run);
  const found = experimentAnalysis.versions as VersionsAnalysis;
  const changeOf = (label: string) => found.changes.find((one) => one.label === label) as VersionChange;

  test("are compared over all, by strategy, by worker count and cell by cell, each with the twin", () => {
    expect(found.changes.map(({ label }) => label)).toEqual([
      ...["over all", "thread pool", "process pool", "1 worker", "2 workers", "sequential"],
      ...["thread pool, 1 worker", "thread pool, 2 workers", "process pool, 1 worker", "process pool, 2 workers"],
    ]);
    const points: [string, number][] = [
      ...[["sequential", 1] as [string, number]],
      ...["thread-pool", "process-pool"].flatMap((name): [string, number][] => [1, 2].map((count) => [name, count])),
    ];
    const pool = points.filter(([name]) => name === "thread-pool");
    expectEstimate(changeOf("over all").change, means(points.map((point) => ratios(run, ...point))));
    expectEstimate(changeOf("thread pool").change, means(pool.map((point) => ratios(run, ...point))));
    expectEstimate(changeOf("process pool, 2 workers").change, ratios(run, "process-pool", 2));
    expectEstimate(
      changeOf("2 workers").change,
      means(["thread-pool", "process-pool"].map((name) => ratios(run, name, 2))),
    );
    expectEstimate(
      changeOf("2 workers").twin as Change,
      means(["thread-pool", "process-pool"].map((name) => ratios(run, name, 2, "before again"))),
    );
  });

  test("scale by the ratio of their speed-ups, which is another question than the time", () => {
    const [threads] = found.scaling;
    expect(
      found.scaling.map(({ label, fewest, steps }) => [label, fewest, steps.map(({ workers }) => workers)]),
    ).toEqual([
      ["thread pool", 1, [2]],
      ["process pool", 1, [2]],
    ]);
    const [one, two] = [ratios(run, "thread-pool", 1), ratios(run, "thread-pool", 2)];
    const step = threads?.steps[0];
    expectEstimate(
      step?.contrast.change as Change,
      two.map((log, block) => log - (one[block] as number)),
    );
    const speedUp = (version: string) => {
      const few = logs(run, version, "thread-pool", 1);
      return Math.exp(
        -hodgesLehmann(
          logs(run, version, "thread-pool", 2).map((log, block) => log - (few[block] as number)),
          [0.95],
        ).estimate,
      );
    };
    expect(step?.speedUp.before?.value).toBeCloseTo(speedUp("before"), 6);
    expect(step?.speedUp.after?.value).toBeCloseTo(speedUp("after"), 6);
  });

  test("are one family, in which every pair has one decision", () => {
    const contrasts = found.scaling.flatMap(({ steps }) => steps.map(({ contrast }) => contrast));
    const compared = [...found.changes, ...contrasts];
    expect(found.family).toBe(compared.length);
    const together = benjaminiHochberg(compared.map(({ change }) => change.p as number));
    const alone = benjaminiHochberg(contrasts.map(({ change }) => change.p as number));
    for (const [index, { change }] of found.changes.entries())
      expect(change.q).toBeCloseTo(together[index] as number, 12);
    for (const [index, { change }] of contrasts.entries()) {
      expect(change.q).toBeCloseTo(
        Math.max(together[found.changes.length + index] as number, alone[index] as number),
        12,
      );
    }
    expect(changeOf("sequential").change.p).toBeCloseTo(signedRankTest(ratios(run, "sequential", 1)).p, 12);
    // No table, step or sentence sets a version against another by a rule of its own.
    const versionsOf = ({ from, to }: Change) => [from.more?.version, to.more?.version];
    for (const change of Object.values(experimentAnalysis.changes).flat())
      expect(new Set(versionsOf(change)).size).toBe(1);
    const across = experimentAnalysis.findings
      .flatMap(({ evidence, change }) => [...(evidence.changes ?? []), ...(change ? [change] : [])])
      .filter((change) => new Set(versionsOf(change)).size > 1);
    expect(across.length).toBeGreaterThan(0);
    for (const change of across) expect(compared.map((one) => one.change)).toContain(change);
    for (const { from, to } of experimentAnalysis.family.decisions)
      expect(/version=[^,]*/.exec(from)?.[0]).toBe(/version=[^,]*/.exec(to)?.[0]);
  });

  test("have no advice on strategies, and no sentence but their own names the twin", () => {
    expect(experimentAnalysis.advice).toBeNull();
    expect(experimentAnalysis.findings.filter(({ text }) => text.includes("before again"))).toEqual([]);
    expect(experimentAnalysis.cells).toHaveLength(15);
  });
});

describe("what may be said", () => {
  test("blocks that a version did not finish are left out of what needs them, and no more", () => {
    const run = versionsRun({ workers: [1, 2], twin: false });
    const failed = { block: 3, status: "failed" as const, reason: "out-of-memory", wallMs: null };
    const broken = run.experiments[0]?.cells.find(
      ({ factors }) => factors.more?.version === "after" && factors.workers === 2,
    );
    if (broken) broken.trials[3] = failed;
    expect(versionsIn(run).changes.map(({ label, change }) => [label, change.n])).toEqual([
      ["over all", 19],
      ["1 worker", 20],
      ["2 workers", 19],
    ]);
    expect(versionsIn(run).scaling[0]?.steps[0]?.contrast.change.n).toBe(19);
  });

  test("what the new version never finishes is named, and the rest is compared", () => {
    const cells = ["before", "after"].flatMap((version) =>
      [1, 2].map((workers) =>
        cell(
          { strategy: "thread-pool", workers, more: { version } },
          Array.from({ length: 12 }, (_, block) => (version === "after" && workers === 2 ? null : 100 + block)),
        ),
      ),
    );
    const found = versionsIn(makeRun([experiment(cells, { versions: { before: "before", after: "after" } })]));
    expect(found.failing.map(({ label }) => label)).toEqual(["2 workers"]);
    expect(found.overall?.label).toBe("1 worker");
    expect(versionRows(found).map(({ label, verdict }) => [label, verdict])).toEqual([
      ["1 worker", "equal within 3 %"],
      ["2 workers", "no usable repeat"],
    ]);
  });

  test("medians and speed-ups that say the other direction than the change within repeats are explained", () => {
    const found = versionsIn(versionsRun({ workers: [1, 2] }));
    const turn = (percent: number) => ({ method: "signed-rank" as const, changePercent: percent });
    const [line] = found.scaling as [VersionScaling];
    const [step] = line.steps as [VersionStep];
    const contrast = { ...step.contrast, change: { ...step.contrast.change, ...turn(1.5) } };
    const speedUp = (before: number, after: number) => ({
      before: { value: before, interval: null },
      after: { value: after, interval: null },
    });
    const notesOf = (toMs: number, speedUps: [number, number]) =>
      versionRows({
        changes: found.changes.map((one) => {
          const times = one.scope === "cell" ? { fromMs: 100, toMs } : {};
          return { ...one, change: { ...one.change, ...turn(-1.4), ...times } };
        }),
        scaling: [{ ...line, steps: [{ ...step, contrast, speedUp: speedUp(...speedUps) }] }],
      }).map(({ note }) => note);
    const within = "change within repeats";
    expect(notesOf(100.4, [2, 2.02])).toEqual([
      "",
      `${within}; medians alone: +0.4 %`,
      `${within}; medians alone: +0.4 %`,
      `${within}; speed-ups alone: +1.0 %`,
    ]);
    expect(notesOf(99.6, [2, 1.98])).toEqual(["", "", "", ""]);
  });

  test("a twin that is decided to differ raises the floor of the sitting", () => {
    const quiet = versionsIn(versionsRun({ noise: 0.005, effect: () => 1.04 }));
    expect([quiet.floorPercent, quiet.floorRaisedBy, quiet.overall?.change.verdict]).toEqual([2, null, "slower"]);
    const moved = versionsIn(versionsRun({ noise: 0.005, effect: () => 1.04, twinEffect: () => 1.06 }));
    const largest = Math.max(...moved.changes.map(({ twin }) => twin?.changePercent ?? 0));
    expect(moved.floorPercent).toBeCloseTo(largest, 9);
    expect(moved.floorRaisedBy?.twin?.changePercent).toBeCloseTo(largest, 9);
    expect(moved.overall?.change).toMatchObject({ verdict: "inconclusive", reason: "below-floor" });
  });

  test("an import whose trials are not paired, and a run without versions, have none", () => {
    const { experiments } = versionsRun({});
    expect(analysed(importedRun(experiments)).versions).toBeUndefined();
    expect(analysed(makeRun([experiment([cell({ strategy: "pool", workers: 1 }, [1, 2])])])).versions).toBeUndefined();
  });

  test("of tasks that grow with the workers the speed-up is in work done", () => {
    const cells = ["before", "after"].flatMap((version) =>
      [1, 4].map((workers) =>
        cell(
          { strategy: "thread-pool", workers, tasks: workers, more: { version } },
          Array.from({ length: 12 }, (_, block) => (version === "after" && workers === 4 ? 2 : 1) * (100 + block)),
        ),
      ),
    );
    const [line] = versionsIn(makeRun([experiment(cells, { versions: { before: "before", after: "after" } })])).scaling;
    expect(line?.verdict).toBe("worse");
    expect(line?.steps[0]?.speedUp.before?.value).toBeCloseTo(4, 6);
    expect(line?.steps[0]?.speedUp.after?.value).toBeCloseTo(2, 6);
  });
});

/** How often something is said of simulated runs; the bench of this was 200 runs for each of 12 truths. */
function countOf(truth: Simulated, isSo: (found: VersionsAnalysis) => boolean): number {
  return Array.from({ length: 40 }, (_, seed) =>
    versionsIn(versionsRun({ workers: [1, 2], seed: seed + 1, ...truth })),
  ).filter(isSo).length;
}

test("simulated with a machine that drifts: false alarms are rare, changes are found, and a slow-down is no change of scaling", () => {
  const isDecided = ({ change }: VersionChange) => change.verdict === "faster" || change.verdict === "slower";
  const isScaling = ({ scaling }: VersionsAnalysis) =>
    scaling.some(({ steps }) => steps.some(({ contrast }) => isDecided(contrast)));
  const isAny = (found: VersionsAnalysis) => found.changes.some(isDecided) || isScaling(found);
  const isWorse = ({ scaling }: VersionsAnalysis) => scaling.every(({ verdict }) => verdict === "worse");
  const isSlower = ({ overall }: VersionsAnalysis) => overall?.change.verdict === "slower";
  expect(countOf({ noise: 0.05 }, isAny)).toBeLessThanOrEqual(2);
  expect(countOf({ noise: 0.02, effect: () => 1.05 }, isSlower)).toBe(40);
  expect(countOf({ noise: 0.02, effect: () => 1.2 }, isScaling)).toBeLessThanOrEqual(1);
  expect(countOf({ noise: 0.02, effect: ({ workers }) => (workers > 1 ? 1.1 : 1) }, isWorse)).toBe(40);
});

test("a single combination is called by its strategy and workers alone", () => {
  const found = versionsIn(versionsRun({ workers: [2] }));
  expect(found.changes.map(({ label }) => label)).toEqual(["thread pool, 2 workers"]);
});
