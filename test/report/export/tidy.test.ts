import { describe, expect, it } from "vitest";
import { csvRows } from "../../../src/formats/foreign/csv-rows.js";
import { withId } from "../../../src/record/schema/run-id.js";
import { tidyColumns, tidyFormats } from "../../../src/report/export/tidy.js";
import { fullRun } from "../../record/full-run.js";
import { sampleRun, sampleTrial } from "../../record/sample.js";

const full = withId(fullRun());
const { csv, jsonl } = tidyFormats;

type Row = Record<string, unknown>;

function linesOf(text: string): Row[] {
  return text
    .split("\n")
    .filter(Boolean)
    .map((line) => JSON.parse(line) as Row);
}

function tableOf(text: string): Record<string, string>[] {
  const [head, ...rows] = csvRows(csv.head + text, "export.csv").map(({ fields }) => fields);
  return rows.map((row) => Object.fromEntries((head ?? []).map((name, index) => [name, row[index] ?? ""])));
}

describe("a tidy table", () => {
  const trials = full.experiments.flatMap(({ id, cells }) =>
    cells.flatMap(({ factors, trials }) => trials.map((trial) => ({ id, factors, trial }))),
  );

  it("has one row a trial, with the figures that the run file has", () => {
    const rows = linesOf(jsonl.lines(full));
    expect(rows).toHaveLength(trials.length);
    for (const [index, { id, factors, trial }] of trials.entries()) {
      expect(rows[index]).toMatchObject({
        run: full.id,
        study: full.study,
        machine_id: full.machine.id,
        experiment: id,
        strategy: factors.strategy,
        workers: factors.workers,
        block: trial.block,
        status: trial.status,
      });
      expect(rows[index]?.wall_ms ?? null).toBe(trial.wallMs);
      expect(rows[index]?.peak_pss_bytes ?? null).toBe(trial.peakPssBytes ?? null);
      expect(rows[index]?.factors).toEqual(factors.more);
    }
  });

  it("is the same as CSV, with every column in every row", () => {
    const rows = linesOf(jsonl.lines(full));
    const table = tableOf(csv.lines(full));
    expect(table).toHaveLength(rows.length);
    for (const [index, row] of table.entries()) {
      expect(Object.keys(row)).toEqual(tidyColumns.map(({ name }) => name));
      for (const [name, text] of Object.entries(row)) {
        const value = rows[index]?.[name];
        const due = value === undefined ? "" : typeof value === "object" ? JSON.stringify(value) : String(value);
        expect(text, name).toBe(due);
      }
    }
  });

  it("holds every figure of a trial, or says that it is not a figure of one", () => {
    // Lists and records of a trial do not fit a row; these are them.
    const lists = [
      "taskMs",
      "timeline",
      "usage",
      "workerTime",
      "lostTasks",
      "figures",
      "notes",
      "detail",
      "trace",
      "checksum",
    ];
    const fields = new Set(trials.flatMap(({ trial }) => Object.keys(trial)));
    const snake = (field: string) => field.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
    const names = tidyColumns.map(({ name }) => name);
    expect([...fields].filter((field) => !lists.includes(field) && !names.includes(snake(field)))).toEqual([]);
  });

  it("has the control cell's time beside each trial of its block", () => {
    const control = { workload: "random-loop", n: 1_000, trials: [{ block: 1, position: 0, wallMs: 25.5 }] };
    const rows = linesOf(jsonl.lines(sampleRun({ control })));
    expect(rows.map(({ block, control_ms }) => [block, control_ms])).toEqual([
      ...[
        [0, undefined],
        [1, 25.5],
      ],
      ...[
        [0, undefined],
        [1, 25.5],
      ],
    ]);
  });

  it("may be of one experiment", () => {
    const [{ id = "" } = {}] = full.experiments;
    expect(linesOf(jsonl.lines(full, id)).every((row) => row.experiment === id)).toBe(true);
    expect(csv.lines(full, "none")).toBe("");
  });

  it("keeps a spreadsheet from running text", () => {
    const [row] = tableOf(csv.lines(sampleRun({ label: '=HYPERLINK("x")' })));
    expect(row?.label).toBe('\'=HYPERLINK("x")');
  });

  it("has numbers that are read back to the last digit", () => {
    const wallMs = 0.1 + 0.2;
    const cells = [{ factors: { strategy: "x", workers: 1 }, trials: [sampleTrial({ wallMs })] }];
    const run = sampleRun({ experiments: [{ id: "x", title: "x", division: "tasks", cells }] });
    expect(Number(tableOf(csv.lines(run))[0]?.wall_ms)).toBe(wallMs);
  });

  it("says of every column what it holds", () => {
    expect(new Set(tidyColumns.map(({ name }) => name)).size).toBe(tidyColumns.length);
    for (const { name, about } of tidyColumns) expect(about.length, name).toBeGreaterThan(5);
  });
});
