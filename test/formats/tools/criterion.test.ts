import { describe, expect, it } from "vitest";
import { readFolder } from "../../../src/cli/options/read-folder.js";
import { parseMap } from "../../../src/formats/foreign/parameter-map.js";
import type { InputText } from "../../../src/formats/importer.js";
import { importers } from "../../../src/formats/index.js";
import { fixture, importing } from "../imported.js";

const { criterion } = importers;
const folder = new URL("../../fixtures/imports/criterion", import.meta.url).pathname;
const { files: written } = await readFolder(folder, criterion.reads);
const { run, message } = importing(criterion, "criterion");

const cellsOf = (files: InputText[], map?: string) => run("", map, { files }).experiments[0]?.cells ?? [];
const told = (files: InputText[], map?: string): string => {
  try {
    cellsOf(files, map);
  } catch (error) {
    return String(error);
  }
  return "accepted";
};

/** The files of one benchmark. */
function files(own: Record<string, unknown>, dir = "fib"): InputText[] {
  return Object.entries(own).map(([kind, value]) => ({ path: `${dir}/new/${kind}.json`, text: JSON.stringify(value) }));
}

describe("a folder of Criterion.rs", () => {
  it("has a cell for each benchmark, and a trial for each sample: its time over its iterations", () => {
    const found = cellsOf(written);
    expect(found.map(({ factors }) => factors.workload)).toEqual([
      "alone",
      ...[1, 2, 4].map((threads) => `sum of squares/threads/${threads}`),
    ]);
    for (const [index, path] of ["alone", ...[1, 2, 4].map((it) => `sum of squares/threads/${it}`)].entries()) {
      const { iters, times } = JSON.parse(fixture(`criterion/${path}/new/sample.json`)) as Record<string, number[]>;
      const each = (times ?? []).map((time, at) => time / (iters?.[at] ?? 0) / 1e6);
      expect(found[index]?.trials).toHaveLength(each.length);
      for (const [block, ms] of each.entries()) expect(found[index]?.trials[block]?.wallMs).toBeCloseTo(ms, 12);
    }
  });

  it("maps functions and values", () => {
    expect(cellsOf(written, "value=workers,function=strategy").map(({ factors }) => factors)).toEqual([
      { strategy: "benchmark", workers: 1, workload: "alone" },
      ...[1, 2, 4].map((workers) => ({ strategy: "threads", workers, workload: "sum of squares" })),
    ]);
    expect(cellsOf(written, "name=strategy,value=n")[2]?.factors).toEqual({
      ...{ strategy: "sum of squares/threads", workers: 1, n: 2 },
    });
  });

  it("is imported with a question on values that are numbers", () => {
    const asked = (map?: string) => {
      const sentences: string[] = [];
      run("", map, { files: written, tell: (sentence) => sentences.push(sentence) });
      return sentences;
    };
    expect(asked()).toEqual([
      "value (1, 2, 4) became a part of names: import it with --map value=workers if it counts workers, --map value=n if it is a size",
    ]);
    expect(asked("value=workers")).toEqual([]);
  });
});

describe("what is missing", () => {
  const sample = { sampling_mode: "Linear", iters: [1, 2], times: [100, 300] };
  const mean = { point_estimate: 1_500, standard_error: 2 };

  it("leaves the mean, which is said to be one figure", () => {
    const [cell] = cellsOf(files({ estimates: { mean, slope: null } }));
    expect(cell?.trials).toEqual([{ block: 0, status: "ok", wallMs: 0.0015 }]);
    expect(run("", undefined, { files: files({ estimates: { Mean: mean } }) }).origin?.note).toContain(
      "Of 1 benchmark only the mean was there",
    );
  });

  it("leaves the folder's name to a benchmark without one", () => {
    const [cell] = cellsOf(files({ sample }, "fib/20"));
    expect(cell).toMatchObject({ factors: { workload: "fib/20" }, trials: [{ wallMs: 0.0001 }, { wallMs: 0.00015 }] });
    expect(cellsOf([{ path: "new/sample.json", text: JSON.stringify([[2], [100]]) }])).toMatchObject([
      { factors: { workload: "criterion" }, trials: [{ wallMs: 0.00005 }] },
    ]);
  });

  it.each([
    [[], "criterion: has no <benchmark>/new/sample.json: give the folder that Criterion.rs writes, target/criterion"],
    [files({ sample: { iters: [1], times: [] } }), "criterion/fib: new/sample.json has 0 times and 1 iters"],
    [files({ sample: { iters: [0], times: [5] } }), "criterion/fib/new/sample.json: "],
    [files({ estimates: { slope: mean } }), "criterion/fib: new/estimates.json has no mean"],
    [files({ sample, benchmark: {} }), "criterion/fib/new/benchmark.json: group_id is missing: must be text"],
  ])("is refused (%#)", (given, words) => {
    expect(told(given)).toContain(words);
  });

  it("is a folder, where a file is given", () => {
    expect(message("{}")).toContain("criterion: is a file: give the folder that Criterion.rs writes");
  });

  it("is the parameter that a map names", () => {
    expect(parseMap("size=n", criterion.targets).get("size")).toBe("n");
    expect(told(written, "size=n")).toContain(
      'there is no parameter "size", which --map names: it has "name", "function", "value"',
    );
  });
});
