import { show } from "../../record/schema/quote-value.js";
import { UserError } from "../../user-error.js";
import { countField, sizeField } from "../foreign/fields.js";
import type { ParameterMap } from "../foreign/parameter-map.js";
import type { Table } from "./table.js";

/** Targets that may be a product of columns. */
const COUNTED = ["workers", "n", "tasks"];

/**
 * The table with a column for each product that a map names, as `np*threads=workers` does for MPI processes of several
 * threads each. A part that is no count is a UserError.
 */
export function withProducts(table: Table, map: ParameterMap): { table: Table; notes: string[] } {
  const products = [...map.keys()].flatMap((name) => {
    const parts = name.split("*").map((part) => part.trim());
    const isProduct =
      !table.names.includes(name) && parts.length > 1 && parts.every((part) => table.names.includes(part));
    return isProduct ? [{ name, parts, target: map.get(name) ?? "" }] : [];
  });
  if (products.length === 0) return { table, notes: [] };
  for (const { name, target } of products) {
    if (COUNTED.includes(target)) continue;
    throw new UserError(`--map makes ${target} of ${show(name)}: a product of columns is for ${COUNTED.join(", ")}`);
  }
  const rows = table.rows.map(({ place, fields }) => ({
    place,
    fields: [
      ...fields,
      ...products.map(({ parts, target }) => {
        const factors = parts.map((part) => {
          const text = fields[table.names.indexOf(part)] ?? "";
          return factorOf(text, { name: part, target, place });
        });
        return String(factors.reduce((product, factor) => product * factor, 1));
      }),
    ],
  }));
  return {
    table: { ...table, names: [...table.names, ...products.map(({ name }) => name)], rows },
    notes: products.map(
      ({ name, parts, target }) => `${show(name)} was read as ${target}: the product of ${parts.length} columns.`,
    ),
  };
}

function factorOf(text: string, { name, target, place }: { name: string; target: string; place: string }): number {
  const field = target === "n" ? sizeField : countField;
  const value = field.parse(text);
  if (value !== undefined) return value;
  const said = text === "" ? "empty" : show(text);
  throw new UserError(`${place}: ${name} is ${said} and counts for ${target}: ${field.advice(text)}`);
}
