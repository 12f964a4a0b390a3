import { describe, expect, it } from "vitest";
import { analyseRun } from "../../src/analysis/analyse.js";
import { analyseLineage } from "../../src/analysis/analyse-pooled.js";
import { partWords } from "../../src/analysis/results/part-words.js";
import { comparedRuns, haveCommonRun } from "../../src/analysis/two-runs/pooled-sides.js";
import { runText } from "../../src/cli/print/run-text.js";
import type { Run } from "../../src/record/schema/run-schema.js";
import type { ListedRun } from "../../src/report/archive/run-entry.js";
import { chipsOf } from "../../src/report/page-model/run-words.js";
import { workOf } from "../work.js";
import { cell, experiment, makeRun } from "./make-run.js";

const A = "20261121t061500z-lab-00000a";
const B = "20261121t061500z-lab-00000b";
const times = (seed: number) => Array.from({ length: 20 }, (_, block) => 100 + ((block * 7 + seed) % 11));
const cells = (from: number, to: number) =>
  [1, 2].map((workers) => {
    const whole = cell({ strategy: workers === 1 ? "sequential" : "thread-pool", workers }, times(workers * 3));
    return { ...whole, trials: whole.trials.slice(from, to) };
  });
const parent = makeRun([experiment(cells(0, 12))], { id: A });
const child = makeRun([experiment(cells(12, 20))], { id: B, parent: A });
const whole = makeRun([experiment(cells(0, 20))], { id: B });

describe("analyseLineage", () => {
  it("analyses the blocks of both as if they were recorded in one go", () => {
    const { analysis, run } = analyseLineage({ runs: [parent, child], broken: null });
    const { pooled, ...rest } = analysis;
    expect(rest).toEqual(analyseRun(whole));
    expect(run.experiments).toEqual(whole.experiments);
    expect(pooled).toEqual({
      files: [
        { id: A, blocks: 12 },
        { id: B, blocks: 8 },
      ],
      missing: null,
    });
  });

  it("says which parent is missing, and nothing of a run without one", () => {
    const broken = { id: A, why: "it is not at hand" };
    const { analysis } = analyseLineage({ runs: [child], broken });
    expect(analysis.pooled).toEqual({ files: [{ id: B, blocks: 8 }], missing: broken });
    expect(analysis.blocks).toEqual({ min: 8, max: 8 });
    expect(analyseLineage({ runs: [parent], broken: null })).toEqual({ run: parent, analysis: analyseRun(parent) });
  });
});

it("comparedRuns pools both sides unless they have a run in common", () => {
  const line = (...runs: Run[]) => ({ runs, broken: null });
  const other = makeRun([experiment(cells(0, 20))], { id: "20261122t061500z-lab-00000c" });
  expect(haveCommonRun(line(parent, child), line(parent))).toBe(true);
  const apart = comparedRuns(line(parent), line(parent, child));
  expect([apart.a, apart.b, apart.apart]).toEqual([parent, child, true]);
  const pooled = comparedRuns(line(other), line(parent, child));
  expect(pooled.apart).toBe(false);
  expect(pooled.b.experiments).toEqual(whole.experiments);
});

describe("a very large run", () => {
  const pools = (count: number) =>
    Array.from({ length: count }, (_, index) =>
      cell({ strategy: "thread-pool", workers: index + 1 }, [100 - index / 100]),
    );
  const many = (count: number) =>
    makeRun(
      Array.from({ length: count }, (_, index) => experiment(pools(2), { id: `e-${index}`, title: `E ${index}` })),
    );
  const analysisOf = (run: Run) => analyseLineage({ runs: [run], broken: null }).analysis;

  it("is analysed in part, and says so wherever it is shown", async () => {
    const run = makeRun([experiment(pools(600))]);
    const analysis = analysisOf(run);
    expect(analysis.experiments[0]).toMatchObject({ recordedCells: 600, cells: { length: 500 } });
    expect(analysis.findings.map(({ headline }) => headline)).toContain(
      "Only the first 500 of 600 combinations are shown",
    );
    const words = "Only the first 500 of 600 combinations are shown and compared here: the run file has all.";
    expect(partWords(analysis)).toBe(words);
    expect((await runText(run, "r.json", analysis, 120)).join("")).toContain(words);
    const chips = chipsOf({ run, analysis, line: { runs: [run], broken: null } } as unknown as ListedRun);
    expect(chips).toContainEqual({ text: "in part: 500 of 600 combinations", tone: "warn" });
    expect(partWords(analysisOf(many(60)))).toBe(
      "Only the first 50 of 60 experiments and the first 100 of 120 combinations are shown and compared here: the run file has all.",
    );
  });

  it("is analysed as a whole for a gate or an export", () => {
    const { analysis } = analyseLineage({ runs: [many(60)], broken: null }, { isWhole: true });
    expect(analysis.experiments).toHaveLength(60);
    expect(partWords(analysis)).toBeNull();
  });

  it("costs no more than what is shown of it: a thousand experiments took half a minute", async () => {
    const works = [];
    for (const count of [60, 60, 240]) {
      const run = many(count);
      works.push(await workOf(() => analysisOf(run)));
    }
    const [, some = 0, more = 0] = works;
    expect(more).toBeLessThan(1.5 * some);
  });
});
