import { describe, expect, it } from "vitest";
import { importers } from "../../../src/formats/index.js";
import { fixture, importing } from "../imported.js";

const { run, cells, message } = importing(importers["pytest-benchmark"], "bench.json");
const written = fixture("pytest-benchmark.json");

interface Written {
  commit_info: Record<string, unknown>;
  benchmarks: { name: string; fullname: string; params: Record<string, unknown> | null; stats: { data?: number[] } }[];
}

function changed(change: (written: Written) => void): string {
  const value = JSON.parse(written) as Written;
  change(value);
  return JSON.stringify(value);
}

it("has a cell for each test with its parameters, and a trial for each round", () => {
  const { benchmarks } = JSON.parse(written) as Written;
  const found = cells(written);
  expect(found.map(({ factors }) => factors)).toEqual([
    ...[1, 2, 4].map((workers) => ({ strategy: "benchmark", workers, workload: "test_sum_of_squares" })),
    { strategy: "benchmark", workers: 1, workload: "test_plain" },
  ]);
  for (const [index, { trials }] of found.entries()) {
    const data = benchmarks[index]?.stats.data ?? [];
    expect(trials).toHaveLength(data.length);
    for (const [block, time] of data.entries()) expect(trials[block]?.wallMs).toBeCloseTo(time * 1_000, 9);
  }
});

it("keeps what is full of machine, moment and commit, but not the host's name", () => {
  const imported = run(written);
  expect(imported).toMatchObject({
    startedAt: "2026-11-21T15:07:45.179Z",
    machine: { cpuModel: "AMD EPYC", platform: "linux", arch: "x86_64" },
    software: { tool: { name: "pytest-benchmark", version: "3.2.2" } },
  });
  expect(imported.commit).toBeUndefined();
  expect(JSON.stringify(imported)).not.toContain('"vm"');
  const committed = changed(({ commit_info }) => Object.assign(commit_info, { id: "0123456789abcdef", dirty: true }));
  expect(run(committed).commit).toEqual({ hash: "0123456789abcdef", dirty: true });
});

it("makes work apart of parameters that stand for nothing, and factors of those that are mapped", () => {
  const jobs = changed(({ benchmarks }) => {
    for (const one of benchmarks) one.params &&= { jobs: one.params.workers };
  });
  expect(cells(jobs).map(({ factors }) => factors.workload)).toContain("test_sum_of_squares jobs 4");
  expect(cells(jobs, "jobs=workers")).toEqual(cells(written));
});

it("tells tests of one name in two files apart", () => {
  const two = changed(({ benchmarks }) => {
    const copy = structuredClone(benchmarks[3] as Written["benchmarks"][number]);
    benchmarks.push({ ...copy, fullname: copy.fullname.replace("test_scan", "test_other") });
  });
  expect(
    cells(two)
      .map(({ factors }) => factors.workload)
      .slice(3),
  ).toEqual(["test_scan.py::test_plain", "test_other.py::test_plain"]);
});

it.each([
  [
    changed(({ benchmarks }) => delete benchmarks[1]?.stats.data),
    "benchmarks[1].stats has no data, only what was computed",
  ],
  [
    changed(({ benchmarks }) => benchmarks[0]?.stats.data?.splice(2, 1, -5)),
    "benchmarks[0].stats.data[2] is -5: must be at",
  ],
  ["{}", "benchmarks is missing: must be a list; such a file is written by pytest --benchmark-json"],
])("is refused by place and value (%#)", (text, full) => {
  expect(message(text)).toContain(full);
});

describe("parameters that are objects", () => {
  /** Two runs of one suite: addresses of functions are others each time. */
  const suiteOf = (greedy: string, fair: string) => {
    const factory = { greedy, fair };
    const benchmarks = [1, 2].flatMap((workers) =>
      (["greedy", "fair"] as const).map((id, index) => ({
        name: `test_pool[${workers}-${id}]`,
        fullname: `test_a.py::test_pool[${workers}-${id}]`,
        param: `${workers}-${id}`,
        params: { workers, factory: `UNSERIALIZABLE[<function <lambda> at 0x${factory[id]}>]` },
        stats: { data: [workers + index / 10] },
      })),
    );
    return JSON.stringify({ benchmarks });
  };
  const ids = (text: string) => cells(text).map(({ factors: { workload, workers } }) => `${workload} ${workers}`);

  it("are called by the ids of pytest, so that two runs of one suite match", () => {
    const first = ids(suiteOf("7f593222a660", "7f593222a8e0"));
    expect(first).toEqual(["greedy 1", "fair 1", "greedy 2", "fair 2"].map((one) => `test_pool factory ${one}`));
    expect(ids(suiteOf("7fe9c1976660", "7fe9c19768e0"))).toEqual(first);
  });

  const object = (address: number) => `UNSERIALIZABLE[<A object at 0x${address}>]`;

  it.each([
    ["ids with hyphens", { n: 8, f: object(1) }, "8-a-b", { f: "a-b" }],
    ["plain values behind", { f: object(1), on: true, x: null, s: "a.b" }, "a-b-True-None-a.b", { f: "a-b" }],
    ["two objects", { f: object(1), g: object(2) }, "a-b", { f: "a", g: "b" }],
    ["two objects that cannot be told apart", { f: object(1), g: object(2) }, "a-b-c", { "f-g": "a-b-c" }],
    ["values that have ids of their own", { n: 8, f: object(1) }, "small-a", { f: "a" }],
    ["long lists", { data: Array.from({ length: 99 }, (_, index) => index) }, "data0", { data: "data0" }],
    ["no id", { f: object(1) }, undefined, { f: "UNSERIALIZABLE[<A object>]" }],
  ])("have a level each where there are %s", (_, params, param, levels) => {
    const name = param === undefined ? "test_x" : `test_x[${param}]`;
    const text = JSON.stringify({ benchmarks: [{ name, param, params, stats: { data: [1] } }] });
    const [level = ""] = Object.entries(levels).map(([key, value]) => `${key} ${value}`);
    expect(cells(text)[0]?.factors.workload).toContain(level);
    expect(cells(text)[0]?.factors.workload).toMatch(/^test_x /);
    expect(cells(text)[0]?.factors.workload).not.toMatch(/0x/);
  });
});

it("tells tests of one function in two files apart, whatever their parameters", () => {
  const benchmarks = ["a", "b"].map((file, n) => ({
    name: `test_x[${n}]`,
    fullname: `${file}.py::test_x[${n}]`,
    param: String(n),
    params: { n },
    stats: { data: [1] },
  }));
  expect(cells(JSON.stringify({ benchmarks })).map(({ factors }) => factors.workload)).toEqual([
    "a.py::test_x",
    "b.py::test_x",
  ]);
});

it("says what it left out, and where times are not those of a wall clock", () => {
  const text = changed(({ benchmarks }) => {
    for (const one of benchmarks)
      Object.assign(one, { group: "sums", extra_info: { rows: 5 }, options: { timer: "process_time" } });
  });
  const note = run(text).origin?.note;
  expect(note).toContain("Groups of benchmarks were left out: sums.");
  expect(note).toContain("Facts that the tests added were left out: rows.");
  expect(note).toContain("Times were taken with process_time, which may not be a wall clock");
  expect(run(written).origin?.note).not.toMatch(/left out|wall clock/);
});

it("joins neighbours of very many rounds, and says so", () => {
  const data = Array.from({ length: 188_680 }, (_, index) => 0.001 + (index % 2) / 1_000);
  const text = JSON.stringify({ benchmarks: [{ name: "test_fib", stats: { data } }] });
  const [cell] = cells(text);
  expect(cell?.trials).toHaveLength(1_000);
  // Rounds of 1 and 2 ms take turns: neighbours have a mean of 1.5, but for the odd one of 189.
  for (const { wallMs } of cell?.trials ?? []) expect(Math.abs((wallMs ?? 0) - 1.5)).toBeLessThan(0.004);
  expect(run(text).origin?.note).toContain(
    "Of more than 1,000 rounds from one process, a repeat is the mean of neighbours.",
  );
});
