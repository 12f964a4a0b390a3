import { describe, expect, it } from "vitest";
import { analyseRun } from "../../../src/analysis/analyse.js";
import { cellKey } from "../../../src/analysis/cells/cell-keys.js";
import { againstWays } from "../../../src/analysis/comparing/baselines.js";
import { benjaminiHochberg } from "../../../src/stats/benjamini-hochberg.js";
import { labExperiments, makeRun } from "../../report/sample-runs.js";

const run = makeRun({ experiments: labExperiments(20) });
const workers = run.experiments.findIndex(({ id }) => id === "workers");
const sizes = run.experiments.findIndex(({ id }) => id === "small-vs-large-n");

describe("cells against every baseline", () => {
  it("sets every cell against each of the others of its size, once from each side", () => {
    const { ways, leftOut } = againstWays(run, workers, 1000);
    const cells = run.experiments[workers]?.cells.length ?? 0;
    expect(leftOut).toBe(0);
    expect(ways).toHaveLength(cells);
    for (const { changes } of ways) expect(changes).toHaveLength(cells - 1);
    const sized = againstWays(run, sizes, 1000).ways.flatMap(({ changes }) => changes);
    for (const { from, to } of sized) expect(from.n).toBe(to.n);
  });

  it("finds the same ratio and interval against the usual baseline as the run's page has", () => {
    const { changes } = analyseRun(run).experiments[workers] ?? { changes: { againstBaseline: [] } };
    const usual = againstWays(run, workers, 1000).ways.find(({ isBaseline }) => isBaseline);
    for (const change of changes.againstBaseline) {
      const same = usual?.changes.find(({ to }) => cellKey(to) === cellKey(change.to));
      expect([same?.ratio, same?.interval, same?.p]).toEqual([change.ratio, change.interval, change.p]);
    }
    expect(changes.againstBaseline.length).toBeGreaterThan(2);
  });

  it("turns a change around when the sides are: the inverse ratio, the same p and q, the opposite verdict", () => {
    const all = againstWays(run, workers, 1000).ways.flatMap(({ changes }) => changes);
    const opposite = { faster: "slower", slower: "faster", same: "same", inconclusive: "inconclusive" } as const;
    for (const change of all) {
      const back = all.find(
        ({ from, to }) => cellKey(from) === cellKey(change.to) && cellKey(to) === cellKey(change.from),
      );
      expect((back?.ratio ?? 0) * (change.ratio ?? 0)).toBeCloseTo(1, 9);
      expect(back?.p).toBeCloseTo(change.p ?? -1, 12);
      expect(back?.q).toBeCloseTo(change.q ?? -1, 12);
      expect(back?.verdict).toBe(opposite[change.verdict]);
    }
  });

  it("corrects for all comparisons of the page, each counted once", () => {
    const all = againstWays(run, workers, 1000).ways.flatMap(({ changes }) => changes);
    const once = all.filter(({ from, to }) => cellKey(from) < cellKey(to));
    expect(once).toHaveLength(all.length / 2);
    const corrected = benjaminiHochberg(once.map(({ p }) => p as number));
    for (const [index, { q }] of once.entries()) expect(q).toBeCloseTo(corrected[index] as number, 12);
  });

  it("keeps the usual baselines first where there is no room for all, and says how many are missing", () => {
    const cells = run.experiments[workers]?.cells.length ?? 0;
    const { ways, leftOut } = againstWays(run, workers, (cells - 1) * 2);
    expect(ways).toHaveLength(2);
    expect(leftOut).toBe(cells - 2);
    expect(ways.some(({ isBaseline }) => isBaseline)).toBe(true);
  });

  it("never gives a ratio that rests on a failed cell", () => {
    const changes = againstWays(run, sizes, 1000).ways.flatMap((way) => way.changes);
    const failed = changes.filter(({ toMs, fromMs }) => toMs === null || fromMs === null);
    expect(failed.length).toBeGreaterThan(0);
    for (const { ratio, verdict } of failed) expect([ratio, verdict]).toEqual([null, "inconclusive"]);
  });

  it("is nothing for an experiment that is not there", () => {
    expect(againstWays(run, 99, 10)).toEqual({ ways: [], leftOut: 0 });
  });
});
