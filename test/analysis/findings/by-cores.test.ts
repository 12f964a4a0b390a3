import { describe, expect, it, test } from "vitest";
import { analyseRun } from "../../../src/analysis/analyse.js";
import { answerOf } from "../../../src/analysis/answer/answer.js";
import type { Run } from "../../../src/record/schema/run-schema.js";
import { sizesTable } from "../../../src/report/tables/advice.js";
import { keepsLimits } from "../../../src/words/headline.js";
import { cell, experiment, makeRun } from "../make-run.js";
import { CPU_BOUND, TWO_CORES } from "../sample-run.js";

type More = Record<string, number>;

/** Six repeats of about that time. */
const around = (ms: number) => [0.995, 1, 1.004, 0.998, 1.002, 1.006].map((factor) => ms * factor);

/** A cell on the cores, or with the quota, that takes about that time. */
const timed = (strategy: string, workers: number, more: More, ms: number) =>
  cell({ strategy, workers, tasks: 8, n: 100, workload: "random-loop", more }, around(ms));

function analysed(levels: readonly [More, Record<number, number>][], extra = {}) {
  const cells = levels.flatMap(([more, times]) => [
    timed("sequential", 1, more, 800),
    ...Object.entries(times).map(([workers, ms]) => timed("thread-pool", Number(workers), more, ms)),
  ]);
  const run = makeRun([experiment(cells, { workloads: CPU_BOUND, ...extra })], { machine: TWO_CORES });
  const analysis = analyseRun(run).experiments[0];
  if (analysis === undefined) throw new Error("no experiment");
  const found = analysis.findings.find(({ id }) => id === "by-cores");
  return { run, analysis, found };
}

/** The run with the cells of one strategy alone. */
function onlyOf(run: Run, strategy: string): Run {
  const experiments = run.experiments.map((one) => ({
    ...one,
    cells: one.cells.filter(({ factors }) => factors.strategy === strategy),
  }));
  return { ...run, experiments };
}

const CORES: [More, Record<number, number>][] = [
  [{ cores: 2 }, { 1: 820, 2: 420, 4: 440 }],
  [{ cores: 1 }, { 1: 820, 2: 840, 4: 860 }],
];

describe("one way with every number of cores", () => {
  function alone(...levels: [More, number][]) {
    const run = makeRun([experiment(levels.map(([more, ms]) => timed("thread-pool", 2, more, ms)))], {
      machine: TWO_CORES,
    });
    const [analysis] = analyseRun(run).experiments;
    return { answer: analysis && answerOf(analysis), detail: analysis?.findings[0]?.detail };
  }

  it("is answered with what more cores bring", () => {
    const { answer, detail } = alone([{ cores: 2 }, 420], [{ cores: 1 }, 800]);
    expect(answer?.use).toBe("2 cores: 47.5 % less time than 1 core");
    expect(answer?.change?.verdict).toBe("faster");
    expect(detail).toMatch(/^From 1 core to 2 cores, it takes 47\.5 % less time \(1\.90× as fast; 95 % interval /);
  });

  it("is answered step by step where there are more, and says where no change is shown", () => {
    const { answer, detail } = alone([{ "cpu-quota": 0.5 }, 800], [{ "cpu-quota": 1 }, 400], [{ "cpu-quota": 2 }, 400]);
    expect(answer?.use).toBe("2 CPUs: 50.0 % less time than 0.5 CPUs");
    expect(detail).toMatch(/From a quota of 1 CPU to a quota of 2 CPUs, it takes the same time within 3 %/);
    const same = alone([{ cores: 1 }, 400], [{ cores: 2 }, 400]);
    expect(same.answer?.use).toBe("2 cores: the same time as 1 core within 3 %");
  });
});

describe("workers by cores", () => {
  it("says what to use with so many cores, by the gain that is decided there, and opens the experiment", () => {
    const { analysis, found } = analysed(CORES);
    expect(found?.headline).toBe("1 core: sequential; 2 cores: 2 workers, 1.90× as fast as sequential");
    expect(found?.detail).toContain("With 1 core, use sequential: nothing tested is shown to be faster.");
    expect(found?.detail).toMatch(
      /With 2 cores, use thread pool with 2 workers: 47\.5 % less time than sequential \(95/,
    );
    expect(found?.detail).toMatch(
      /From 1 core to 2 cores, the advised way takes 47\.5 % less time \(1\.90× as fast; 95/,
    );
    expect(found?.evidence.figures).toEqual({ "workers with 1 core": 1, "workers with 2 cores": 2 });
    expect(answerOf(analysis).use).toBe(found?.headline);
  });

  it("decides what more cores bring between what is advised with each", () => {
    const { found } = analysed(CORES);
    const step = found?.evidence.changes?.at(-1);
    expect([step?.from.more, step?.to.more, step?.to.workers, step?.verdict]).toEqual([
      { cores: 1 },
      { cores: 2 },
      2,
      "faster",
    ]);
    expect(step?.ratio).toBeCloseTo(420 / 800, 6);
  });

  it("speaks of quotas as parts of CPUs", () => {
    const { found } = analysed([
      [{ "cpu-quota": 0.5 }, { 1: 1640, 2: 1680 }],
      [{ "cpu-quota": 2 }, { 1: 820, 2: 420 }],
    ]);
    expect(found?.headline).toBe("0.5 CPUs: sequential; 2 CPUs: 2 workers, 1.90× as fast as sequential");
    expect(found?.detail).toContain("From a quota of 0.5 CPUs to a quota of 2 CPUs, the advised way takes");
  });

  it("says once what is the same with all of them, and is not said again size by size", () => {
    const quotas = [0.5, 1, 1.5].map((quota): [More, Record<number, number>] => [{ "cpu-quota": quota }, { 1: 820 }]);
    const { analysis, found } = analysed(quotas);
    expect(found?.headline).toBe("Sequential at every quota tested");
    expect(analysis.findings.map(({ id }) => id)).not.toContain("best-by-size");
    const same = analysed([1, 2].map((cores) => [{ cores }, { 1: 700, 2: 400 }]));
    expect(same.found?.headline).toBe("2 workers at every number of cores tested");
  });

  it("names no way as the one to use where no other is shown to be worse", () => {
    const { found } = analysed([1, 2].map((cores) => [{ cores }, { 1: 801 }]));
    expect(found?.headline).toBe("More workers are not shown to pay at any number of cores tested");
  });

  it("goes with a flat step that names the quota", () => {
    const { analysis } = analysed([
      [{ "cpu-quota": 0.5 }, { 1: 1640, 2: 1642 }],
      [{ "cpu-quota": 2 }, { 1: 820, 2: 420 }],
    ]);
    const flat = analysis.findings.find(({ id }) => id === "flat-step");
    expect(flat?.detail).toContain("with a quota of 0.5 CPUs and CPU-bound work, no gain is expected");
  });

  it("keeps to a headline's length with many levels", () => {
    const levels = [1, 2, 3, 4, 5, 6, 7, 8].map((cores): [More, Record<number, number>] => [
      { cores },
      { 1: 820, [cores + 1]: 800 / (cores + 1) },
    ]);
    const { found } = analysed(levels);
    expect(found?.headline).toBe("From 1 core to 8 cores: 2 to 9 workers");
    expect(keepsLimits(found?.headline ?? "")).toBe(true);
  });

  it("says nothing where cores do not vary, or are a matter of versions", () => {
    expect(analysed(CORES.slice(0, 1)).found).toBeUndefined();
    expect(analysed([[{}, { 1: 820, 2: 420 }]]).found).toBeUndefined();
    expect(analysed(CORES, { versions: { before: "a", after: "b" } }).found).toBeUndefined();
  });
});

test("the table says what to use with cores or a quota, and names no strategy where there is one", () => {
  const tableOf = (levels: [More, Record<number, number>][], strategy?: string) => {
    const { run, analysis } = analysed(levels);
    const own = strategy === undefined ? run : onlyOf(run, strategy);
    const shown = analyseRun(own);
    const found = sizesTable(shown, shown.experiments[0] ?? analysis);
    return [
      found?.caption.split(".")[0],
      found?.columns[0]?.label,
      ...(found?.groups[0]?.rows ?? []).map(({ cells }) => cells[0]?.text),
    ];
  };
  expect(tableOf(CORES)).toEqual([
    "What to use with each number of cores",
    "with",
    "2 workers (thread pool)",
    "Sequential",
  ]);
  expect(tableOf(CORES, "thread-pool")).toEqual([
    "What to use with each number of cores",
    "with",
    "2 workers",
    "1 worker",
  ]);
  const quotas: typeof CORES = [
    [{ "cpu-quota": 1 }, { 1: 820, 2: 420, 4: 440 }],
    [{ "cpu-quota": 0.5 }, { 1: 820, 2: 840, 4: 860 }],
  ];
  expect(tableOf(quotas)[0]).toBe("What to use with each CPU quota");
});

describe("the analysis of cells with cores of their own", () => {
  it("has one advice for each number of cores, and the ideal of those", () => {
    const { analysis } = analysed(CORES);
    expect([analysis.advice, ...analysis.furtherAdvice].map((advice) => advice?.factors.more)).toEqual([
      { cores: 2 },
      { cores: 1 },
    ]);
    expect([analysis.advice, ...analysis.furtherAdvice].map((advice) => advice?.text)).toEqual([
      "Use 2 workers (thread pool) on 2 cores",
      "Stay sequential on 1 core",
    ]);
    const ideal = (cores: number) =>
      analysis.scaling.find(({ factors }) => factors.more?.cores === cores)?.points.map(({ ideal }) => ideal);
    expect([ideal(1), ideal(2)]).toEqual([
      [1, 1, 1],
      [1, 2, 2],
    ]);
  });
});
