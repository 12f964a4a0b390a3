import { show } from "../../record/schema/quote-value.js";
import { UserError } from "../../user-error.js";
import type { Table } from "./table.js";

const TOTAL =
  /^(?:grand |sub)?(?:totals?|sums?|means?|averages?|avg|medians?|min|max|minimum|maximum|std|stddev|sd|gesamt|summe|mittelwert|durchschnitt)\b[:.]?$/i;

type Summary = (figures: readonly number[]) => number;

const sum: Summary = (figures) => figures.reduce((total, figure) => total + figure, 0);
const SUMMARIES: readonly Summary[] = [
  sum,
  (figures) => sum(figures) / figures.length,
  (figures) => figures.reduce((least, figure) => Math.min(least, figure)),
  (figures) => figures.reduce((most, figure) => Math.max(most, figure)),
];

/**
 * Throws a UserError for a line of totals in a table: its first text is a word such as "Total", which no other line begins
 * with, and it has no text where every line above has one, or figures that sum up those above.
 */
export function refuseTotals({ rows }: Table): void {
  const firsts = rows.map(({ fields }) => fields.find((field) => field !== "") ?? "");
  for (const [index, { place, fields }] of rows.entries()) {
    const word = firsts[index] ?? "";
    if (!TOTAL.test(word) || firsts.filter((first) => first === word).length > 1) continue;
    const above = rows.slice(0, index).map((row) => row.fields);
    if (isTotal(fields, above)) throw new UserError(`${place}: is a line of totals (${show(word)}): remove it`);
  }
}

function isTotal(fields: readonly string[], above: readonly (readonly string[])[]): boolean {
  if (above.length < 2) return false;
  const columns = fields.map((text, column) => ({ text, others: above.map((row) => row[column] ?? "") }));
  if (columns.some(({ text, others }) => text === "" && others.every((other) => other !== ""))) return true;
  if (columns.some(({ text, others }) => TOTAL.test(text) && others.every(isFigure))) return true;
  const figures = columns.filter(({ text, others }) => text !== "" && [text, ...others].every((one) => isFigure(one)));
  return (
    figures.length > 0 &&
    SUMMARIES.some((of) => figures.every(({ text, others }) => isNear(text, of(others.map(Number)))))
  );
}

function isFigure(text: string): boolean {
  return text !== "" && Number.isFinite(Number(text));
}

/** Whether a text is a figure as far as its digits go. */
function isNear(text: string, figure: number): boolean {
  return Math.abs(Number(text) - figure) <= 0.5001 * 10 ** -(text.split(".")[1]?.length ?? 0);
}
