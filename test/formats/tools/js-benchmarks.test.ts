import { describe, expect, it } from "vitest";
import { splitLevels } from "../../../src/formats/foreign/name-levels.js";
import { MOST_TRIALS } from "../../../src/formats/foreign/process-times.js";
import { importers } from "../../../src/formats/index.js";
import { fixture, importing } from "../imported.js";

type Cells = ReturnType<ReturnType<typeof importing>["cells"]>;
const times = (cells: Cells) => cells.map(({ trials }) => trials.map(({ wallMs }) => wallMs));
const inMs = (ns: number) => Number((ns / 1e6).toPrecision(15));

describe("a run of Vitest", () => {
  const { run, cells, message } = importing(importers.vitest, "bench.json");
  const written = fixture("vitest.json");

  it("has a cell with the mean of each benchmark: suites are work, their benchmarks ways to do it", () => {
    const { files } = JSON.parse(written) as {
      files: { groups: { benchmarks: { mean: number; sampleCount: number }[] }[] }[];
    };
    const means = files[0]?.groups.flatMap(({ benchmarks }) => benchmarks) ?? [];
    expect(cells(written).map(({ factors }) => factors)).toEqual([
      { strategy: "loop", workers: 1, n: 1000, workload: "sums" },
      { strategy: "loop", workers: 1, n: 4000, workload: "sums" },
      { strategy: "reduce", workers: 1, workload: "sums > arrays" },
      { strategy: "for", workers: 1, workload: "sums > arrays" },
    ]);
    expect(cells(written).map(({ trials }) => trials)).toEqual(
      means.map(({ mean, sampleCount }) => [
        { block: 0, status: "ok", wallMs: mean, figures: { "mean-of-samples": sampleCount } },
      ]),
    );
    expect(run(written).origin?.note).toContain("Of each benchmark one figure is there, the mean over its samples");
  });

  it("takes the files of a folder for repeats", () => {
    const of = (a: number, b?: number) => {
      const benchmarks = [
        { name: "a", mean: a, sampleCount: 5 },
        { name: "b", mean: b },
      ];
      return JSON.stringify({ files: [{ filepath: "s.ts", groups: [{ fullName: "s.ts > sums", benchmarks }] }] });
    };
    const files = [of(2, 3), of(2.5), of(2.25, 4)].map((text, index) => ({ path: `${index}.json`, text }));
    const imported = run("", undefined, { files });
    const found = imported.experiments[0]?.cells ?? [];
    expect(times(found)).toEqual([
      [2, 2.5, 2.25],
      [3, null, 4],
    ]);
    expect(found[0]?.trials.map(({ block }) => block)).toEqual([0, 1, 2]);
    expect(imported.origin?.note).toContain("A repeat is one file of the folder");
    expect(() => run("", undefined, { files: [] })).toThrow("holds no benchmarks");
    const damaged = [...files, { path: "3.json", text: "{" }];
    expect(() => run("", undefined, { files: damaged })).toThrow("bench.json/3.json: is not JSON");
  });

  it("keeps benchmarks without a time as failed, and names the file where suites have one name", () => {
    const file = (filepath: string, mean?: number) => ({
      ...{ filepath, groups: [{ fullName: `${filepath} > sums`, benchmarks: [{ name: "a", mean, samples: [] }] }] },
    });
    const found = cells(JSON.stringify({ files: [file("a.bench.ts", 2), file("b.bench.ts")] }));
    expect(found.map(({ factors }) => factors.workload)).toEqual(["a.bench.ts > sums", "b.bench.ts > sums"]);
    expect(found.map(({ trials }) => trials[0]?.status)).toEqual(["ok", "failed"]);
  });

  it.each([
    ['{"files":[{"filepath":"a","groups":[]}]}', "holds no benchmarks: write it with vitest bench --outputJson"],
    [
      '{"files":[{"filepath":"a","groups":[{"fullName":"a","benchmarks":[{"name":"x","mean":1},{"name":"x","mean":2}]}]}]}',
      'benchmarks[1]: "x" is there a second time in its suite',
    ],
    ['{"testResults":[]}', "files is missing: must be a list; such a file is written by vitest bench --outputJson"],
  ])("is refused: %s", (text, told) => {
    expect(message(text)).toContain(told);
  });
});

describe("a run of tinybench", () => {
  const { run, cells, message } = importing(importers.tinybench, "results.json");
  const written = fixture("tinybench.json");

  it("has a trial for each sample, and a failed one for what was thrown", () => {
    const tasks = JSON.parse(written) as { result: { latency?: { samples: number[] } } }[];
    const found = cells(written);
    expect(found.map(({ factors }) => [factors.workload, factors.n])).toEqual([
      ["sum", 100_000],
      ["sum", 400_000],
      ["broken", undefined],
    ]);
    expect(times(found).slice(0, 2)).toEqual(tasks.slice(0, 2).map(({ result }) => result.latency?.samples));
    expect(found[2]?.trials).toEqual([{ block: 0, status: "failed", reason: "error", wallMs: null }]);
    expect(run(written).origin?.note).toContain(
      "A repeat is one sample, the time of one operation; samples stand in the file in order of size.",
    );
    expect(run(written).origin?.note).toContain("Runtime: node 20.20.2.");
  });

  /** Results of a task as other versions and programs write them. */
  it.each([
    ["version 2", [{ name: "a", result: { mean: 2, samples: [1, 3], hz: 500 } }], [1, 3]],
    [
      "version 6, samples not kept",
      [{ name: "a", result: { state: "completed", latency: { mean: 2, samplesCount: 9 } } }],
      [2],
    ],
    ["results spread over the tasks", [{ name: "a", mean: 2, samples: [1, 3] }], [1, 3]],
    ["tasks under a key", { tasks: [{ name: "a", result: { latency: { samples: [4] } } }] }, [4]],
  ])("is read of %s", (_, value, ms) => {
    expect(times(cells(JSON.stringify(value)))).toEqual([ms]);
  });

  it("joins neighbours of very many samples, and keeps their mean", () => {
    const samples = Array.from({ length: 2_500 }, (_, index) => index + 1);
    const text = JSON.stringify([{ name: "a", result: { latency: { samples } } }]);
    const [ms = []] = times(cells(text)) as number[][];
    expect(ms).toHaveLength(MOST_TRIALS);
    expect(cells(text)[0]?.trials[0]).toEqual({ block: 0, status: "ok", wallMs: 2, figures: { "joined-times": 3 } });
    // Pairs and triples: the mean of 1 to 2,500, but for their unequal weights.
    expect(ms.reduce((sum, one) => sum + one, 0) / ms.length).toBeCloseTo(1250.5, 0);
    expect(run(text).origin?.note).toContain(
      "Of more than 1,000 samples from one process, a repeat is the mean of neighbours.",
    );
  });

  it.each([
    ['[{"name":"a","result":{}}]', "[0] has no mean and no samples: run the task first"],
    [
      '[{"Task name":"a","Latency avg (ns)":"12 ± 1%"}]',
      "[0].name is missing: must be text; such a file is written by JSON.stringify(bench.tasks",
    ],
    ['[{"name":"a","result":{"mean":-1}}]', "[0].result.mean is -1: must be at least 0"],
    ['{"tasks":[{"name":"a","mean":"1"}]}', 'tasks[0].mean is "1": must be a finite number'],
    ['"x"', 'the file is "x": must be a list'],
  ])("is refused: %s", (text, told) => {
    expect(message(text)).toContain(told);
  });
});

describe("a run of mitata", () => {
  const { run, cells, message } = importing(importers.mitata, "results.json");
  const written = fixture("mitata.json");

  it("has a cell for each argument, and a trial for each sample", () => {
    const { benchmarks } = JSON.parse(written) as { benchmarks: { runs: { stats?: { samples: number[] } }[] }[] };
    const found = cells(written);
    expect(found.map(({ factors }) => [factors.workload, factors.n])).toEqual([
      ["sums > sum to $n", 20_000_000],
      ["sums > sum to $n", 40_000_000],
      ["sums > broken", undefined],
    ]);
    expect(times(found).slice(0, 2)).toEqual(benchmarks[0]?.runs.map(({ stats }) => stats?.samples.map(inMs)));
    expect(found[2]?.trials).toEqual([{ block: 0, status: "failed", reason: "error", detail: "no", wallMs: null }]);
  });

  it("keeps what is told of machine and moment", () => {
    const { context } = JSON.parse(written) as { context: { now: number } };
    expect(run(written)).toMatchObject({
      startedAt: new Date(context.now).toISOString(),
      machine: { cpuModel: "AMD EPYC", arch: "x64", platform: "linux" },
    });
    expect(run(written).origin?.note).toContain("Runtime: node 20.20.2.");
  });

  it("is read of version 0.1, and without samples", () => {
    const old = { name: "a n=5", group: "g", stats: { avg: 1_500, samples: [1_000, 2_000], p50: 1_000 } };
    const text = (stats: object) =>
      JSON.stringify({ benchmarks: [{ ...old, stats }], cpu: "M1", runtime: "node v20 (arm64-darwin)" });
    expect(cells(text(old.stats))[0]).toMatchObject({
      factors: { workload: "g > a", n: 5 },
      trials: [{ wallMs: 0.001 }, { wallMs: 0.002 }],
    });
    expect(run(text(old.stats)).machine).toMatchObject({ cpuModel: "M1", arch: "arm64", platform: "darwin" });
    expect(times(cells(text({ avg: 1_500, samples: null })))).toEqual([[0.0015]]);
  });

  it.each([
    [
      '{"benchmarks":[{"alias":"a","runs":[{"name":"a","args":{}}]}]}',
      "benchmarks[0].runs[0] has no stats.avg and no samples",
    ],
    ['{"benchmarks":[]}', "benchmarks is a list of 0: must be at least 1 entries long"],
  ])("is refused: %s", (text, told) => {
    expect(message(text)).toContain(told);
  });
});

it.each([
  ["sum n=1000, workers=4", "sum", { n: "1000", workers: "4" }],
  ["sum(n=10)", "sum", { n: "10" }],
  ["n=10", "n=10", { n: "10" }],
  ["a == b", "a == b", {}],
  ["x=1 x=2", "x=2", { x: "1" }],
])("levels are split off the name %s", (given, name, parameters) => {
  const split = splitLevels(given);
  expect([split.name, Object.fromEntries(split.parameters)]).toEqual([name, parameters]);
});
