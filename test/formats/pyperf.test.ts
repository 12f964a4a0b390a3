import { expect, it } from "vitest";
import { importers } from "../../src/formats/index.js";
import { fixture, importing } from "./imported.js";

const { run, cells, message } = importing(importers.pyperf, "suite.json");
const suite = fixture("pyperf-suite.json");

interface Written {
  benchmarks: {
    metadata: Record<string, unknown>;
    runs: { values?: number[]; metadata?: Record<string, unknown> }[];
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
  const calibrated = changed(({ benchmarks }) => benchmarks[0]?.runs.unshift({ metadata: { calibrate_loops: 8 } }));
  expect(cells(calibrated)).toEqual(cells(suite));
  const never = changed(({ benchmarks }) => {
    for (const one of benchmarks[1]?.runs ?? []) delete one.values;
  });
  expect(message(never)).toContain(
    "benchmarks[1] has no values: sum_of_squares workers=2 was calibrated and never measured",
  );
});

it.each([
  [
    changed(({ benchmarks }) => Object.assign(benchmarks[2]?.metadata ?? {}, { unit: "byte" })),
    "its unit is byte: only times",
  ],
  [
    suite.replace('"version":"1.0"', '"version":"2.0"'),
    'version is "2.0": must be "1.0"; such a file is written by pyperf',
  ],
  [
    changed(({ benchmarks }) => benchmarks[0]?.runs[1]?.values?.push(-1)),
    "benchmarks[0].runs[1].values[3] is -1: must be at least 0",
  ],
])("is refused by place and value (%#)", (text, told) => {
  expect(message(text)).toContain(told);
});
