import { largest, smallest } from "../../record/limits/extremes.js";
import { show } from "../../record/schema/quote-value.js";
import { UserError } from "../../user-error.js";
import { figureField } from "../foreign/fields.js";
import { type ColumnRole, isPlainTime, isUnitName, isWholeTime, roleOf } from "./scaling-names.js";

/** Meaning of a column: work in a unit of time, or time of the work. */
export type FigureKind = "throughput" | "time";

/** A column of a table: its name and its trimmed fields, one a row. */
export interface TableColumn {
  name: string;
  texts: readonly string[];
  /** Whether the fields are times with units of their own, and the texts their seconds. */
  isWritten: boolean;
}

/** The columns of worker counts and of figures, and what the figures are. */
export interface ScalingColumns {
  x: TableColumn;
  y: TableColumn;
  kind: FigureKind;
}

export interface AskedColumns {
  x?: string | undefined;
  y?: string | undefined;
  kind?: FigureKind | undefined;
}

/** Why a column of a role is not fitted unasked. */
const NOT_FITTED: Partial<Record<ColumnRole, string>> = {
  latency: "what one request waits, not what the workers do",
  spread: "an error or a spread",
  ratio: "a share, a count of events or a figure of one worker",
  ideal: "computed, not measured",
  part: "the time of a part",
  cpu: "CPU time, which adds up over the workers",
  share: "workers of a part",
};
/** A number of tasks or a letter that starts above this is more likely a size. */
const MOST_FIRST = 4;
/** Largest ratio of the products of times and throughputs that say the same, rounded as they may be. */
const SAME = 1.1;
/** Most columns of a table that a message lists. */
const MOST_LISTED = 20;

/**
 * Finds the columns of worker counts and of figures: the ones asked for, else by their names. Where none or several could
 * be meant, a UserError at `place` lists them with their first values.
 */
export function scalingColumns(columns: readonly TableColumn[], asked: AskedColumns, place: string): ScalingColumns {
  const y = asked.y === undefined ? undefined : named(columns, "--y", asked.y, place);
  const x = asked.x === undefined ? workersColumn(columns, y, place) : named(columns, "--x", asked.x, place);
  if (x === y) throw new UserError(`${place}: --x and --y are both ${show(x.name)}: give two columns`);
  const figure = y ?? figureColumn(columns, x, { kind: asked.kind, place });
  const kind = asked.kind ?? kindOf(figure, columns);
  if (kind !== undefined) return { x, y: figure, kind };
  const reason = NOT_FITTED[roleOf(figure.name)];
  const said = reason === undefined ? "may be a throughput or a time" : `is ${reason}`;
  throw new UserError(
    `${place}: ${listed(figure)} ${said}: give --kind throughput or --kind time if it is that of the whole work`,
  );
}

function named(columns: readonly TableColumn[], option: string, asked: string, place: string): TableColumn {
  const small = asked.toLowerCase();
  const found = columns.find(({ name }) => name === asked) ?? columns.find(({ name }) => name.toLowerCase() === small);
  if (found !== undefined) return found;
  throw new UserError(`${place}: there is no column ${show(asked)} for ${option}: there are ${namesOf(columns)}`);
}

/** "threads, time_s": names for messages. */
export function namesOf(columns: readonly TableColumn[]): string {
  const names = columns.slice(0, MOST_LISTED).map(({ name }) => plain(name));
  return [...names, ...(columns.length > names.length ? ["..."] : [])].join(", ");
}

/** A text from outside without quotes, for messages. */
export function plain(text: string): string {
  return show(text).slice(1, -1);
}

function workersColumn(columns: readonly TableColumn[], y: TableColumn | undefined, place: string): TableColumn {
  const numbered = numberedColumns(columns);
  const free = columns.filter((column) => column !== y && !numbered.includes(column));
  const of = (...roles: ColumnRole[]) => free.filter(({ name }) => roles.includes(roleOf(name)));
  const letters = of("letter");
  const others = letters.length > 1 ? letters.filter(({ name }) => name.toLowerCase() !== "x") : letters;
  const nouns = of("workers", "count");
  const counts = others.filter(isLikelyCount);
  const found = distinct(nouns.length > 0 ? nouns : counts.length > 0 ? counts : others);
  const shares = of("share").filter(varies);
  const [only] = found;
  if (only !== undefined && found.length + shares.length === 1 && isLikelyCount(only)) return only;
  if (found.length === 0 && numbered.length > 0) {
    const names = namesOf(numbered.slice(0, 3));
    throw new UserError(
      `${place}: ${names} ... are several columns of one thing: fit reads a column of worker counts and one of figures, a row for each measurement`,
    );
  }
  const product = shares.length > 0 ? ", or add a column with their product" : "";
  throw question([...found, ...shares], columns, { what: "a number of workers", option: "--x", more: product, place });
}

/** Columns called alike but for a number, three or more: core1, core2, core4. */
function numberedColumns(columns: readonly TableColumn[]): TableColumn[] {
  const stem = ({ name }: TableColumn) => name.replace(/\d+/, "#");
  const numbered = columns.filter(({ name }) => /\d/.test(name));
  return numbered.filter((column) => numbered.filter((other) => stem(other) === stem(column)).length >= 3);
}

/** Whether a column counts workers: by its name, or by starting low. */
function isLikelyCount({ name, texts }: TableColumn): boolean {
  if (roleOf(name) === "workers") return true;
  const counts = texts.map((text) => figureField.parse(text));
  // Fields that are no number are refused where they stand.
  return counts.some((count) => count === undefined || count <= MOST_FIRST);
}

interface Wanted {
  kind: FigureKind | undefined;
  place: string;
}

function figureColumn(columns: readonly TableColumn[], x: TableColumn, { kind, place }: Wanted): TableColumn {
  const free = columns.filter((column) => column !== x);
  const isWanted = (own: FigureKind | undefined) => own !== undefined && (kind === undefined || own === kind);
  const measured = distinct(
    free.filter((column) => NAMED.has(roleOf(column.name)) && isWanted(kindOf(column, columns))),
  );
  const unnamed = free.filter(({ name }) => roleOf(name) === "figure");
  const found = measured.length > 0 ? withoutDerived(wholeOf(measured, free), columns) : distinct(unnamed);
  const [only] = found;
  if (only !== undefined && found.length === 1) return only;
  const [other] = free;
  if (found.length === 0 && free.length === 1 && other !== undefined) return other;
  throw question(found, columns, { what: "a throughput or a time of the whole work", option: "--y", more: "", place });
}

/** Roles of columns that say of which kind a row is. */
const OF_ROWS: ReadonlySet<ColumnRole> = new Set<ColumnRole>(["unknown", "letter", "count"]);
const NAMED: ReadonlySet<ColumnRole> = new Set<ColumnRole>(["throughput", "time", "letter"]);

/**
 * Of several times the one that is named as the whole, if one is. A time that is not, such as that with OpenMP, stands
 * beside times of which the name may say a part, such as that with MPI.
 */
function wholeOf(found: readonly TableColumn[], free: readonly TableColumn[]): readonly TableColumn[] {
  const isTime = ({ name }: TableColumn) => roleOf(name) === "time";
  const whole = found.filter((column) => isTime(column) && isWholeTime(column.name));
  if (whole.length === 1) return found.filter((column) => !isTime(column) || column === whole[0]);
  const [only, second] = found.filter(isTime);
  if (only === undefined || second !== undefined || isPlainTime(only.name)) return found;
  return [...found, ...free.filter(({ name }) => roleOf(name) === "part").filter(varies)];
}

/** Only the time, where all throughputs beside it are the same work over it, as speed-ups are, for each kind of row. */
function withoutDerived(found: readonly TableColumn[], columns: readonly TableColumn[]): readonly TableColumn[] {
  const [time, second] = found.filter((column) => kindOf(column, columns) === "time");
  if (time === undefined || second !== undefined) return found;
  const kinds = columns.filter(({ name, texts }) => {
    return OF_ROWS.has(roleOf(name)) && new Set(texts).size <= texts.length / 2;
  });
  const isDerived = ({ texts }: TableColumn) => {
    const works = new Map<string, number[]>();
    for (const [row, text] of texts.entries()) {
      const [rate, duration] = [text, time.texts[row] ?? ""].map((field) => figureField.parse(field));
      if (rate === undefined || duration === undefined) continue;
      const kind = JSON.stringify(kinds.map((column) => column.texts[row]));
      const same = works.get(kind);
      if (same === undefined) works.set(kind, [rate * duration]);
      else same.push(rate * duration);
    }
    return works.size > 0 && [...works.values()].every((same) => largest(same) <= SAME * smallest(same));
  };
  return found.every((column) => column === time || isDerived(column)) ? [time] : found;
}

/** Columns that differ: of several without those that are no numbers, always the same, or a copy of an earlier one. */
function distinct(columns: readonly TableColumn[]): readonly TableColumn[] {
  const numbers = columns.filter(({ texts }) => texts.some((text) => figureField.parse(text) !== undefined));
  const varying = numbers.filter(varies);
  const some = varying.length > 0 ? varying : numbers;
  const different = some.filter(({ texts }, index) => {
    return !some.slice(0, index).some((earlier) => earlier.texts.every((text, row) => text === texts[row]));
  });
  return columns.length < 2 || different.length === 0 ? columns : different;
}

function varies({ texts }: TableColumn): boolean {
  return texts.some((text) => text !== texts[0]);
}

function kindOf({ name }: TableColumn, columns: readonly TableColumn[]): FigureKind | undefined {
  const role = roleOf(name);
  if (role === "throughput" || role === "time") return role;
  if (role === "part" || role === "cpu") return "time";
  if (name.toLowerCase() === "x") return "throughput";
  return role === "figure" ? kindBeside(columns) : undefined;
}

/** What figures are by the columns beside them: by a column with their unit, or by hyperfine's CPU times. */
function kindBeside(columns: readonly TableColumn[]): FigureKind | undefined {
  const has = (asked: string) => columns.some(({ name }) => name === asked);
  if (has("user") && has("system")) return "time";
  const unit = columns.find((column) => isUnitName(column.name) && !varies(column));
  const role = roleOf(unit?.texts[0] ?? "");
  return role === "throughput" || role === "time" ? role : undefined;
}

interface Question {
  /** What is looked for, the option that says it, and other advice. */
  what: string;
  option: string;
  more: string;
  place: string;
}

function question(
  found: readonly TableColumn[],
  columns: readonly TableColumn[],
  { what, option, more, place }: Question,
): UserError {
  const could = found.map(listed).join(" and ");
  const all = columns.slice(0, MOST_LISTED).map((column) => {
    const reason = NOT_FITTED[roleOf(column.name)];
    return reason === undefined ? listed(column) : `${listed(column)}, ${reason}`;
  });
  const said =
    found.length === 0
      ? `no column is named like ${what}: say which with ${option}${more}: there are ${all.join("; ")}`
      : `${could} could be ${what}: say which with ${option}${more}`;
  return new UserError(`${place}: ${said}`);
}

/** "mean" (10.1, 5.3, 2.9, ...). */
function listed({ name, texts }: TableColumn): string {
  const first = texts.slice(0, 3).map((text) => plain(text.slice(0, 20)));
  return `${show(name)} (${[...first, ...(texts.length > 3 ? ["..."] : [])].join(", ")})`;
}
