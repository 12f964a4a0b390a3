import { describe, expect, it } from "vitest";
import { importers } from "../../src/formats/index.js";
import { fixture, importing } from "./imported.js";

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
    ["BM_Copy/8/64", undefined, { workload: "BM_Copy arg1 8 arg2 64", workers: 1 }],
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
