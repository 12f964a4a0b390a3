import { describe, expect, it } from "vitest";
import { importers } from "../../../src/formats/index.js";
import { fixture, importing } from "../imported.js";

const { run, cells, message } = importing(importers.go, "bench.txt");
const scan = fixture("go-bench.txt");

/** A file of these lines, each a name with a time in ns. */
function of(...results: (readonly [name: string, ns: number])[]): string {
  return results.map(([name, ns]) => `Benchmark${name}\t 1000\t ${ns} ns/op`).join("\n");
}

/** Work, size, workers of each cell. */
function levels(text: string, map?: string): unknown[][] {
  return cells(text, map).map(({ factors: { workload, n, workers, more } }) => [workload, n, workers, more]);
}

describe("a run of go test", () => {
  it("has a cell for each benchmark and GOMAXPROCS, and a trial for each repeat, with the figures beside the time", () => {
    expect(levels(scan)).toEqual([
      ["Alone", undefined, 1, undefined],
      ["Alone", undefined, 2, undefined],
      ["Shared", 1000, 1, undefined],
      ["Shared", 1000, 2, undefined],
      ["Shared", 4000, 1, undefined],
      ["Shared", 4000, 2, undefined],
    ]);
    // The lines of BenchmarkAlone-2 and BenchmarkShared/n=4000-2 in the file.
    expect(cells(scan)[1]?.trials).toEqual(
      [1274, 1245, 1524].map((ns, block) => ({
        ...{ block, status: "ok", wallMs: ns / 1e6 },
        figures: { "bytes-per-operation": 0, "allocations-per-operation": 0 },
      })),
    );
    expect(cells(scan)[5]?.trials.map(({ wallMs, figures }) => [wallMs, figures?.["megabytes-per-second"]])).toEqual([
      [0.000707, 5657.86],
      [0.0005619, 7119],
      [0.000556, 7194.45],
    ]);
  });

  it("keeps what the heads tell of the machine", () => {
    expect(run(scan).machine).toMatchObject({ name: "AMD EPYC", platform: "linux", arch: "x64" });
    expect(run(scan).origin?.note).toContain("Workers are GOMAXPROCS");
    expect(run(scan).origin?.note).toContain("All results of a combination come from one execution of the test binary");
  });

  it("reads the events of -json, whose lines may be cut in two, and their time", () => {
    const events = fixture("go-bench.jsonl");
    expect(levels(events)).toEqual(
      [1000, 4000].flatMap((n) => [1, 2].map((workers) => ["Shared", n, workers, undefined])),
    );
    expect(cells(events)[1]?.trials.map(({ wallMs }) => wallMs)).toEqual([0.0001401, 0.0001427]);
    expect(run(events).startedAt).toBe("2026-11-30T02:13:00.496Z");
  });
});

describe("lines of other kinds", () => {
  it("may stand between the figures, and between a name and its figures", () => {
    const text = [
      "=== RUN   BenchmarkA",
      "BenchmarkA",
      "BenchmarkA-8   \tstarted with 100 ns/op in mind",
      "done",
      " 1000\t 5.5 ns/op",
      "--- BENCH: BenchmarkA-8",
      "    a_test.go:12: 3 rounds",
      "BenchmarkB-8 \t 200\t 7 ns/op\t 0.5 hits/op\t NaN p99-ns",
      "Benchmarking is fun 10 20 ns/op",
      "ok  \tp\t1.2s",
    ].join("\r\n");
    expect(levels(text)).toEqual([
      ["A", undefined, 1, undefined],
      ["B", undefined, 1, undefined],
    ]);
    expect(cells(text).map(({ trials }) => trials[0]?.wallMs)).toEqual([5.5e-6, 7e-6]);
    expect(cells(text)[1]?.trials[0]?.figures).toEqual({ "hits-op": 0.5 });
    expect(run(text).origin?.note).toContain("GOMAXPROCS was 8 for all of them.");
  });

  it("tell what failed and what has no time", () => {
    const text = `${of(["A", 1])}\nBenchmarkB 10 3 MB/s\n--- FAIL: BenchmarkC-8`;
    expect(run(text).origin?.note).toContain(
      "1 of its results have no ns/op and were left out. go test says that these failed: C-8.",
    );
  });
});

it("takes each execution of the test binary for a repeat, where the file holds several", () => {
  const once = (ns: number) => `goos: linux\npkg: p\n${of(["A-8", ns], ["A-8", ns + 2])}\nPASS\n`;
  const [{ trials } = { trials: [] }] = cells(once(10) + once(20) + once(30));
  // Means of 10 and 12, 20 and 22, 30 and 32.
  expect(trials.map(({ wallMs }) => wallMs)).toEqual([11e-6, 21e-6, 31e-6]);
  expect(trials[0]?.figures).toEqual({ "value-1-ms": 10e-6, "value-2-ms": 12e-6 });
});

it("tells packages apart where they have benchmarks of one name", () => {
  const text = `pkg: x/a\n${of(["Get-4", 1])}\npkg: x/b\n${of(["Get-4", 2])}`;
  expect(levels(text).map(([workload]) => workload)).toEqual(["x/a.Get", "x/b.Get"]);
});

describe("the number at the end of a name", () => {
  it.each([
    [
      "is GOMAXPROCS behind the name of a function",
      [
        ["A", 1],
        ["A-4", 2],
      ],
      undefined,
      [
        ["A", 1],
        ["A", 4],
      ],
    ],
    [
      "is its own where functions ran on one core",
      [
        ["A", 1],
        ["B/size-10", 2],
      ],
      undefined,
      [
        ["A", 1],
        ["B/size-10", 1],
      ],
    ],
    [
      "is its own before GOMAXPROCS",
      [
        ["A-8", 1],
        ["B/size-10-8", 2],
      ],
      undefined,
      [
        ["A", 1],
        ["B/size-10", 1],
      ],
    ],
    [
      "is its own where the same list follows it",
      [
        ["A", 1],
        ["A-2", 1],
        ["B/b-2", 2],
        ["B/b-2-2", 3],
      ],
      undefined,
      [
        ["A", 1],
        ["A", 2],
        ["B/b-2", 1],
        ["B/b-2", 2],
      ],
    ],
    [
      "is GOMAXPROCS where all have the same",
      [
        ["B/a-8", 1],
        ["B/b-8", 2],
      ],
      undefined,
      [
        ["B/a", 1],
        ["B/b", 1],
      ],
    ],
    [
      "is GOMAXPROCS where the list begins with 1",
      [
        ["B/a", 1],
        ["B/a-2", 2],
      ],
      undefined,
      [
        ["B/a", 1],
        ["B/a", 2],
      ],
    ],
    [
      "is GOMAXPROCS if the user says so",
      [
        ["B/a-2", 1],
        ["B/a-4", 2],
      ],
      "gomaxprocs=workers",
      [
        ["B/a", 2],
        ["B/a", 4],
      ],
    ],
    [
      "is its own if the user says so",
      [
        ["B/a-2", 1],
        ["B/a-4", 2],
      ],
      "gomaxprocs=-",
      [
        ["B/a-2", 1],
        ["B/a-4", 1],
      ],
    ],
  ] as const)("%s", (_, results, map, found) => {
    expect(levels(of(...results), map).map(([workload, , workers]) => [workload, workers])).toEqual(found);
  });

  it("is asked for where both could be meant", () => {
    expect(message(of(["B/a-2", 1], ["B/a-4", 2]))).toContain(
      '"BenchmarkB/a-2": whether 2 is GOMAXPROCS (-cpu) or belongs to the name cannot be told from the file: say --map gomaxprocs=workers',
    );
    expect(message(of(["A-8", 1], ["B/b-4", 2]))).toContain("whether 4 is GOMAXPROCS");
  });
});

it("takes parts of a name for parameters", () => {
  expect(levels(of(["F/n=10/workers=4/x/mode=fast-8", 1], ["F/n=10/workers=2/x/mode=fast-8", 1]))).toEqual([
    ["F/x mode fast", 10, 4, undefined],
    ["F/x mode fast", 10, 2, undefined],
  ]);
  expect(levels(of(["F/a,b=1,c=2-8", 1]), undefined)).toEqual([["F/a,b=1,c=2", undefined, 1, undefined]]);
});

it.each([
  ["PASS\nok p 1s", "bench.txt: has no results of benchmarks: record them with go test -run '^$' -bench . -count 10"],
  ["BenchmarkA 1 3 MB/s", "bench.txt: has no results in ns/op: record them"],
  [" 10\t 3 ns/op", "bench.txt: line 1: has figures without the name of a benchmark before it"],
  ["BenchmarkA 10 1,5 ns/op", 'line 1: cannot read the ns/op of "1,5 ns/op": mend the line, or leave it out'],
  ["BenchmarkA 10 ns/op 3 MB/s", "line 1: cannot read the ns/op"],
  ["BenchmarkA 10 -5 ns/op 3 MB/s", "line 1: cannot read the ns/op"],
  [of(["A", 1e30]), "line 1: 1e+30 ns/op is more than 320000000000 ms"],
  ["cpu: X\ncpu: Y", "line 2: cpu is Y, and X before: the file holds results of several machines"],
  ['{"Action":"run"}\n{"Action"', "line 2: is not JSON, though others are"],
])("is refused by place and value: %.40s", (text, told) => {
  expect(message(text)).toContain(told);
});
