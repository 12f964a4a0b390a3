import { basename } from "node:path";
import { largest, smallest } from "../../record/limits/extremes.js";
import { show } from "../../record/schema/quote-value.js";
import { UserError } from "../../user-error.js";
import { figureField } from "../foreign/fields.js";
import { namesOf, plain, type TableColumn } from "./scaling-columns.js";
import { isSizeName, MEASURED_ROLES, roleOf } from "./scaling-names.js";

/** A column whose few values were each measured at about every worker count, such as a size. */
export interface MixedLevel {
  name: string;
  /** As the table has them, in its order. */
  values: string[];
}

/** Rows that are fitted alone: those with a certain field in a column. */
export interface Condition {
  column: TableColumn;
  value: string;
}

const MOST_LEVELS = 50;
/** Shares: of the worker counts that each level is at, of those with several levels, of equally frequent combinations. */
const AT_LEAST = { counts: 1 / 2, crossed: 1 / 4, planned: 3 / 4 };
/** Largest ratio of the work of one worker where sizes grow with the workers; sizes are rounded. */
const SAME = 1.1;

/**
 * Columns that are levels of something else than workers, so that a fit of all rows mixes different things: of few values,
 * each at half of the worker counts or more, several at one count, and all about equally often. So does who plans a
 * measurement, and a measured figure does not. Of columns that divide the rows alike the first stands for all.
 *
 * @param workers of each row
 */
export function mixedLevels(columns: readonly TableColumn[], workers: readonly number[]): MixedLevel[] {
  const found = columns.filter((column) => isLevel(column, workers));
  const different = found.filter((column, index) => !found.slice(0, index).some((earlier) => isAlike(earlier, column)));
  return different.map(({ name, texts }) => ({ name, values: [...new Set(texts)] }));
}

function isLevel({ name, texts }: TableColumn, workers: readonly number[]): boolean {
  const values = [...new Set(texts)];
  if (values.length < 2 || values.length > Math.min(MOST_LEVELS, texts.length / 2)) return false;
  if (MEASURED_ROLES.has(roleOf(name)) || isRepeat(name, values)) return false;
  const rows = new Map<number, Map<string, number>>();
  texts.forEach((text, row) => {
    const at = rows.get(workers[row] as number) ?? new Map<string, number>();
    rows.set(workers[row] as number, at.set(text, (at.get(text) ?? 0) + 1));
  });
  const counts = [...rows.values()];
  const times = counts.flatMap((at) => [...at.values()]);
  const share = (some: readonly unknown[], of: readonly unknown[]) => some.length / of.length;
  return (
    values.every((value) => {
      const having = counts.filter((at) => at.has(value));
      return having.length > 1 && share(having, counts) >= AT_LEAST.counts;
    }) &&
    share(
      counts.filter((at) => at.size > 1),
      counts,
    ) >= AT_LEAST.crossed &&
    mostAlike(times) / times.length >= AT_LEAST.planned
  );
}

/** How often the most frequent of some numbers is among them. */
function mostAlike(numbers: readonly number[]): number {
  const often = new Map<number, number>();
  for (const number of numbers) often.set(number, (often.get(number) ?? 0) + 1);
  return largest(often.values());
}

/** Numbers of repeats from 0 or 1 on, and seeds. */
function isRepeat(name: string, values: readonly string[]): boolean {
  if (/seed/i.test(name)) return true;
  const sorted = values.map(Number).sort((a, b) => a - b);
  const first = sorted[0] as number;
  return (
    roleOf(name) === "repeat" && first >= 0 && first <= 1 && sorted.every((value, index) => value === first + index)
  );
}

function isAlike({ texts: a }: TableColumn, { texts: b }: TableColumn): boolean {
  const pairs = new Set(a.map((text, row) => JSON.stringify([text, b[row]])));
  return pairs.size === new Set(a).size && pairs.size === new Set(b).size;
}

/**
 * What says that the work of a row grows with its workers (weak scaling), as a clause; `null` where nothing does: a column
 * of sizes in proportion to the workers, or the name of a column or of the file.
 */
export function growingWork(columns: readonly TableColumn[], workers: readonly number[], file: string): string | null {
  const size = new Set(workers).size < 2 ? undefined : columns.find((column) => isProportional(column, workers));
  if (size !== undefined) return `${plain(size.name)} grows with the workers`;
  const named = [...columns.map(({ name }) => name), basename(file)].find((name) => WEAK.test(name));
  return named === undefined ? null : `${plain(named)} says weak scaling`;
}

const WEAK = /(^|[^a-z])weak([^a-z]*(scal|eff)|\.[a-z.]+$|$)/i;

function isProportional({ name, texts }: TableColumn, workers: readonly number[]): boolean {
  if (!isSizeName(name)) return false;
  const shares = texts.map((text, row) => (figureField.parse(text) ?? Number.NaN) / (workers[row] as number));
  return largest(shares) <= SAME * smallest(shares);
}

/**
 * Reads `size=100,compiler=gcc`: fields of columns, of which names and values may hold commas and equals signs. What names
 * no column or no value of it is a UserError at `place`.
 */
export function parseConditions(text: string, columns: readonly TableColumn[], place: string): Condition[] {
  const parts: Condition[] = [];
  for (const part of text.split(",")) {
    const column = columns
      .filter(({ name }) => part.trimStart().startsWith(`${name}=`))
      .sort((a, b) => b.name.length - a.name.length)[0];
    const last = parts.at(-1);
    if (column !== undefined)
      parts.push({
        column,
        value: part
          .trimStart()
          .slice(column.name.length + 1)
          .trim(),
      });
    else if (last !== undefined) last.value += `,${part}`;
    else throw new UserError(`${place}: ${notOneOf(part, columns)}`);
  }
  return parts.map((condition) => ({ ...condition, value: heldValue(condition, place) }));
}

function notOneOf(part: string, columns: readonly TableColumn[]): string {
  return `--only has ${show(part)}: write <column>=<value>, such as size=100: there are ${namesOf(columns)}`;
}

/** The value as the table has it: 100 is 1e2 and 100.0. */
function heldValue({ column: { name, texts }, value }: Condition, place: string): string {
  const there = [...new Set(texts)];
  const number = (text: string) => figureField.parse(text) ?? Number.NaN;
  const found = there.find((text) => text === value) ?? there.find((text) => number(text) === number(value));
  if (found !== undefined) return found;
  const first = [...there.slice(0, 10).map(plain), ...(there.length > 10 ? ["..."] : [])].join(", ");
  throw new UserError(`${place}: no row has ${plain(name)} = ${plain(value)}, as --only asks: there are ${first}`);
}
