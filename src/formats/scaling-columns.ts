import { show } from "../record/schema/quote-value.js";
import { UserError } from "../user-error.js";
import { figureField } from "./fields.js";
import { type ColumnRole, isUnitName, roleOf } from "./scaling-names.js";

/** Meaning of a column: work in a unit of time, or time of the work. */
export type FigureKind = "throughput" | "time";

/** A column of a table: its name, its place and its trimmed fields, one a row. */
export interface TableColumn {
  name: string;
  index: number;
  texts: readonly string[];
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
  share: "workers of a part",
};
/** A number of tasks or a letter that starts above this is more likely a size. */
const MOST_FIRST = 64;
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
  const free = columns.filter((column) => column !== y);
  const of = (...roles: ColumnRole[]) => free.filter(({ name }) => roles.includes(roleOf(name)));
  const letters = of("letter");
  const others = letters.length > 1 ? letters.filter(({ name }) => name.toLowerCase() !== "x") : letters;
  const nouns = of("workers", "count");
  const found = distinct(nouns.length > 0 ? nouns : others);
  const shares = of("share").filter(varies);
  const [only] = found;
  if (only !== undefined && found.length + shares.length === 1 && isLikelyCount(only)) return only;
  const product = shares.length > 0 ? ", or add a column with their product" : "";
  throw question([...found, ...shares], columns, { what: "a number of workers", option: "--x", more: product, place });
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
  const found = measured.length > 0 ? withoutDerived(measured, columns) : distinct(unnamed);
  const [only] = found;
  if (only !== undefined && found.length === 1) return only;
  const [other] = free;
  if (found.length === 0 && free.length === 1 && other !== undefined) return other;
  throw question(found, columns, { what: "a throughput or a time of the whole work", option: "--y", more: "", place });
}

const NAMED: ReadonlySet<ColumnRole> = new Set<ColumnRole>(["throughput", "time", "letter"]);

/** Only the time, where all throughputs beside it are the same work over it, as speed-ups are. */
function withoutDerived(found: readonly TableColumn[], columns: readonly TableColumn[]): readonly TableColumn[] {
  const [time, second] = found.filter((column) => kindOf(column, columns) === "time");
  if (time === undefined || second !== undefined) return found;
  const isDerived = ({ texts }: TableColumn) => {
    const work = texts.map((text, row) => Number(text) * Number(time.texts[row]));
    return Math.max(...work) <= SAME * Math.min(...work);
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
  if (role === "part") return "time";
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
