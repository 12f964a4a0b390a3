import { expect, it } from "vitest";
import { importers } from "../../../src/formats/index.js";
import { fixture, importing } from "../imported.js";

const { run, cells, message } = importing(importers.pyperf, "suite.json");
const suite = fixture("pyperf-suite.json");

interface Written {
  benchmarks: {
    metadata: Record<string, unknown>;
    runs: { values?: number[]; warmups?: unknown[]; metadata?: Record<string, unknown> }[];
  }[];
}

function changed(change: (written: Written) => void): string {
  const written = JSON.parse(suite) as Written;
  change(written);
  return JSON.stringify(written);
}

it("takes one worker process for one trial, with the mean of its values, and keeps those", () => {
  const { benchmarks } = JSON.parse(suite) as Written;
  const found = cells(suite);
  expect(found.map(({ factors }) => factors)).toEqual(
    [1, 2, 4].map((workers) => ({ strategy: "benchmark", workers, workload: "sum_of_squares" })),
  );
  for (const [index, { trials }] of found.entries()) {
    const runs = benchmarks[index]?.runs.filter(({ values }) => values !== undefined) ?? [];
    expect(trials).toHaveLength(runs.length);
    for (const [block, { values = [] }] of runs.entries()) {
      const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
      expect(trials[block]?.wallMs).toBeCloseTo(mean * 1_000, 9);
      expect(Object.values(trials[block]?.figures ?? {})).toHaveLength(values.length);
    }
  }
});

it("keeps what is told of machine and moment, but not the host's name", () => {
  const imported = run(suite);
  expect(imported).toMatchObject({
    startedAt: "2026-11-21T15:02:32.667Z",
    machine: { cpuModel: "AMD EPYC", logicalCores: 2, platform: "linux" },
    conditions: { loadBefore: 6.66 },
    software: { tool: { name: "pyperf", version: "2.10.0" } },
  });
  expect(imported.origin?.note).toContain("Python: cpython 3.11.2");
  expect(suite).toContain('"hostname":"vm"');
  expect(JSON.stringify(imported)).not.toContain('"vm"');
});

it("takes parameters from the metadata where they are mapped", () => {
  const text = changed(({ benchmarks }) => {
    for (const [index, { metadata }] of benchmarks.entries())
      Object.assign(metadata, { name: "sum", cores: index + 1 });
  });
  expect(cells(text, "cores=workers").map(({ factors }) => [factors.workload, factors.workers])).toEqual([
    ["sum", 1],
    ["sum", 2],
    ["sum", 3],
  ]);
  expect(message(text)).toContain("benchmarks[1]: has the same factors as suite.json: benchmarks[0]");
});

it("passes over calibration, and says where nothing was measured", () => {
  const calibrated = changed(({ benchmarks }) =>
    benchmarks[0]?.runs.unshift({ metadata: { calibrate_loops: 8 }, warmups: [] }),
  );
  expect(cells(calibrated)).toEqual(cells(suite));
  const never = JSON.stringify({
    version: "1.0",
    metadata: { name: "sum" },
    benchmarks: [{ runs: [{ warmups: [] }] }],
  });
  expect(message(never)).toContain("benchmarks[0] has no values: sum was calibrated and never measured; run it again");
});

it("takes what has times, and says what it left out", () => {
  const text = changed(({ benchmarks }) => {
    for (const one of benchmarks[1]?.runs ?? []) one.values = [];
    Object.assign(benchmarks[2]?.metadata ?? {}, { unit: "byte" });
  });
  expect(cells(text)).toEqual(cells(suite).slice(0, 1));
  expect(run(text).origin?.note).toContain(
    'Left out, as there are no times of them: sum_of_squares workers=2 (never measured), sum_of_squares workers=4 (its unit is "byte").',
  );
});

it("takes suites of pyperformance, whose tags are a list", () => {
  const text = JSON.stringify({
    version: "1.0",
    metadata: { name: "sum", tags: ["serialize"], unit: "second" },
    benchmarks: [{ runs: [{ values: [0.1, 0.11] }, { values: [0.1, 0.12] }] }],
  });
  expect(cells(text).map(({ factors, trials }) => [factors.workload, trials.map(({ wallMs }) => wallMs)])).toEqual([
    ["sum", [105, 110]],
  ]);
});

it("takes files of versions before 0.9.6, which had other words", () => {
  const text = JSON.stringify({
    version: 5,
    benchmarks: [{ common_metadata: { name: "2to3" }, runs: [{ samples: [] }, { samples: [0.5, 0.7] }] }],
  });
  expect(cells(text).map(({ factors, trials }) => [factors.workload, trials[0]?.wallMs])).toEqual([["2to3", 600]]);
});

it.each([
  ["f workers=2 workers=4", "f  workers=4", 2],
  ["f(x=1, workers=8)", "f x 1", 8],
  ["a==b", "a==b", 1],
  ["workers=3", "workers=3", 3],
])("reads the name %s", (name, workload, workers) => {
  const text = changed(({ benchmarks }) => {
    benchmarks.length = 1;
    Object.assign(benchmarks[0]?.metadata ?? {}, { name });
  });
  expect(cells(text)[0]?.factors).toMatchObject({ workload, workers });
});

it.each([
  [
    changed(({ benchmarks }) => {
      for (const { metadata } of benchmarks) Object.assign(metadata, { unit: "byte" });
    }),
    'benchmarks[0] has no times: its unit is "byte"; measure it without --track-memory',
  ],
  [
    suite.replace('"version":"1.0"', '"version":"2.0"'),
    'version is "2.0": must be one of "1.0", 6, 5; such a file is written by pyperf',
  ],
  [
    changed(({ benchmarks }) => benchmarks[0]?.runs[1]?.values?.push(-1)),
    "benchmarks[0].runs[1].values[3] is -1: must be at least 0",
  ],
])("is refused by place and value (%#)", (text, told) => {
  expect(message(text)).toContain(told);
});
