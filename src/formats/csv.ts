import { win32 } from "node:path";
import { canonicalJson } from "../record/canonical.js";
import { sha256, slugify, withId } from "../record/id.js";
import { parseRun } from "../record/parse.js";
import type { Cell, Machine, Run } from "../record/schema.js";
import { type Measurement, readTable } from "./csv-table.js";
import type { ImportInput } from "./importer.js";

const UNKNOWN_MACHINE = "unknown machine";
const TAKEN_FOR_GRANTED =
  "Imported from a table: one row is one measurement, blocks count the repeats in the order of the rows, and times were given in seconds. When it was measured is not known.";

/**
 * Turns a table into a run. Columns, in any order and case: `strategy`, `workers` and `wall_s`, and where known `tasks`,
 * `n`, `user_s`, `sys_s` (times in seconds). One row is one measurement; rows of equal strategy, workers, tasks and n
 * are the trials of one cell, numbered as they come. Cells stand in the order of their first rows. A recorded time of 0
 * stays 0. What does not fit is a UserError that names line, column and value.
 */
export function importCsv(input: ImportInput): Run {
  // The Windows rules know both kinds of slash.
  const file = win32.basename(input.file);
  const named = input.study ?? file.replace(/\.[^.]*$/, "");
  const now = input.now.toISOString();
  const run = withId({
    schemaVersion: 1,
    study: slugify(named),
    studyHash: null,
    status: "complete",
    startedAt: now,
    finishedAt: now,
    seed: null,
    machine: machineOf(input.machine ?? UNKNOWN_MACHINE),
    software: { tool: { name: "recorded elsewhere", version: "unknown" }, node: null },
    origin: {
      format: "csv",
      file,
      sha256: input.sha256,
      note: [input.note, TAKEN_FOR_GRANTED].filter(Boolean).join(" "),
    },
    experiments: [
      {
        id: slugify(input.experiment ?? "imported"),
        title: titleOf(named),
        division: "tasks",
        cells: cellsOf(readTable(input.text, file)),
      },
    ],
  });
  return parseRun(run, file);
}

/** The same name always gives the same machine, so that runs imported one by one come together. */
function machineOf(name: string): Machine {
  const slug = slugify(name).slice(0, 57).replace(/-$/, "");
  return { id: `${slug}-${sha256(name).slice(0, 6)}`, name };
}

/** A name with spaces is a title already; `cores-host` becomes `Cores host`. */
function titleOf(name: string): string {
  const words = /\s/.test(name.trim()) ? name.trim() : name.replace(/[-_]+/g, " ").trim();
  return words === "" ? "Imported" : words.charAt(0).toUpperCase() + words.slice(1);
}

function cellsOf(measurements: readonly Measurement[]): Cell[] {
  const cells = new Map<string, Cell>();
  for (const { factors, times } of measurements) {
    const key = canonicalJson(factors);
    const cell: Cell = cells.get(key) ?? { factors, trials: [] };
    cells.set(key, cell);
    cell.trials.push({ block: cell.trials.length, status: "ok", ...times });
  }
  return [...cells.values()];
}
