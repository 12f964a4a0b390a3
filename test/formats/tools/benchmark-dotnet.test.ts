import { describe, expect, it } from "vitest";
import { importers } from "../../../src/formats/index.js";
import { importing } from "../imported.js";

const { run, cells, message } = importing(importers["benchmark-dotnet"], "Sums-report-full.json");

type Line = readonly [mode: string, stage: string, launch: number, operations: number, nanoseconds: number];

function measurement([IterationMode, IterationStage, LaunchIndex, Operations, Nanoseconds]: Line) {
  return { IterationMode, IterationStage, LaunchIndex, IterationIndex: 1, Operations, Nanoseconds };
}

const RESULTS: readonly Line[] = [
  ["Overhead", "Actual", 1, 1_000, 100],
  ["Workload", "Warmup", 1, 1_000, 90_000],
  ["Workload", "Actual", 1, 1_000, 20_100],
  ["Workload", "Actual", 1, 1_000, 22_100],
  ["Workload", "Actual", 1, 1_000, 80_100],
  ["Workload", "Result", 1, 1_000, 20_000],
  ["Workload", "Result", 1, 1_000, 22_000],
];

/** A benchmark as BenchmarkDotNet 0.13 to 0.15 write it (report-full.json), made after published files. */
function benchmark(own: Record<string, unknown> = {}, lines = RESULTS) {
  return {
    ...{ DisplayInfo: "Sums.Add: DefaultJob", Namespace: "Sample", Type: "Sums", Method: "Add", MethodTitle: "Add" },
    ...{ Parameters: "", FullName: "Sample.Sums.Add", Statistics: { OriginalValues: [20, 22], N: 2, Mean: 21 } },
    Memory: { BytesAllocatedPerOperation: 0 },
    Measurements: lines.map(measurement),
    ...own,
  };
}

const HOST = {
  ...{ BenchmarkDotNetCaption: "BenchmarkDotNet", BenchmarkDotNetVersion: "0.15.2", OsVersion: "Linux Ubuntu 24.04" },
  ...{ ProcessorName: "AMD Ryzen 7 5800X", PhysicalProcessorCount: 1, PhysicalCoreCount: 8, LogicalCoreCount: 16 },
  ...{ RuntimeVersion: ".NET 9.0.4", Architecture: "X64", HasAttachedDebugger: false, Configuration: "RELEASE" },
};

function of(benchmarks: object[], host: object = {}): string {
  const HostEnvironmentInfo = { ...HOST, ...host };
  return JSON.stringify({ Title: "Sample.Sums-20250131-143015", HostEnvironmentInfo, Benchmarks: benchmarks });
}

const times = (text: string) => cells(text).map(({ trials }) => trials.map(({ wallMs }) => wallMs));

describe("a run of BenchmarkDotNet", () => {
  it("takes the results of a single launch for repeats, and says how many outliers are missing", () => {
    expect(cells(of([benchmark()]))[0]?.factors).toEqual({ strategy: "benchmark", workers: 1, workload: "Sums.Add" });
    // 20,000 and 22,000 ns for 1,000 operations.
    expect(times(of([benchmark()]))).toEqual([[20e-6, 22e-6]]);
    const note = run(of([benchmark()])).origin?.note;
    expect(note).toContain("All iterations of a combination come from one launch: each is a repeat");
    expect(note).toContain("BenchmarkDotNet took 1 of the iterations for outliers and left them out.");
    expect(note).toContain("Job: DefaultJob. Runtime: .NET 9.0.4.");
  });

  it("takes launches for repeats where there are several", () => {
    const lines: Line[] = [1, 2].flatMap((launch) => [
      ["Workload", "Result", launch, 10, launch * 1_000] as const,
      ["Workload", "Result", launch, 10, launch * 3_000] as const,
    ]);
    expect(times(of([benchmark({}, lines)]))).toEqual([[200e-6, 400e-6]]);
    expect(run(of([benchmark({}, lines)])).origin?.note).toContain("A repeat is one launch");
  });

  it("keeps what is told of machine and moment", () => {
    expect(run(of([benchmark()]))).toMatchObject({
      startedAt: "2025-01-31T14:30:15.000Z",
      machine: {
        ...{ cpuModel: "AMD Ryzen 7 5800X", logicalCores: 16, physicalCores: 8 },
        ...{ platform: "linux", osRelease: "Linux Ubuntu 24.04", arch: "x64" },
      },
      software: { tool: { name: "BenchmarkDotNet", version: "0.15.2" } },
    });
    const debug = run(of([benchmark()], { Configuration: "DEBUG", HasAttachedDebugger: true }));
    expect(debug.origin?.note).toContain("It was built as DEBUG. A debugger was attached.");
  });

  it.each([
    ["Windows 11 (10.0.26200.8037)", "win32"],
    ["macOS Sonoma 14.5 [Darwin 23.5.0]", "darwin"],
    ["ubuntu 22.04", "linux"],
    ["FreeBSD 14", undefined],
  ])("calls %s %s", (OsVersion, platform) => {
    expect(run(of([benchmark()], { OsVersion })).machine.platform).toBe(platform);
  });
});

describe("reports of other kinds", () => {
  it("of early versions have one word for mode and stage, and a wrapped processor", () => {
    const lines = ["IdleTarget", "MainWarmup", "MainTarget", "Result"].map((IterationMode, index) => ({
      ...{ IterationMode, LaunchIndex: 1, Operations: 2, Nanoseconds: (index + 1) * 100 },
    }));
    const text = of([benchmark({ Measurements: lines })], { ProcessorName: { IsValueCreated: true, Value: "i7" } });
    expect(times(text)).toEqual([[200e-6]]);
    expect(run(text).machine.cpuModel).toBe("i7");
  });

  it("without measurements hold the values of the statistics", () => {
    const text = of([benchmark({ Measurements: undefined })]);
    expect(times(text)).toEqual([[20e-6, 22e-6]]);
    expect(run(text).origin?.note).toContain(
      "the values of its statistics were taken, which do not tell one launch from another",
    );
  });

  it("without results hold what was measured, its overhead included", () => {
    const actual = RESULTS.filter(([, stage]) => stage === "Actual");
    expect(times(of([benchmark({}, actual)]))).toEqual([[20.1e-6, 22.1e-6, 80.1e-6]]);
  });
});

describe("parameters and jobs", () => {
  it("map parameters, whose texts may hold the marks between them", () => {
    const text = of([benchmark({ Parameters: "Threads=4&n=100&Text=a&b" })]);
    expect(cells(text, "Threads=workers")[0]?.factors).toEqual({
      ...{ strategy: "benchmark", workers: 4, n: 100, workload: "Sums.Add Text a&b" },
    });
  });

  it.each([
    [
      "by what they differ in",
      ["Job-ABCDEF(Runtime=.NET 8.0)", "Job-UVWXYZ(Runtime=.NET 9.0)"],
      ["Runtime=.NET 8.0", "Runtime=.NET 9.0"],
    ],
    [
      "by their names",
      ["ShortRun(IterationCount=3, LaunchCount=1)", ".NET 8.0(Runtime=.NET 8.0)"],
      ["ShortRun", ".NET 8.0"],
    ],
    [
      "in full where those are equal",
      ["ShortRun(LaunchCount=1)", "ShortRun(LaunchCount=2)"],
      ["ShortRun(LaunchCount=1)", "ShortRun(LaunchCount=2)"],
    ],
  ])("are strategies where there are several, named %s", (_, jobs, named) => {
    const text = of(jobs.map((job) => benchmark({ DisplayInfo: `Sums.Add: ${job} [N=1]` })));
    expect(cells(text).map(({ factors }) => factors.strategy)).toEqual(named);
  });
});

it.each([
  [
    of([benchmark({ Measurements: [], Statistics: null })]),
    "Benchmarks[0] has neither Measurements nor Statistics.OriginalValues: it failed",
  ],
  [
    of([benchmark({}, [["Workload", "Result", 1, 0, 5]])]),
    "Benchmarks[0].Measurements[0].Operations is 0: must be at least 1",
  ],
  [of([benchmark({}, [["Workload", "Result", 1, 1, -5]])]), "Nanoseconds is -5: must be at least 0"],
  [
    "[]",
    "the file is a list of 0: must be an object; such a file is written by BenchmarkDotNet, with --exporters fullJson",
  ],
])("is refused by place and value (%#)", (text, told) => {
  expect(message(text)).toContain(told);
});
