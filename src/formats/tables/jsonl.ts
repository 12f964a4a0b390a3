import { refuseHostileText } from "../../record/limits/hostile-text.js";
import { refuseHostileShape } from "../../record/schema/hostile-shape.js";
import { show } from "../../record/schema/quote-value.js";
import type { Run } from "../../record/schema/run-schema.js";
import { UserError } from "../../user-error.js";
import { refuseManyColumns } from "../foreign/csv-rows.js";
import { baseName } from "../foreign/foreign-run.js";
import { hasRepeatedKeys } from "../foreign/json-text.js";
import type { ImportInput } from "../importer.js";
import { importTable } from "./import-table.js";
import { isOwnExport } from "./own-export.js";
import type { Table } from "./table.js";

const ASSUMPTIONS = "Imported from lines of JSON: one line is one measurement.";

interface Line {
  place: string;
  value: Record<string, unknown>;
}

/**
 * Turns lines of JSON into a run: every line is an object of one measurement, and its keys are the columns of a CSV table.
 * An absent key and null were not recorded. Anything that does not fit is a UserError with line, key and value.
 */
export function importJsonl(input: ImportInput): Run {
  const table = readTable(input.text, baseName(input.file));
  return importTable(input, table, { format: "jsonl", rows: "lines", notes: [ASSUMPTIONS], unquote: (text) => text });
}

function readTable(text: string, file: string): Table {
  const lines = text
    .replace(/^\ufeff/, "")
    .split("\n")
    .map((line, index) => ({ line, place: `${file} line ${index + 1}` }))
    .filter(({ line }) => line.trim() !== "")
    .map(({ line, place }): Line => ({ place, value: objectOf(line, place) }));
  const [first] = lines;
  if (first === undefined)
    throw new UserError(`${file}: is empty: every line must be a JSON object of one measurement`);
  const names = [...new Set(lines.flatMap(({ value }) => Object.keys(value)))];
  refuseManyColumns(names, first.place);
  const isOwn = isOwnExport({ names });
  const textIn = isOwn ? ownText : textOf;
  const rows = lines.map(({ place, value }) => ({
    place,
    fields: names.map((key) => (Object.hasOwn(value, key) ? textIn(value[key], key, place) : "")),
  }));
  return { file, place: first.place, names, rows, kind: "key", decimalCommas: false };
}

function objectOf(line: string, place: string): Record<string, unknown> {
  let value: unknown;
  refuseHostileText(line, place);
  try {
    value = JSON.parse(line);
  } catch {
    throw new UserError(`${place}: is not JSON: every line must be a whole JSON object`);
  }
  refuseHostileShape(value, place);
  if (typeof value !== "object" || value === null || Array.isArray(value)) {
    throw new UserError(`${place}: is ${show(value)}: every line must be a JSON object of one measurement`);
  }
  if (hasRepeatedKeys(line, value))
    throw new UserError(`${place}: has a key twice: which one is right is not known; remove one`);
  return value as Record<string, unknown>;
}

function textOf(field: unknown, key: string, place: string): string {
  if (field === null) return "";
  if (typeof field === "object")
    throw new UserError(`${place}: ${show(key)} is ${show(field)}: must be text or a number`);
  return String(field).trim();
}

/** Fields of our export keep their spaces; `factors` is an object. */
function ownText(field: unknown): string {
  if (field === null) return "";
  return typeof field === "object" ? JSON.stringify(field) : String(field);
}
