import { describe, expect, it } from "vitest";
import { importers } from "../../../src/formats/index.js";
import { fixture, importing } from "../imported.js";

const { run, cells, message } = importing(importers["google-benchmark"], "scan.json");
const scan = fixture("google-benchmark-scan.json");

interface Written {
  context: Record<string, unknown>;
  benchmarks: Record<string, unknown>[];
}

function changed(change: (written: Written) => void): string {
  const written = JSON.parse(scan) as Written;
  change(written);
  return JSON.stringify(written);
}

/** A file of these benchmarks, each of one iteration that took 1 us. */
function of(...benchmarks: Record<string, unknown>[]): string {
  const usual = { run_type: "iteration", real_time: 1, time_unit: "us" };
  return JSON.stringify({ context: {}, benchmarks: benchmarks.map((one) => ({ ...usual, ...one })) });
}

describe("a run of Google Benchmark", () => {
  const written = (JSON.parse(scan) as Written).benchmarks.filter(({ run_type }) => run_type === "iteration");

  it("has a cell for each size and number of threads, and a trial for each repetition, however shuffled", () => {
    const found = cells(scan);
    expect(found.map(({ factors: { n, workers } }) => `${n}/${workers}`).sort()).toEqual(
      [20_000, 200_000].flatMap((n) => [1, 2, 4, 8].map((workers) => `${n}/${workers}`)).sort(),
    );
    for (const { factors, trials } of found) {
      expect(factors).toMatchObject({ strategy: "benchmark", workload: "BM_SumSquares" });
      const own = written.filter(({ run_name }) => {
        return run_name === `BM_SumSquares/n:${factors.n}/real_time/threads:${factors.workers}`;
      });
      expect(own).toHaveLength(10);
      // The file is in microseconds, and of a version that divides by the threads itself.
      const times = own.map(({ real_time }) => Number(real_time) / 1_000);
      for (const [block, time] of times.entries()) expect(trials[block]?.wallMs).toBeCloseTo(time, 12);
    }
  });

  it("leaves aggregates out", () => {
    const trials = cells(scan).reduce((sum, cell) => sum + cell.trials.length, 0);
    expect((JSON.parse(scan) as Written).benchmarks.length).toBeGreaterThan(written.length);
    expect(trials).toBe(written.length);
  });

  it("keeps what is told of machine and moment, but not the host's name", () => {
    const imported = run(scan);
    expect(imported).toMatchObject({
      startedAt: "2026-11-21T15:02:17.000Z",
      machine: { logicalCores: 2 },
      conditions: { loadBefore: 5.44043 },
      software: { tool: { name: "Google Benchmark", version: "unknown" } },
    });
    expect(imported.origin?.note).toContain("built as debug");
    expect(imported.origin?.note).toContain("2596 MHz");
    const host = (JSON.parse(scan) as Written).context.host_name;
    expect(host).toBe("vm");
    expect(JSON.stringify(imported)).not.toContain('"vm"');
  });

  it("tells machines apart that nobody named", () => {
    const other = changed(({ context }) => Object.assign(context, { num_cpus: 64 }));
    expect(run(other).machine.id).not.toBe(run(scan).machine.id);
    expect(run(other, undefined, { machine: "a" }).machine.id).toBe(run(scan, undefined, { machine: "a" }).machine.id);
  });

  it("divides by the threads where the version does not do so itself", () => {
    const at = (version: string | null) =>
      cells(changed(({ context }) => Object.assign(context, { library_version: version }))).map(
        ({ factors, trials }) => ({
          workers: factors.workers,
          ms: trials[0]?.wallMs ?? 0,
        }),
      );
    const old = at("v1.8.5");
    expect(at(null)).toEqual(old);
    for (const version of ["v1.9.0", "1.9.4", "v1.10.1", "2.0.0"]) {
      for (const [index, { workers, ms }] of at(version).entries())
        expect(ms * workers).toBeCloseTo(old[index]?.ms ?? 0, 9);
    }
    expect(message(changed(({ context }) => Object.assign(context, { library_version: "v0.0.0" })))).toContain(
      'library_version is "v0.0.0": whether such times are divided by the threads depends on the version',
    );
  });
});

describe("names", () => {
  it.each([
    ["BM_Copy/8/64", undefined, { workload: "BM_Copy/8/64", workers: 1 }],
    ["BM_Copy/8/64", "arg1=workers,arg2=n", { workload: "BM_Copy", workers: 8, n: 64 }],
    ["BM_Copy/jobs:4/real_time", "jobs=workers", { workload: "BM_Copy", workers: 4 }],
    ["Fixture/Method/n:3/iterations:5", undefined, { workload: "Fixture/Method", workers: 1, n: 3 }],
    ["BM_Sort<std::vector<int>>/n:3", "name=strategy", { strategy: "BM_Sort<std::vector<int>>", workers: 1, n: 3 }],
    ["BM_X/n:3/min_time:0.5/process_time", "n=size", { workload: "BM_X", workers: 1, more: { size: 3 } }],
  ])("%s with %s", (name, map, factors) => {
    expect(cells(of({ name }), map)[0]?.factors).toEqual({ strategy: "benchmark", ...factors });
  });

  it("map threads to another factor, so that an argument can count workers", () => {
    const text = of({ name: "BM_X/4/threads:2", threads: 2 });
    expect(cells(text, "arg1=workers,threads=copies")[0]?.factors).toMatchObject({ workers: 4, more: { copies: 2 } });
  });
});

it("reads every unit", () => {
  const ms = (time_unit: string) => cells(of({ name: "x", real_time: 1.5, time_unit }))[0]?.trials[0]?.wallMs;
  expect(["s", "ms", "us", "ns"].map(ms)).toEqual([1_500, 1.5, 0.0015, 0.0000015]);
});

it("keeps an error as a failed trial, and passes over what was skipped", () => {
  const text = of(
    { name: "x", error_occurred: true, error_message: "no device", real_time: 0 },
    { name: "y", skipped: true },
  );
  expect(cells(text)).toEqual([
    {
      factors: { strategy: "benchmark", workers: 1, workload: "x" },
      trials: [{ block: 0, status: "failed", reason: "error", detail: "no device", wallMs: null }],
    },
  ]);
});

it.each([
  [of({ name: "x", run_type: "aggregate" }), "holds aggregates only: record it again without"],
  [of({ name: "x", time_unit: "h" }), 'benchmarks[0].time_unit is "h": must be one of "s", "ms", "us", "ns"'],
  [of({ name: "x", real_time: "1" }), 'benchmarks[0].real_time is "1": must be a finite number'],
  ['{"context":{},"benchmarks":[{"name":"x"}]}', "benchmarks[0] has no real_time"],
  [
    '{"benchmarks":[{"name":"x"}]}',
    "context is missing: must be an object; such a file is written by --benchmark_format",
  ],
])("is refused by place and value: %.50s", (text, told) => {
  expect(message(text)).toContain(told);
});

/** Rows without what versions before 1.5 did not write. */
function old(...rows: [name: string, us: number, more?: Record<string, unknown>][]): string {
  const benchmarks = rows.map(([name, real_time, more]) => ({ name, real_time, time_unit: "us", ...more }));
  return JSON.stringify({ context: { date: "2018-03-05 10:00:00" }, benchmarks });
}

const timesOf = (text: string, map?: string) =>
  Object.fromEntries(
    cells(text, map).map(({ factors, trials }) => [
      `${factors.workload} ${factors.workers}`,
      trials.map(({ wallMs }) => wallMs),
    ]),
  );

describe("threads", () => {
  it("of an argument are workers, and no time is divided by them", () => {
    const args = [1, 2, 4].map((threads, index) => {
      const name = `BM_Sum/threads:${threads}/real_time`;
      return { name, run_name: name, threads: 1, real_time: [800, 420, 230][index], time_unit: "us" };
    });
    const text = JSON.stringify({
      context: { library_version: "v1.9.1" },
      benchmarks: args.map((one) => ({ run_type: "iteration", ...one })),
    });
    expect(timesOf(text)).toEqual({ "BM_Sum 1": [0.8], "BM_Sum 2": [0.42], "BM_Sum 4": [0.23] });
  });

  it("that the tool starts are workers beside an argument of that name", () => {
    const rows = [1, 2].map((threads) => ({ name: `BM_A/threads:8/threads:${threads}`, threads }));
    expect(timesOf(of(...rows))).toEqual({
      "BM_A/threads:8 1": [0.001],
      "BM_A/threads:8 2": [0.001],
    });
  });

  it("that the name contradicts are refused", () => {
    expect(message(of({ name: "BM_A/threads:2", threads: 4 }))).toContain(
      'benchmarks[0].threads is 4: "BM_A/threads:2" says 1; write it right',
    );
  });
});

describe("versions before 1.5", () => {
  it("have aggregates that only their names tell", () => {
    const aggregates = ["mean", "median", "stddev", "cv", "max"].map((what): [string, number] => [`BM_S_${what}`, 102]);
    const text = old(["BM_S", 100], ["BM_S", 104], ...aggregates, ["BM_T", 7], ["BM_T_mean", 8]);
    // One repetition has no aggregates: BM_T_mean is a benchmark.
    expect(timesOf(text)).toEqual({ "BM_S 1": [0.1, 0.104], "BM_T 1": [0.007], "BM_T_mean 1": [0.008] });
  });

  it("have fits of complexity, and threads in the name alone", () => {
    const fits: Record<string, unknown>[] = [
      { name: "BM_S_BigO", cpu_coefficient: 1, real_coefficient: 1, big_o: "N", time_unit: "ns" },
      { name: "BM_S_RMS", rms: 0.02 },
    ];
    const { context, benchmarks } = JSON.parse(old(["BM_S/threads:1", 9], ["BM_S/threads:4", 3, { threads: 2 }]));
    expect(timesOf(JSON.stringify({ context, benchmarks: [...benchmarks, ...fits] }))).toEqual({
      "BM_S 1": [0.009],
      "BM_S 4": [0.003],
    });
  });

  it("are refused where they hold aggregates only", () => {
    expect(message(old(["BM_S_mean", 1], ["BM_S_median", 1], ["BM_S_stddev", 1]))).toContain("holds aggregates only");
  });

  it("have dates of their own", () => {
    const text = of({ name: "x" }).replace('"context":{}', '"context":{"date":"2015/03/17-18:40:25"}');
    expect(run(text).startedAt).toBe("2015-03-17T18:40:25.000Z");
  });
});

it("says which benchmarks were left out, and why", () => {
  const text = of(
    { name: "a" },
    { name: "b_mean", run_name: "b", run_type: "aggregate" },
    { name: "c", skipped: true },
  );
  expect(run(text).origin?.note).toContain("Left out, as only their aggregates are in the file: b.");
  expect(run(text).origin?.note).toContain("Left out, as they were skipped: c.");
});

it("keeps benchmarks apart that differ in how they are timed, or in their registration", () => {
  expect(Object.keys(timesOf(of({ name: "BM_Pi" }, { name: "BM_Pi/real_time" }, { name: "BM_E/real_time" })))).toEqual([
    "BM_Pi 1",
    "BM_Pi/real_time 1",
    "BM_E 1",
  ]);
  const twice = of({ name: "x", family_index: 0 }, { name: "x", family_index: 1 }, { name: "x", family_index: 0 });
  expect(timesOf(twice)).toEqual({ "x 1": [0.001, 0.001], "x (2) 1": [0.001] });
  expect(Object.keys(timesOf(of({ name: "T<int>" }, { name: "T<int*>" }, { name: "T<const int*>" })))).toHaveLength(3);
});

it("takes counters for what they are, whatever their names and values", () => {
  const counters = '"hit_rate": NaN, "rate": -Infinity, "old": -nan(ind), "threads": 8, "rms": 1, "skipped": 2';
  const text = of({ name: "x", threads: 1 })
    .replace('"time_unit":"us"', `"time_unit":"us"`)
    .replace(/}]}$/, `,${counters}}]}`);
  expect(timesOf(text)).toEqual({ "x 1": [0.001] });
  expect(message(of({ name: "x" }).replace('"real_time":1', '"real_time":NaN'))).toContain(
    'benchmarks[0].real_time is "NaN": must be a finite number',
  );
});

it("long names stay as they are given, and apart", () => {
  const names = ["10", "12"].map(
    (backend) => `BM_MixedLifetimeWorkingSet/live_set:256/wave_allocations:64/backend:${backend}`,
  );
  const benchmarks = names.map((name) => ({
    name,
    run_name: name,
    run_type: "iteration",
    threads: 1,
    real_time: 30,
    time_unit: "us",
  }));
  const found = cells(JSON.stringify({ context: {}, benchmarks }));
  expect(found.map(({ factors }) => factors.workload)).toEqual(names);
});

it("says how many combinations a run file holds", () => {
  const text = of(...Array.from({ length: 10_001 }, (_, index) => ({ name: `BM_X/${index}` })));
  expect(message(text)).toBe(
    "scan.json: has 10001 combinations, and a run file holds 10000: record a part of the benchmarks",
  );
});
