/** Cell of a CSV file: text, a number with all its digits, or nothing known. */
export type CsvValue = string | number | null;

/**
 * A spreadsheet takes text that starts like this for a formula, whether it stands in quotes or not. Quotes before it are
 * part of the pattern, so that one quote taken off gives every text back.
 */
// biome-ignore lint/suspicious/noControlCharactersInRegex: controls are what it looks for
const FORMULA = /^'*[=+\-@\u0000-\u001f\u007f\uff0b\uff0d\uff1d\uff20]/;

/**
 * A table as CSV (RFC 4180, lines end with LF): units belong in the heads. Numbers are written with all their digits and
 * stay numbers; unknown ones and those that are not finite are empty. Text that a spreadsheet would run as a formula gets
 * a quote before it.
 */
export function csvText(heads: readonly string[], rows: readonly (readonly CsvValue[])[]): string {
  return [heads, ...rows].map((row) => `${row.map(csvCell).join(",")}\n`).join("");
}

function csvCell(value: CsvValue): string {
  if (value === null) return "";
  if (typeof value === "number") return Number.isFinite(value) ? String(value) : "";
  const safe = FORMULA.test(value) ? `'${value}` : value;
  return /[",\n\r]|^\s|\s$/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
