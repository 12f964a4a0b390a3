import { describe, expect, it } from "vitest";
import { analyseRun } from "../../../../src/analysis/analyse.js";
import type { Experiment } from "../../../../src/record/schema/run-schema.js";
import { ownTables } from "../../../../src/report/tables/own/index.js";
import type { TableModel } from "../../../../src/report/tables/table.js";
import * as question from "../../question-runs.js";
import { labExperiments, makeRun } from "../../sample-runs.js";

function tablesOf(experiment: Experiment): TableModel[] {
  const [analysed] = analyseRun(makeRun({ experiments: [experiment] })).experiments;
  return analysed ? ownTables(analysed, experiment) : [];
}

function texts(table: TableModel | undefined): string[][] {
  return (table?.groups ?? []).flatMap(({ rows }) =>
    rows.map(({ head, cells }) => [head.text, ...cells.map(({ text }) => text)]),
  );
}

describe("faults", () => {
  const [table] = tablesOf(question.faultsExperiment());

  it("says of every strategy and fault how many tasks were lost, what hung, and whether the caller ended", () => {
    expect(table?.columns.map(({ label }) => label)).toEqual(["one task ...", "throws", "is killed"]);
    expect(texts(table)).toEqual([
      ["Sequential", "1 of 8 lost", "ends the caller: 8 of 8 lost"],
      ["Process pool, 1 worker", "not asked", "4 of 8 lost, 3 hung until their deadline"],
      ["Process pool", "1 of 8 lost", "1 of 8 lost"],
    ]);
  });

  it("names those who came through all faults, and unfolds what the caller saw", () => {
    expect(table?.caption).toMatch(/came through all faults with process pool\.$/);
    expect(table?.groups[0]?.rows[0]?.cells[0]?.lines).toEqual(["The caller saw: task 4: Error: <it> broke"]);
  });
});

describe("isolation", () => {
  const [globals, counter] = tablesOf(question.isolationExperiment());

  it("counts the globals and the writes that the caller sees", () => {
    expect(texts(globals)).toEqual([
      ["Event loop", "8", "1×", "7", "8"],
      ["Process pool", "8", "2×", "6", "0"],
    ]);
    expect(globals?.caption).toContain("no write with 1 of 2 strategies");
  });

  it("tells additions that were lost from a counter that was never shared", () => {
    expect(texts(counter).map((row) => row.at(-1))).toEqual(["not shared", "250 (25.0 %)", "none"]);
    expect(counter?.caption).toContain("lost in 1 of 2 combinations that share it, none with Atomics.");
  });
});

describe("greetings and costs", () => {
  it("prints what the tasks said, and only of cells whose tasks said something", () => {
    const [table] = tablesOf(question.greetingsExperiment());
    expect(texts(table)).toEqual([
      [
        "Process per task",
        "2 processes",
        "2 threads",
        "I am number 1, in process 100, thread 0",
        "I am number 2, in process 101, thread 0",
      ],
    ]);
  });

  it("sets start-up, work and end apart where an experiment asks for costs", () => {
    const [workers] = labExperiments(3);
    expect(tablesOf(workers as Experiment)).toEqual([]);
    const [table] = tablesOf({ ...(workers as Experiment), charts: ["costs"] });
    expect(table?.columns.map(({ label }) => label)).toEqual([
      "combination",
      "start-up",
      "dispatch per task",
      "work per task",
      "end",
    ]);
    expect(texts(table)[0]?.[1]).toBe("26.0 ms");
  });
});
