import { largest } from "../../record/limits/extremes.js";
import type { Cell, Run } from "../../record/schema/run-schema.js";
import { MOST_CELLS, MOST_TRIALS } from "../../record/schema/run-schema.js";
import { UserError } from "../../user-error.js";
import { foreignRun } from "../foreign/foreign-run.js";
import { checkMapped } from "../foreign/parameter-map.js";
import type { ImportInput } from "../importer.js";
import { growingWork } from "../scaling/scaling-levels.js";
import { holdsFigures } from "./column-names.js";
import { targetsOf } from "./columns.js";
import { withDecimalPoints } from "./decimal-commas.js";
import { blocksNote, cellsOf, type Measurement, measurementOf } from "./measurements.js";
import { isOwnExport, ownMeasurements } from "./own-export.js";
import { withProducts } from "./products.js";
import type { Table } from "./table.js";
import { withUnits } from "./unit-column.js";
import { weakScaling } from "./weak-scaling.js";
import { longTable } from "./wide-table.js";

/** What a format of tables says of itself. */
interface TableFormat {
  format: "csv" | "jsonl";
  /** What a row is called. */
  rows: "rows" | "lines";
  /** Sentences on the file and on what its import took for granted. */
  notes: readonly string[];
  /** Text of a field of an export of our own, without what the format adds to it. */
  unquote(text: string): string;
}

interface Measured {
  measurements: readonly Measurement[];
  notes: readonly string[];
  /** Charts of the built-in experiment of that kind, if it is of one. */
  charts?: string[];
}

/** Turns a table into a run; see `importCsv`. */
export function importTable(input: ImportInput, table: Table, format: TableFormat): Run {
  const isOwn = input.map === undefined && isOwnExport(table);
  const { measurements, notes, charts }: Measured = isOwn
    ? { measurements: ownMeasurements(table, format.unquote), notes: [] }
    : measuredIn(table, input);
  const { cells, blocks } = cellsOf(measurements);
  checkLimits(cells, table.file);
  return foreignRun(input, {
    format: format.format,
    cells,
    blocks,
    charts,
    notes: [...format.notes, ...notes, blocksNote(blocks, format.rows)],
  });
}

function measuredIn(given: Table, input: ImportInput): Measured {
  const { map = new Map<string, string>(), wide, weak = false, strategy = "program" } = input;
  const multiplied = withProducts(given, map);
  checkMapped(map, multiplied.table.names, { file: given.place, kind: given.kind });
  const long = wide === undefined ? { table: multiplied.table, notes: [] } : longTable(multiplied.table, map, wide);
  const targets = targetsOf(long.table, map, { hasWorkers: input.workers !== undefined });
  const { table, notes: unitNotes } = withUnits(long.table, targets);
  const notes = [...multiplied.notes, ...long.notes, ...unitNotes];
  if (input.strategy !== undefined && targets.includes("strategy")) {
    throw new UserError(`${table.place}: --strategy is for tables without the column strategy: leave it out`);
  }
  if (input.workers !== undefined && targets.includes("workers")) {
    throw new UserError(`${table.place}: --workers is for tables without the column workers: leave it out`);
  }
  const figures = targets.flatMap((target, index) => (holdsFigures(target) ? [index] : []));
  const { names, rows } = withDecimalPoints(table, figures);
  const measurements = rows.map((row) => measurementOf(row, { names, targets, strategy, workers: input.workers }));
  const failed = measurements.filter(({ trial }) => trial.status !== "ok").length;
  if (failed > 0)
    notes.push(`${failed} of its times are words such as TIMEOUT: they were read as measurements that failed.`);
  const found = weakScaling(measurements, { isAsked: weak, file: table.file });
  if (found === null) {
    tellIfWeak(measurements, input, table);
    return { measurements, notes };
  }
  input.tell?.(found.note);
  return { measurements: found.measurements, notes: [...notes, found.note], charts: ["weak-scaling"] };
}

/** The name of a file or of a column may say weak scaling where no size shows it: only the user knows. */
function tellIfWeak(measurements: readonly Measurement[], input: ImportInput, { names, file }: Table): void {
  const said = [...names, file].map((name) => growingWork([], [], name)).find((clause) => clause !== null) ?? null;
  if (said === null || measurements.some(({ factors }) => factors.tasks !== undefined)) return;
  input.tell?.(
    `${said}, and this was read as the same work at every worker count: if the work grows, import it with --weak.`,
  );
}

/** A run file is limited, so that a page of it can be read. */
function checkLimits(cells: readonly Cell[], file: string): void {
  if (cells.length > MOST_CELLS) {
    const levels = new Map<string, Set<unknown>>();
    for (const { factors } of cells) {
      for (const [name, level] of Object.entries({ ...factors, ...factors.more, more: undefined })) {
        levels.set(name, (levels.get(name) ?? new Set()).add(level));
      }
    }
    const [name, { size }] = [...levels].sort(([, a], [, b]) => b.size - a.size)[0] as [string, Set<unknown>];
    throw new UserError(
      `${file}: has ${cells.length} combinations, and a run file holds ${MOST_CELLS}: import a part of it, or leave a column out whose levels do not matter (--map <column>=-; ${name} has ${size} levels)`,
    );
  }
  const most = Math.max(0, largest(cells.map(({ trials }) => trials.length)));
  if (most > MOST_TRIALS) {
    throw new UserError(
      `${file}: has ${most} measurements of one combination, and a run file holds ${MOST_TRIALS}: import a part of it`,
    );
  }
}
