import { factorNames, type Level } from "../../record/schema/factors.js";
import { show } from "../../record/schema/quote-value.js";
import type { Factors, Trial } from "../../record/schema/run-schema.js";
import { UserError } from "../../user-error.js";
import { factorsOf, parsed, type WrittenLevel } from "../foreign/factors.js";
import { amountField } from "../foreign/fields.js";
import type { Measurement } from "./measurements.js";
import { quoted, type Table, type TableRow } from "./table.js";

/** Columns that every row of an export of trials has. */
const ALWAYS = ["run", "study", "experiment", "strategy", "workers", "block", "status"];

const FIGURES = [
  ...(["position", "wallMs", "startUpMs", "workMs", "tearDownMs", "hostMs", "userMs", "sysMs"] as const),
  ...(["taskCpuMs", "queueWaitMs", "peakPssBytes", "peakRssBytes", "workersUsed"] as const),
] satisfies readonly (keyof Trial)[];

/** Whether a table is what `scalebook export` writes of the trials of a run. */
export function isOwnExport({ names }: Pick<Table, "names">): boolean {
  return ALWAYS.every((name) => names.includes(name));
}

/** The measurements of an export, as the run had them. Several runs or experiments are a UserError. */
export function ownMeasurements(table: Table, unquote: (text: string) => string): Measurement[] {
  const indices = new Map(table.names.map((name, index) => [name, index]));
  const rows = table.rows.map((row) => {
    const text = (name: string) => row.fields[indices.get(name) ?? -1] ?? "";
    return { row, text };
  });
  for (const [name, option] of [
    ["run", "export one of them by its name"],
    ["experiment", "export one of them with --experiment"],
  ] as const) {
    const all = [...new Set(rows.map(({ text }) => text(name)))];
    if (all.length > 1) throw new UserError(`${table.place}: holds ${all.length} ${name}s: ${option}: ${quoted(all)}`);
  }
  return rows.map(({ row, text }) => ({
    factors: ownFactors(row, (name) => unquote(text(name))),
    trial: ownTrial(row, text),
    place: row.place,
    ...(isPaired(text) && { block: text("block") }),
  }));
}

/** Older exports do not say it; recordings of our own were paired. */
function isPaired(text: (name: string) => string): boolean {
  return text("paired") === "" ? text("imported_from") === "" : text("paired") === "true";
}

function ownFactors({ place }: TableRow, text: (name: string) => string): Factors {
  const declared = factorNames.map((name): [string, WrittenLevel] => [name, { name, text: text(name) }]);
  const factors = factorsOf(new Map(declared), place);
  const further = text("factors");
  return further === "" ? factors : { ...factors, more: levelsIn(further, place) };
}

function levelsIn(text: string, place: string): Record<string, Level> {
  try {
    const levels: unknown = JSON.parse(text);
    // Names and levels are checked with the run.
    if (typeof levels === "object" && levels !== null && !Array.isArray(levels)) return levels as Record<string, Level>;
  } catch {}
  throw new UserError(`${place}: factors is ${show(text)}: must be a JSON object, as the export wrote it`);
}

function ownTrial({ place }: TableRow, text: (name: string) => string): Measurement["trial"] {
  const figures = FIGURES.flatMap((field) => {
    const name = field.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
    return text(name) === "" ? [] : [[field, parsed({ name, text: text(name) }, amountField, place)]];
  });
  const reason = text("reason");
  // The status is checked with the run.
  const status = text("status") as Trial["status"];
  return { status, ...(reason !== "" && { reason }), wallMs: null, ...Object.fromEntries(figures) };
}
