import { show } from "../../record/schema/quote-value.js";
import { UserError } from "../../user-error.js";
import type { Table } from "./table.js";

/** A figure with one comma, and a unit or none. */
const WITH_COMMA = /^[+-]?\d+,\d+(?:e[+-]?\d+)?\s*\p{L}*$/iu;
/** One whose comma may part the thousands: `1,234`. */
const MAY_BE_THOUSANDS = /^[+-]?[1-9]\d{0,2},\d{3}\s*\p{L}*$/iu;
const WITH_POINT = /^[+-]?\d*\.\d/;

interface Figure {
  place: string;
  name: string;
  text: string;
}

/**
 * A table whose figures have decimal points in place of decimal commas. A comma is decimal where another figure of the
 * table shows it (`0,5`, `12,75`), as `1,234` alone may be a thousand; where neither is shown, or points stand beside
 * commas, it is a UserError.
 *
 * @param figures indices of the columns of figures
 */
export function withDecimalPoints(table: Table, figures: readonly number[]): Table {
  if (!table.decimalCommas) return table;
  const all = table.rows.flatMap(({ place, fields }) =>
    figures.map((index) => ({ place, name: table.names[index] ?? "", text: fields[index] ?? "" })),
  );
  const commas = all.filter(({ text }) => WITH_COMMA.test(text));
  const [open] = commas;
  if (open === undefined) return table;
  const shown = commas.find(({ text }) => !MAY_BE_THOUSANDS.test(text));
  const pointed = all.find(({ text }) => WITH_POINT.test(text));
  if (shown === undefined) throw undecided(open);
  if (pointed !== undefined) throw mixed(shown, pointed);
  return {
    ...table,
    rows: table.rows.map(({ place, fields }) => ({
      place,
      fields: fields.map((text, index) =>
        figures.includes(index) && WITH_COMMA.test(text) ? text.replace(",", ".") : text,
      ),
    })),
  };
}

function undecided({ place, name, text }: Figure): UserError {
  const [digits = "", end = ""] = text.split(",");
  return new UserError(
    `${place}: ${name} is ${show(text)}, which may be ${digits}.${end} or ${digits}${end}: if commas are decimal, write this one as ${digits},${end.replace(/(\d+)/, "$10")}; if not, leave them out`,
  );
}

function mixed(comma: Figure, point: Figure): UserError {
  return new UserError(
    `${comma.place}: ${comma.name} is ${show(comma.text)}, and ${point.name} is ${show(point.text)} in ${point.place.split(" ").slice(-2).join(" ")}: write all figures with decimal points, and thousands without a sign`,
  );
}
