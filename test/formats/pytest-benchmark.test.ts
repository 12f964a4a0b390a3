import { expect, it } from "vitest";
import { importers } from "../../src/formats/index.js";
import { fixture, importing } from "./imported.js";

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
