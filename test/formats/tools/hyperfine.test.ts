import { describe, expect, it } from "vitest";
import { importers } from "../../../src/formats/index.js";
import { sha256 } from "../../../src/record/schema/run-id.js";
import { fixture, importing } from "../imported.js";

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
    [
      '{"results":[{"command":"x","mean":1}]}',
      "results[0] has no times, only what was computed of them: write it with",
    ],
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

/** A file of these results, each with one time. */
function of(...results: Record<string, unknown>[]): string {
  return JSON.stringify({ results: results.map((one) => ({ times: [1], ...one })) });
}

describe("files of other versions", () => {
  it("have one parameter without a name from 1.6 to 1.10", () => {
    const times = [
      [3.9, 4.0, 4.1],
      [2.0, 2.1, 2.2],
      [1.1, 1.2, 1.3],
    ];
    const levels = ["1", 2, "4"];
    const text = of(
      ...levels.map((parameter, index) => ({ command: `./sum -j ${parameter}`, times: times[index], parameter })),
    );
    const found = cells(text, "parameter=workers");
    expect(found.map(({ factors }) => factors)).toEqual([1, 2, 4].map((workers) => ({ strategy: "command", workers })));
    // Speed-ups of the medians: 4.0 / 2.1 and 4.0 / 1.2.
    const medians = found.map(({ trials }) => trials[1]?.wallMs ?? 0);
    expect(medians.map((ms) => ((medians[0] ?? 0) / ms).toFixed(2))).toEqual(["1.00", "1.90", "3.33"]);
    expect(run(text, "parameter=workers").experiments[0]?.title).toBe("./sum -j {parameter}");
  });

  it("have the memory of each run from 1.19 on, 0 where it is not known", () => {
    const memory = { memory_usage_byte: [52428800, 0], times: [1, 2] };
    const [cell] = cells(of({ command: "x", ...memory, exit_codes: [0, null] }));
    expect(cell?.trials.map(({ peakRssBytes, detail }) => [peakRssBytes, detail])).toEqual([
      [52428800, undefined],
      [undefined, "killed by a signal"],
    ]);
    expect(cells(of({ command: "x", memory_usage_byte: [], exit_codes: null, parameters: null }))).toHaveLength(1);
  });
});

describe("a command", () => {
  it.each([
    ["with two parameters in a word", ["a1-2", "a3-4"], ["a{x}-{y}"]],
    ["with a parameter in two places", ["a 1 b1", "a 3 b3"], ["a {x} b{x}"]],
    ["whose other words look like a level", ["xz -1 -T 1", "xz -1 -T 3"], ["xz -1 -T {x}"]],
    ["with levels of several words", ["a 1 2", "a 1 2 2"], ["a {x}"]],
    ["that is another for each level", ["gcc 1", "clang 3"], ["gcc 1", "clang 3"]],
  ])("%s is called as it was given", (name, commands, strategies) => {
    const levels = name.includes("several")
      ? [["1 2"], ["1 2 2"]]
      : [
          ["1", "2"],
          ["3", "4"],
        ];
    const results = commands.map((command, index) => {
      const [x, y] = levels[index] ?? [];
      return { command, parameters: { x, ...(y !== undefined && { y }) } };
    });
    expect([...new Set(cells(of(...results), "name=strategy").map(({ factors }) => factors.strategy))]).toEqual(
      strategies,
    );
  });

  it("that is there twice, with other preparations, is two", () => {
    const text = of({ command: "make" }, { command: "make", times: [2] });
    expect(cells(text).map(({ factors, trials }) => [factors.strategy, trials[0]?.wallMs])).toEqual([
      ["make", 1_000],
      ["make (2)", 2_000],
    ]);
  });
});
