import { show } from "../../record/schema/quote-value.js";
import { knownColumn } from "./column-names.js";

/** Rows of named fields, before anything is known of what they mean. */
export interface Table {
  /** Name of the file, for messages. */
  file: string;
  /** Place of the names, for messages. */
  place: string;
  names: readonly string[];
  rows: readonly TableRow[];
  /** What a name is called in messages. */
  kind: "column" | "key";
  /** A factor that is no column of the file, and stands for itself. */
  madeFactor?: string;
  /** Whether a comma may stand for a decimal point, as it separates no columns. */
  decimalCommas: boolean;
}

export interface TableRow {
  place: string;
  /** Texts in the order of the names; empty where there is none. */
  fields: readonly string[];
}

/** The factor or time that a column stands for by its name alone. */
export function meaningOf(name: string, { madeFactor }: Table): string | undefined {
  return name === madeFactor ? name : knownColumn(name);
}

/** The table without some of its columns. */
export function withoutColumns(table: Table, leftOut: ReadonlySet<number>): Table {
  if (leftOut.size === 0) return table;
  const kept = (_: unknown, index: number) => !leftOut.has(index);
  return {
    ...table,
    names: table.names.filter(kept),
    rows: table.rows.map(({ place, fields }) => ({ place, fields: fields.filter(kept) })),
  };
}

/** Names in quotes: `"a", "b" and "c"`, the first twenty. */
export function quoted(names: readonly string[]): string {
  const shown = names.slice(0, 20).map(show);
  return names.length > 20 ? `${shown.join(", ")} and ${names.length - 20} more` : shown.join(", ");
}
