import { describe, expect, it } from "vitest";
import { importers } from "../../src/formats/index.js";
import { sha256 } from "../../src/record/schema/run-id.js";
import { fixture, importing } from "./imported.js";

const { run, cells, message } = importing(importers.hyperfine, "some/folder/scan.json");
const scan = fixture("hyperfine-scan.json");

interface Written {
  results: { times: number[]; command: string; parameters?: Record<string, string>; exit_codes?: (number | null)[] }[];
}

function changed(text: string, change: (written: Written) => void): string {
  const written = JSON.parse(text) as Written;
  change(written);
  return JSON.stringify(written);
}

describe("a parameter scan", () => {
  it("becomes a cell for each level, with every run as a trial in milliseconds", () => {
    const { results } = JSON.parse(scan) as Written;
    const found = cells(scan, "threads=workers");
    expect(found.map(({ factors }) => factors)).toEqual(
      [1, 2, 4, 8].map((workers) => ({ strategy: "command", workers })),
    );
    for (const [index, { trials }] of found.entries()) {
      const times = results[index]?.times ?? [];
      expect(times).toHaveLength(10);
      expect(trials.map(({ block, status }) => [block, status])).toEqual(times.map((_, block) => [block, "ok"]));
      for (const [block, time] of times.entries()) expect(trials[block]?.wallMs).toBeCloseTo(time * 1_000, 9);
    }
  });

  it("names its command with the parameter in place, and its origin", () => {
    expect(run(scan, "threads=workers")).toMatchObject({
      study: "scan",
      studyHash: null,
      software: { tool: { name: "hyperfine", version: "unknown" }, node: null },
      machine: { name: "unknown machine" },
      origin: { format: "hyperfine", file: "scan.json", sha256: sha256(scan) },
      experiments: [{ title: "xz -1 --block-size=1MiB -T {threads} -c numbers > /dev/null" }],
    });
    expect(run(scan, "threads=workers").origin?.note).toContain("not interleaved");
  });

  it("keeps a parameter that stands for nothing as a factor of its own", () => {
    expect(cells(scan).map(({ factors }) => factors.more)).toEqual([1, 2, 4, 8].map((threads) => ({ threads })));
  });

  it("takes a parameter of a factor's name for that factor", () => {
    const named = changed(scan, ({ results }) => {
      for (const one of results) one.parameters = { workers: one.parameters?.threads ?? "" };
    });
    expect(cells(named).map(({ factors }) => factors)).toEqual(cells(scan, "threads=workers").map((c) => c.factors));
  });
});

describe("several commands", () => {
  it("are strategies, whatever the order of their parameters", () => {
    const found = cells(fixture("hyperfine-grid.json"), "threads=workers,level=n");
    const [xz, gzip] = [
      "xz -{level} -T {threads} --block-size=1MiB -c numbers > /dev/null",
      "gzip -{level} -c numbers > /dev/null",
    ];
    expect(found.map(({ factors: { strategy, workers, n } }) => `${strategy} ${workers} ${n}`).sort()).toEqual(
      [xz, gzip].flatMap((strategy) => [1, 2].flatMap((w) => [1, 3].map((n) => `${strategy} ${w} ${n}`))).sort(),
    );
  });

  it("are work where a parameter is the strategy", () => {
    const found = cells(fixture("hyperfine-grid.json"), "threads=strategy,level=n");
    expect(new Set(found.map(({ factors }) => factors.strategy))).toEqual(new Set(["1", "2"]));
    expect(new Set(found.map(({ factors }) => factors.workload)).size).toBe(2);
  });

  it("that failed have trials without a time", () => {
    const [well, failed] = cells(fixture("hyperfine-failure.json"));
    expect(well?.trials.every(({ status, wallMs }) => status === "ok" && wallMs !== null)).toBe(true);
    const trial = { status: "failed", reason: "exit", detail: "exit code 3", wallMs: null };
    expect(failed?.trials).toEqual([0, 1, 2].map((block) => ({ block, ...trial })));
  });
});

describe("is refused by place and value", () => {
  it.each([
    ["{", "scan.json: is not JSON at character 1: write it with hyperfine --export-json"],
    ["[]", "scan.json: the file is a list of 0: must be an object; such a file is written by hyperfine --export-json"],
    ['{"results":[]}', "results is a list of 0: must be at least 1 entries long"],
    [
      changed(scan, ({ results }) => results[1]?.times.splice(3, 1, -1)),
      "results[1].times[3] is -1: must be at least 0",
    ],
    [
      changed(scan, ({ results }) => results[1]?.times.pop()),
      "results[1].exit_codes has 10 entries: must have one for each of the 9 times",
    ],
    ['{"results":[{"command":"x","mean":1}]}', "results[0].times is missing: must be a list"],
  ])("%.40s", (text, told) => {
    expect(message(text)).toContain(told);
  });

  it.each([
    ["threads=worker", 'the factor "worker": did you mean workers?'],
    ["thread=workers", 'there is no parameter "thread", which --map names: it has "name", "threads"'],
    ["threads", '--map has "threads": write <parameter>=<factor>, such as threads=workers'],
    ["threads=workers,name=workers", '--map makes workers of both "threads" and "name"'],
    ["threads=-", "results[1]: has the same factors as scan.json: results[0]"],
    ["threads=My Factor", 'the factor "My Factor": give one of strategy, workers'],
  ])("with --map %s", (map, told) => {
    expect(message(scan, map)).toContain(told);
  });

  it("where a level is no count", () => {
    const text = changed(scan, ({ results }) => Object.assign(results[2] ?? {}, { parameters: { threads: "all" } }));
    expect(message(text, "threads=workers")).toContain(
      'results[2]: threads is "all" and stands for workers: must be a whole number from 1',
    );
  });
});
