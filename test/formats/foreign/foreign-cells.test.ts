import { describe, expect, it } from "vitest";
import { mapCells } from "../../../src/formats/foreign/foreign-cells.js";
import { importers } from "../../../src/formats/index.js";
import { importing } from "../imported.js";

const hyperfine = importing(importers.hyperfine, "a.json");
const pytest = importing(importers["pytest-benchmark"], "a.json");

function commands(...names: string[]): string {
  return JSON.stringify({ results: names.map((command, index) => ({ command, times: [index + 1] })) });
}

function tests(...params: Record<string, unknown>[]): string {
  const benchmarks = params.map((own, index) => ({ name: "test_sum", params: own, stats: { data: [index + 1] } }));
  return JSON.stringify({ benchmarks });
}

describe("names of a file", () => {
  it.each([
    ["by punctuation", ["C", "C++", "C#"]],
    ["by case", ["wc -l", "wc -L"]],
    ["by their alphabet", ["быстрая", "медленная", "速い"]],
    ["in what stands last", [`${"long ".repeat(300)}1`, `${"long ".repeat(300)}2`]],
  ])("that differ %s stay apart, and as they are given", (_, names) => {
    expect(hyperfine.cells(commands(...names)).map(({ factors }) => factors.strategy)).toEqual(names);
  });

  it("are refused where they have more characters than a run file holds", () => {
    expect(hyperfine.message(commands("x".repeat(2_001), "y"))).toMatch(/at most 2000 characters/);
  });

  it("name no home folder", () => {
    const text = commands(
      "/home/alice/sum --in=/home/alice/t",
      "C:\\Users\\Bob\\sum.exe",
      "/opt/home/x /rooted",
      "cat /root/a",
    );
    const run = hyperfine.run(text);
    expect(run.experiments[0]?.cells.map(({ factors }) => factors.strategy)).toEqual([
      "~/sum --in=~/t",
      "~\\sum.exe",
      "/opt/home/x /rooted",
      "cat ~/a",
    ]);
    expect(JSON.stringify(run)).not.toMatch(/alice|Bob/);
  });
});

describe("a parameter", () => {
  it("called name is one, and the benchmark's name another", () => {
    const text = tests({ name: "a" }, { name: "b" });
    expect(pytest.cells(text).map(({ factors }) => factors.workload)).toEqual(["test_sum name a", "test_sum name b"]);
    expect(pytest.cells(text, "name=strategy").map(({ factors }) => factors.strategy)).toEqual(["a", "b"]);
    expect(pytest.message(text, "nam=strategy")).toContain('it has "benchmark name", "name"');
  });

  it("of a factor's name is that factor where all its texts are levels of it", () => {
    expect(pytest.cells(tests({ workers: 1 }, { workers: 4 })).map(({ factors }) => factors.workers)).toEqual([1, 4]);
    const [auto, one] = pytest.cells(tests({ workers: "auto" }, { workers: 1 }));
    expect(auto?.factors).toEqual({ strategy: "benchmark", workers: 1, workload: "test_sum workers auto" });
    expect(one?.factors).toEqual({ strategy: "benchmark", workers: 1, workload: "test_sum workers 1" });
  });

  it("of a factor's name that has no levels of it is a factor beside it", () => {
    const results = ["4", "16"].map((pool) => ({ command: `sum ${pool}`, times: [1], parameters: { pool } }));
    expect(hyperfine.cells(JSON.stringify({ results })).map(({ factors }) => factors.more)).toEqual([
      { "pool (parameter)": 4 },
      { "pool (parameter)": 16 },
    ]);
  });
});

describe("the work", () => {
  it("is named as the tool names it where no parameter has a meaning of its own", () => {
    const mapping = {
      file: "f",
      map: undefined,
      usual: { name: "workload", threads: "workers" },
      strategy: "s",
      others: "work" as const,
    };
    const cell = (backend: string) => ({
      place: `f: ${backend}`,
      name: "BM_Set",
      parameters: new Map([
        ["live", "256"],
        ["backend", backend],
        ["threads", "2"],
      ]),
      given: `BM_Set/live:256/backend:${backend}`,
      trials: [],
    });
    const named = (map?: Map<string, string>) =>
      mapCells([cell("10"), cell("12")], { ...mapping, map }).map(({ factors }) => factors);
    expect(named().map(({ workload, workers }) => [workload, workers])).toEqual([
      ["BM_Set/live:256/backend:10", 2],
      ["BM_Set/live:256/backend:12", 2],
    ]);
    expect(named(new Map([["backend", "strategy"]])).map(({ workload, strategy }) => [workload, strategy])).toEqual([
      ["BM_Set live 256", "10"],
      ["BM_Set live 256", "12"],
    ]);
  });
});
