import { refuseHostileShape } from "../record/schema/hostile-shape.js";
import { show } from "../record/schema/quote-value.js";
import type { Run } from "../record/schema/run-schema.js";
import { UserError } from "../user-error.js";
import { baseName, foreignRun } from "./foreign-run.js";
import type { ImportInput } from "./importer.js";
import { blocksNote, cellsOf, columnsOf, type Measurement, measurementOf } from "./measurements.js";
import { checkMapped, type ParameterMap } from "./parameter-map.js";

const ASSUMPTIONS = "Imported from lines of JSON: one line is one measurement.";

interface Line {
  place: string;
  fields: Map<string, string>;
}

/**
 * Turns lines of JSON into a run: every line is an object of one measurement, and its keys are the columns of a CSV table.
 * An absent key and null were not recorded. Anything that does not fit is a UserError with line, key and value.
 */
export function importJsonl(input: ImportInput): Run {
  const file = baseName(input.file);
  const measurements = readLines(input.text, file, input.map ?? new Map());
  const { cells, blocks } = cellsOf(measurements);
  return foreignRun(input, { format: "jsonl", cells, blocks, notes: [ASSUMPTIONS, blocksNote(blocks, "lines")] });
}

function readLines(text: string, file: string, map: ParameterMap): Measurement[] {
  const lines = text
    .replace(/^\ufeff/, "")
    .split("\n")
    .map((line, index) => ({ line, place: `${file} line ${index + 1}` }))
    .filter(({ line }) => line.trim() !== "")
    .map(({ line, place }) => ({ place, fields: fieldsOf(line, place) }));
  const [first] = lines;
  if (first === undefined)
    throw new UserError(`${file}: is empty: every line must be a JSON object of one measurement`);
  checkMapped(map, [...new Set(lines.flatMap(({ fields }) => [...fields.keys()]))], { file, kind: "key" });
  return lines.map((line) => measurement(line, map));
}

function fieldsOf(line: string, place: string): Map<string, string> {
  let value: unknown;
  try {
    value = JSON.parse(line);
  } catch {
    throw new UserError(`${place}: is not JSON: every line must be a whole JSON object`);
  }
  refuseHostileShape(value, place);
  if (typeof value !== "object" || value === null || Array.isArray(value)) {
    throw new UserError(`${place}: is ${show(value)}: every line must be a JSON object of one measurement`);
  }
  return new Map(Object.entries(value).map(([key, field]) => [key, textOf(key, field, place)]));
}

function textOf(key: string, field: unknown, place: string): string {
  if (field === null) return "";
  if (typeof field === "object")
    throw new UserError(`${place}: ${show(key)} is ${show(field)}: must be text or a number`);
  return String(field).trim();
}

function measurement({ place, fields }: Line, map: ParameterMap): Measurement {
  return measurementOf(fields, columnsOf([...fields.keys()], map, place), place);
}
