import { slugify } from "../../../record/schema/run-id.js";
import { LEFT_OUT, type ParameterMap, parseMap } from "../../foreign/parameter-map.js";
import { growingWork } from "../../scaling/scaling-levels.js";
import { MEASURED_ROLES, roleOf } from "../../scaling/scaling-names.js";
import { columnNames, timeColumns } from "../column-names.js";
import { meaningOf, type Table } from "../table.js";
import { timeField, unitOf, writtenUnit } from "../time-fields.js";
import { firstUnit, unitColumn } from "../unit-column.js";
import { proposedWall } from "./propose-wall.js";
import { proposedWorkers } from "./propose-workers.js";
import { type Unknown, unknownIn } from "./unknown-column.js";

const USER = /^(?:cpu_)?user(?:_time)?(?:_\p{L}+)?$/u;
const SYSTEM = /^(?:cpu_)?(?:sys|system)(?:_time)?(?:_\p{L}+)?$/u;
const SIZE =
  /^(?:(?:problem|input|matrix|data|array|grid|vector|list|work)_?)?(?:size|n|length|elements|items|points|dim|dimension)$/;
const SIZE_OF_WORKER =
  /^(?:size|n|length|elements|items|points|cells|particles|rows|work)_per_(?:worker|thread|proc|process|rank|core|node|task)$/;
const STRATEGY =
  /^(?:strategy|mode|impl|implementation|method|algo|algorithm|solver|variant|program|command|model|library|framework|backend|kernel|approach|scheduler|name)$/;
const WORKLOAD = /^benchmark$/;
/** More names than this are of different work. */
const MOST_STRATEGIES = 12;
/** What is calculated or numbered, and says nothing of how the work was done. */
const NO_FACTOR =
  /(?:^|_)(?:speed_?up|efficiency|throughput|[kmgt]?flops|bandwidth|memory|mem|rss|std|stddev|sd|error|runs?|reps?|repeat|repetition|iteration|iter|trial|allocated|rank|samples?|attempt|id|index|date|datetime|timestamp)(?:_|$)/;

/** More levels than this, nearly one a row, are no factor. */
const MOST_LEVELS = 20;
/** Share of figures in a column of figures; others say that there was none. */
const MOSTLY = 3 / 4;
/** Columns that never change are named where there are no more unknown ones than this. */
const MOST_NAMED = 25;

/** What a column stands for, by the names and texts of a table. */
interface Guess {
  found: Map<string, string>;
  taken: Set<string>;
}

/**
 * Options to copy for a table with unknown columns: what their names and texts allow to guess, in addition to what was
 * mapped. A guess is never taken without the user. `null` where no column is named like a time.
 */
export function proposedOptions(table: Table, map: ParameterMap): string | null {
  const unknown = unknownIn(table, map);
  const guess: Guess = {
    found: new Map(map),
    taken: new Set([...map.values(), ...table.names.flatMap((name) => meaningOf(name, table) ?? [])]),
  };
  takeTimes(guess, unknown, table);
  if (![...guess.taken].some(isWall)) return null;
  const counts = takeWorkers(guess, unknown, table, map);
  const weak = guess.taken.has("tasks") ? null : growingWork([], counts, table.file);
  const isWork = (column: Unknown) =>
    WORKLOAD.test(column.words) || (column.words === "name" && new Set(column.texts).size > MOST_STRATEGIES);
  const texts = (column: Unknown) => column.texts.some((text) => Number.isNaN(Number(text)));
  const isSize = ({ words }: Unknown) => SIZE.test(words) || (weak !== null && SIZE_OF_WORKER.test(words));
  take(
    guess,
    unknown.find((column) => isSize(column) && column.texts.every((text) => Number(text) >= 0)),
    "n",
  );
  take(
    guess,
    unknown.find((column) => isWork(column) && texts(column)),
    "workload",
  );
  take(
    guess,
    unknown.find((column) => STRATEGY.test(column.words) && texts(column)),
    "strategy",
  );
  const units = table.names[unitColumn(table)];
  for (const column of unknown) {
    if (guess.found.has(column.name)) continue;
    const isUnit = column.name === units;
    guess.found.set(column.name, isUnit ? LEFT_OUT : ownFactor(column, { counts, unknown, table, guess }));
  }
  const placeOf = (name: string) => table.names.indexOf(name);
  const named = [...guess.found].filter(([name]) => isNameable(name)).sort(([a], [b]) => placeOf(a) - placeOf(b));
  return [mapOption(named), guess.taken.has("workers") ? "" : "--workers 1", weak === null ? "" : "--weak"]
    .filter(Boolean)
    .join(" ");
}

function take({ found, taken }: Guess, column: Unknown | undefined, target: string): void {
  const isTaken = taken.has(target) || (isWall(target) && [...taken].some(isWall));
  if (column === undefined || found.has(column.name) || isTaken) return;
  found.set(column.name, target);
  taken.add(target);
}

function isWall(target: string): boolean {
  return timeColumns[target]?.time === "wallMs";
}

function takeTimes(guess: Guess, unknown: readonly Unknown[], table: Table): void {
  const wall = proposedWall(unknown, table);
  const unit = firstUnit(table) ?? writtenUnit(wall?.texts[0] ?? "") ?? "s";
  take(guess, wall, `wall_${unitOf(wall?.name ?? "") ?? unit}`);
  for (const column of unknown) {
    const own = unitOf(column.name) ?? unit;
    if (USER.test(column.words) && isTime(column)) take(guess, column, `user_${own}`);
    else if (SYSTEM.test(column.words) && isTime(column)) take(guess, column, `sys_${own}`);
  }
}

/** Takes the columns of worker counts, and says the counts of the rows; none where nothing counts workers. */
function takeWorkers(guess: Guess, unknown: readonly Unknown[], table: Table, map: ParameterMap): number[] {
  if (guess.taken.has("workers")) {
    const own = table.names.findIndex((name) => (map.get(name) ?? meaningOf(name, table)) === "workers");
    return table.rows.map(({ fields }) => Number(fields[own]));
  }
  const { parts, said, kept } = proposedWorkers(unknown);
  const [first] = parts;
  if (first === undefined) return [];
  const name = parts.map((part) => part.name).join("*");
  guess.found.set(name, "workers");
  guess.taken.add("workers");
  for (const column of said) guess.found.set(column.name, LEFT_OUT);
  if (kept !== undefined) take(guess, kept, slugify(kept.name));
  return first.texts.map((_, row) => parts.reduce((product, { texts }) => product * Number(texts[row]), 1));
}

function isTime({ texts }: Unknown): boolean {
  const [first] = texts;
  return first !== undefined && timeField("s").parse(first.replace(",", ".")) !== undefined;
}

interface Beside {
  counts: readonly number[];
  unknown: readonly Unknown[];
  table: Table;
  guess: Guess;
}

/** A factor of the column's own name, or `-` for what says nothing of how the work was done. */
function ownFactor(column: Unknown, { counts, unknown, table, guess }: Beside): string {
  const { name, words, texts } = column;
  const levels = new Set(texts);
  const figures = texts.filter((text) => /^-?\d*[.,]?\d+(?:e[+-]?\d+)?$|^nan$/i.test(text));
  const isFigure = figures.length >= MOSTLY * texts.length;
  const isMeasured =
    table.madeFactor === undefined && levels.size > 1 && texts.some((text) => /^-?\d*[.,]\d+/.test(text));
  const isNumbered = levels.size > Math.max(MOST_LEVELS, table.rows.length / 2);
  const isSilent = texts.length === 0 || (levels.size === 1 && unknown.length > MOST_NAMED);
  const isNone = NO_FACTOR.test(words) || (isFigure && (MEASURED_ROLES.has(roleOf(name)) || roleOf(name) === "repeat"));
  const slug = slugify(name);
  if (isSilent || isMeasured || isNumbered || isNone || guess.taken.has(slug)) return LEFT_OUT;
  if (!isAcross(column, counts, isFigure)) return LEFT_OUT;
  try {
    parseMap(`x=${slug}`, columnNames);
  } catch {
    return LEFT_OUT;
  }
  guess.taken.add(slug);
  return slug;
}

/**
 * Whether levels of a column were measured at several worker counts, as those of a factor are: not what differs at every
 * count, as the grids of weak scaling do, and of figures not what few counts share, as numbers of iterations do.
 */
function isAcross({ texts }: Unknown, counts: readonly number[], isFigure: boolean): boolean {
  const all = new Set(counts).size;
  if (all < 3 || counts.length !== texts.length) return true;
  const at = new Map<string, Set<number>>();
  for (const [row, text] of texts.entries()) at.set(text, (at.get(text) ?? new Set()).add(counts[row] as number));
  const sizes = [...at.values()].map(({ size }) => size);
  const mean = sizes.reduce((sum, size) => sum + size, 0) / sizes.length;
  return isFigure ? mean >= all / 2 : sizes.some((size) => size > 1);
}

/** Whether `--map` can name a column: it separates them by commas, and a terminal shows no control characters. */
export function isNameable(name: string): boolean {
  return !/[\p{C},]/u.test(name) && name === name.trim();
}

/** Option `--map 'a b=workers,c=wall_s'`, in quotes where a shell needs them. */
export function mapOption(map: readonly (readonly [from: string, to: string])[]): string {
  const list = map.map(([from, to]) => `${from}=${to}`).join(",");
  const isPlain = /^[\w=,.:/@%+-]+$/.test(list);
  return `--map ${isPlain ? list : `'${list.replaceAll("'", "'\\''")}'`}`;
}
