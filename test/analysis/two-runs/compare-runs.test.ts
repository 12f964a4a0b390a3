import { describe, expect, test } from "vitest";
import { compareRuns } from "../../../src/analysis/two-runs/compare-runs.js";
import { compareWithSeveral } from "../../../src/analysis/two-runs/compare-several.js";
import type { Experiment, Run } from "../../../src/record/schema/run-schema.js";
import { mean } from "../../../src/stats/mean.js";
import { coresHost, coresVm, equalRuns } from "../lab.js";
import { cell, experiment, makeRun } from "../make-run.js";
import { noisyTimes, TWO_CORES } from "../sample-run.js";

describe("cores-host against cores-vm, as published", () => {
  const comparison = compareRuns(coresHost(), coresVm());

  test("the virtual machine takes 199.75, 194.64, 189.43, 190.53 and 176.9 % longer", () => {
    const published = [199.75, 194.64, 189.43, 190.53, 176.9];
    expect(comparison.cells.map(({ factors }) => factors.workers)).toEqual([1, 2, 4, 6, 8]);
    comparison.cells.forEach(({ changePercent }, index) => {
      expect(Math.abs((changePercent as number) - (published[index] as number))).toBeLessThan(0.02);
    });
  });

  test("the arithmetic mean is the published 190.25 %, the geometric mean stands beside it", () => {
    expect(comparison.summary.arithmeticMeanChangePercent).toBeCloseTo(190.25, 2);
    const ratios = [918.43 / 306.4, 530.11 / 179.92, 279.74 / 96.65, 280.33 / 96.49, 155.26 / 56.07];
    expect(comparison.summary.geometricMeanRatio).toBeCloseTo(ratios.reduce((a, b) => a * b) ** (1 / 5), 12);
    expect(comparison.summary.matched).toBe(5);
  });

  test("machines are labelled as unlike, and experiments of other names match by factors", () => {
    expect(comparison.sameMachine).toBe(false);
    expect(comparison.differences).toContainEqual({ what: "machine", a: "host", b: "vm" });
    expect(comparison.unmatched).toEqual([]);
  });

  test("the findings say the range and both means of single trials, and claim none", () => {
    const [first, ...others] = comparison.findings;
    expect(first?.headline).toBe("One measurement each: none of the differences has an interval");
    expect(first?.detail).toBe(
      "The ratios range from 177 % more time at 8 workers to 200 % more time at 1 worker; noise alone may be behind any of them. " +
        "The geometric mean of 5 ratios is 190.15 % more time, 2.90× as long; the arithmetic mean of the percentages, 190.25 % more, " +
        "depends on which run is the reference.",
    );
    expect(others.map(({ headline }) => headline)).toEqual([
      "The machines differ, so a ratio is not one program's change",
    ]);
  });

  test("turned round, geometric means undo each other; arithmetic means do not", () => {
    const back = compareRuns(coresVm(), coresHost()).summary;
    const forth = comparison.summary;
    expect((back.geometricMeanRatio as number) * (forth.geometricMeanRatio as number)).toBeCloseTo(1, 12);
    const [there, here] = [forth, back].map((s) => 1 + (s.arithmeticMeanChangePercent as number) / 100);
    expect((there as number) * (here as number)).toBeGreaterThan(1.0001);
  });
});

describe("two runs of one machine", () => {
  const run = (ms: number, blocks: number, seed: number, id = "20261121t061500z-lab-000001") => {
    const times = noisyTimes(seed, blocks);
    const cells = [1, 2].map((workers) => cell({ strategy: "thread-pool", workers, tasks: 8 }, times(ms / workers)));
    const other = cell({ strategy: "thread-pool", workers: blocks, tasks: 9 }, times(ms));
    return makeRun([experiment(cells), experiment([other], { id: "other" })], { id, machine: TWO_CORES });
  };

  test("are not paired by block: Welch below 10 trials, bootstrap from 10 on", () => {
    expect(compareRuns(run(100, 5, 1), run(100, 5, 2)).cells.map(({ method }) => method)).toEqual(
      Array(3).fill("welch"),
    );
    expect(compareRuns(run(100, 12, 1), run(100, 12, 2)).cells[0]?.method).toBe("bootstrap");
  });

  test("a change of 10 % is found, no change is the same", () => {
    const found = compareRuns(run(100, 20, 1), run(110, 20, 2));
    expect(found.cells.map(({ verdict }) => verdict)).toEqual(Array(3).fill("slower"));
    expect(found.findings.map(({ text }) => text)).toContain(
      "All 3 combinations are slower. The runs were not interleaved.",
    );
    const log = (percent: number) => Math.log1p(percent / 100);
    const meanOf = (side: 0 | 1) => mean(found.cells.map(({ interval }) => log(interval?.[side] ?? 0)));
    const [overall] = found.findings;
    const percent = ((found.summary.geometricMeanRatio ?? 1) - 1) * 100;
    expect(overall?.headline).toBe(
      `In the mean of 3 combinations, the compared run takes ${percent.toFixed(1)} % more time`,
    );
    expect(overall?.evidence.figures).toMatchObject({
      low: expect.closeTo(Math.expm1(meanOf(0)) * 100, 9),
      high: expect.closeTo(Math.expm1(meanOf(1)) * 100, 9),
    });
    const none = compareRuns(run(100, 20, 1), run(100, 20, 2));
    expect(none.cells.map(({ verdict }) => verdict)).toEqual(Array(3).fill("same"));
    expect(none.sameMachine).toBe(true);
    expect(none.findings.map(({ headline }) => headline)).toEqual([
      "No clear change in the mean of 3 combinations",
      "All 3 combinations are equal",
    ]);
    expect(none.differences).toEqual([]);
  });

  test("an undecided cell whose interval leaves out 0 % is explained", () => {
    const explained = [equalRuns(), [run(100, 20, 1), run(100, 20, 2)] as const].map(([a, b]) => {
      const { cells, findings } = compareRuns(a, b);
      const isBeside = cells.some(
        ({ verdict, interval }) => verdict === "inconclusive" && interval && (interval[0] > 0 || interval[1] < 0),
      );
      const detail = findings.find(({ id }) => id === "verdicts")?.detail;
      expect(detail?.includes("Some of their intervals leave out 0 %: too little once")).toBe(isBeside);
      return isBeside;
    });
    expect(explained).toEqual([true, false]);
  });

  test("the mean counts the cells that have a ratio, not those that failed", () => {
    const cells = (times: (number | null)[]) => [
      cell({ strategy: "a", workers: 1 }, [100, 101, 99]),
      cell({ strategy: "a", workers: 2 }, times),
    ];
    const comparison = compareRuns(
      makeRun([experiment(cells([50, 51, 49]))]),
      makeRun([experiment(cells([null, null, null]))]),
    );
    expect(comparison.summary).toMatchObject({ matched: 2, withRatio: 1 });
    // Of one cell there is no mean: it is told with its interval.
    expect(comparison.findings.map(({ id }) => id)).not.toContain("overall");
    expect(comparison.findings[0]?.text).toMatch(
      /^The compared run takes the same time as the reference within 3 %, at 1 worker|^Not enough evidence of a change/,
    );
    const one = (ms: number) => makeRun([experiment([cell({ strategy: "a", workers: 1 }, [ms])])]);
    const single = compareRuns(one(100), one(150));
    expect(single.findings[0]?.detail).toMatch(/^It shows 50\.0 % more time at .*; noise alone may be behind it\.$/);
  });

  test("what has no partner is listed, with its run", () => {
    const comparison = compareRuns(run(100, 5, 1), run(100, 6, 2));
    expect(comparison.summary.matched).toBe(2);
    expect(comparison.unmatched.map(({ run: side, factors }) => [side, factors.workers])).toEqual([
      ["a", 5],
      ["b", 6],
    ]);
    expect(comparison.findings.at(-1)?.text).toBe(
      "Not every combination is in both runs. Combinations without a partner: 1 only in the reference, 1 only in the compared run.",
    );
  });

  test("without any partner there is no mean, and the sentence says so", () => {
    const alone = (workers: number) => makeRun([experiment([cell({ strategy: "a", workers }, [1])])]);
    const comparison = compareRuns(alone(1), alone(2));
    expect(comparison.summary).toEqual({
      geometricMeanRatio: null,
      arithmeticMeanChangePercent: null,
      matched: 0,
      withRatio: 0,
    });
    expect(comparison.findings[0]?.text).toContain("The two runs have no combination in common");
  });

  test("a larger floor of either machine holds for the verdicts", () => {
    const noisyMachine = { ...TWO_CORES, floorPercent: 15 };
    const b = { ...run(110, 20, 2), machine: noisyMachine };
    expect(compareRuns(run(100, 20, 1), b).cells[0]).toMatchObject({ verdict: "inconclusive", reason: "below-floor" });
  });
});

describe("differences", () => {
  const base = makeRun([], {
    machine: { ...TWO_CORES, cpuModel: "A", quotaCores: null, memoryBytes: 2 ** 34 },
    studyHash: "a".repeat(64),
    calibration: [{ experiment: "workers", workload: "random-loop", targetTaskMs: 100, n: 1000, measuredTaskMs: 99 }],
  });
  const whats = (b: typeof base) => compareRuns(base, b).differences.map(({ what }) => what);

  test("name machine, Node major, study and sizes", () => {
    const other = makeRun([], {
      machine: { ...base.machine, id: "m-9", cpuModel: "B", quotaCores: 1.5, memoryBytes: 2 ** 33 },
      software: { ...base.software, node: "v22.1.0" },
      study: "other",
      studyHash: "b".repeat(64),
      calibration: [{ experiment: "workers", workload: "random-loop", targetTaskMs: 100, n: 2000, measuredTaskMs: 99 }],
    });
    expect(whats(other)).toEqual([
      "machine",
      "processor",
      "CPU quota",
      "memory",
      "Node major",
      "study",
      "study definition",
      "task sizes",
    ]);
  });

  test("machines of one name have their ids, wherever the two are named", () => {
    const other = makeRun([], { ...base, machine: { ...base.machine, id: "m-3f9a2c77" } });
    const { a, b, differences } = compareRuns(base, other);
    expect(b.machine).toBe("two cores (3f9a2c)");
    expect(differences).toEqual([{ what: "machine", a: a.machine, b: b.machine }]);
    expect(compareRuns(base, base).a.machine).toBe("two cores");
    expect(compareWithSeveral(base, [base, other]).others.map(({ run }) => run.machine)).toEqual([
      a.machine,
      b.machine,
    ]);
  });

  test("sizes of experiments that only one of the runs has are none", () => {
    const size = { workload: "random-loop", targetTaskMs: 100, measuredTaskMs: 99 };
    const two = (sizes: [string, number][]) => ({
      ...base,
      experiments: ["workers", "other"].map((id) => ({ id, cells: [] }) as unknown as Experiment),
      calibration: sizes.map(([experiment, n]) => ({ ...size, experiment, n })),
    });
    const sizes = (a: Run, b: Run) => compareRuns(a, b).differences.filter(({ what }) => what === "task sizes");
    expect(
      sizes(
        two([["workers", 1000]]),
        two([
          ["workers", 1000],
          ["other", 5],
        ]),
      ),
    ).toEqual([]);
    expect(
      sizes(
        two([["workers", 1000]]),
        two([
          ["workers", 2000],
          ["other", 5],
        ]),
      ),
    ).toEqual([{ what: "task sizes", a: "workers/random-loop: N = 1,000", b: "workers/random-loop: N = 2,000" }]);
  });

  test("a minor version or a figure that one run lacks is none", () => {
    const software = { ...base.software, node: "v20.1.0" };
    expect(whats(makeRun([], { machine: { id: "m-2", name: "two cores" }, software }))).toEqual([]);
  });
});
