import { describe, expect, it } from "vitest";
import { historyFindings, latestChange } from "../../../src/analysis/history/findings.js";
import { followSeries } from "../../../src/analysis/history/follow.js";
import { changedBeside, seriesOf } from "../../../src/analysis/history/series.js";
import { machineKind } from "../../../src/analysis/two-runs/machine-kind.js";
import { digestOf } from "../../../src/analysis/two-runs/run-digest.js";
import type { Run } from "../../../src/record/schema/run-schema.js";
import { median } from "../../../src/stats/median.js";
import { MACHINE, makeRun, noise, workersExperiment } from "../../report/sample-runs.js";

/** The same study on another day; `slower` multiplies every time. */
function run(day: number, change: Partial<Run> = {}, slower = 1, blocks = 12): Run {
  const at = `2026-11-${String(day).padStart(2, "0")}T00:00:00.000Z`;
  const experiment = workersExperiment(blocks, noise(day));
  const cells = experiment.cells.map(({ factors, trials }) => ({
    factors,
    trials: trials.map((trial) => ({ ...trial, wallMs: (trial.wallMs ?? 0) * slower })),
  }));
  const id = `202611${String(day).padStart(2, "0")}t000000z-lab-00000${day % 10}`;
  return makeRun({ id, startedAt: at, finishedAt: at, experiments: [{ ...experiment, cells }], ...change });
}

const series = (...oldestFirst: Run[]) =>
  seriesOf(oldestFirst.toReversed().map((one) => ({ run: one, ...digestOf(one) })));
const node = (version: string) => ({ software: { ...run(1).software, node: version } });

describe("seriesOf", () => {
  it("has one series a cell, oldest run first, and none of a single run", () => {
    expect(series(run(1))).toEqual([]);
    const found = series(run(1), run(2), run(3));
    expect(found).toHaveLength(run(1).experiments[0]?.cells.length ?? 0);
    expect(found[0]?.points.map(({ run: { id } }) => id)).toEqual([run(1).id, run(2).id, run(3).id]);
    expect(new Set(found.map(({ slug }) => slug)).size).toBe(found.length);
    for (const { slug } of found) expect(slug).toMatch(/^[a-z0-9-]+$/);
  });

  it.each([
    ["a Node major", node("22.1.0")],
    ["a definition of the study", { studyHash: "b".repeat(64) }],
    ["another kind of machine", { machine: { ...MACHINE, id: "other", availableParallelism: 2 } }],
    ["another study", { study: "other" }],
  ])("never joins runs over %s", (_, change) => {
    expect(series(run(1), run(2, change))).toEqual([]);
    const both = series(run(1), run(2, change), run(3), run(4, change));
    expect(both).toHaveLength(2 * (run(1).experiments[0]?.cells.length ?? 0));
    for (const { points } of both) expect(points).toHaveLength(2);
  });

  it("joins machines of one kind and minor versions of Node, and says what changed", () => {
    const changed = { ...node("20.21.0"), machine: { ...MACHINE, id: "twin", name: "twin", osRelease: "6.9.0" } };
    const [first] = series(run(1), run(2, changed));
    expect(first?.points[0]?.beside).toEqual([]);
    expect(first?.points[1]?.beside.map(({ what }) => what)).toEqual(["Node", "kernel", "machine"]);
  });

  it("keeps its slug when runs are added, whatever else changes", () => {
    const before = series(run(1), run(2)).map(({ slug }) => slug);
    expect(series(run(1), run(2), run(3, node("20.99.0"))).map(({ slug }) => slug)).toEqual(before);
  });
});

describe("machineKind", () => {
  it("goes by hardware, not by name, and keeps unknown machines apart", () => {
    expect(machineKind({ ...MACHINE, id: "a", name: "a", osRelease: "7" })).toBe(machineKind(MACHINE));
    expect(machineKind({ ...MACHINE, memoryBytes: (MACHINE.memoryBytes ?? 0) + 1e6 })).toBe(machineKind(MACHINE));
    expect(machineKind({ ...MACHINE, quotaCores: 2 })).not.toBe(machineKind(MACHINE));
    expect(machineKind({ id: "a", name: "x" })).not.toBe(machineKind({ id: "b", name: "x" }));
  });
});

describe("changedBeside", () => {
  it("takes a figure that one run does not give for no change", () => {
    const { commit: _, ...without } = run(1);
    expect(changedBeside(without, run(2))).toEqual([]);
    expect(changedBeside(run(1), run(2, { commit: { hash: "f".repeat(40), dirty: true } }))).toEqual([
      { what: "the measured project's commit", from: "92a1916c0ffe", to: "ffffffffffff with local changes" },
    ]);
  });
});

describe("the sentences of a series", () => {
  const walls = (one: Run, index: number) =>
    one.experiments[0]?.cells[index]?.trials.map(({ wallMs }) => wallMs ?? 0) ?? [];

  it("recompute from the runs: where the medians lie, and the latest change with its verdict", () => {
    const runs = [run(1), run(2), run(3, node("20.99.0"), 1.2)];
    const [sequential] = series(...runs);
    const medians = runs.map((one) => median(walls(one, 0)));
    const change = latestChange(sequential as NonNullable<typeof sequential>);
    expect(change?.ratio).toBeCloseTo((medians[2] as number) / (medians[1] as number), 12);
    expect(change?.verdict).toBe("slower");
    const [range, latest] = historyFindings(followSeries(sequential as NonNullable<typeof sequential>)).map(
      ({ text }) => text,
    );
    const most = (Math.max(...medians) / Math.min(...medians) - 1) * 100;
    expect(range).toBe(
      `Between ${Math.min(...medians).toPrecision(3)} ms and ${Math.max(...medians).toPrecision(3)} ms over 3 runs. These are medians of the runs; the longest takes ${most.toFixed(1)} % more time than the shortest.`,
    );
    const ratio = (medians[2] as number) / (medians[1] as number);
    const [low, high] = change?.interval?.map((bound) => bound.toFixed(1)) ?? [];
    expect(latest).toBe(
      `The latest run takes ${((ratio - 1) * 100).toFixed(1)} % more time than the one before. That is ${ratio.toFixed(2)}× as long; the 95 % interval is ${low} to ${high} % more. The two were not interleaved. Beside it changed: Node (20.20.2 to 20.99.0).`,
    );
  });

  it("say that nothing recorded changed, and claim no change that the trials do not show", () => {
    const [first] = series(run(1), run(2, { experiments: run(1).experiments }));
    const latest = historyFindings(followSeries(first as NonNullable<typeof first>)).at(-1)?.text ?? "";
    expect(latest).toContain("Of what is recorded nothing changed beside it.");
    expect(latest).not.toMatch(/because|due to/);
    expect(latest).toMatch(
      /^The latest run takes the same time as the one before within 3 %|^Not enough evidence of a change from the one before to the latest run/,
    );
  });
});
