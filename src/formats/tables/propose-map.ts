import { slugify } from "../../record/schema/run-id.js";
import { countField } from "../fields.js";
import { LEFT_OUT, type ParameterMap, parseMap } from "../parameter-map.js";
import { columnNames, timeColumns } from "./column-names.js";
import { meaningOf, type Table } from "./table.js";
import { timeField, unitOf, wordsOf } from "./time-fields.js";

/** A column whose meaning is not known. */
interface Unknown {
  name: string;
  /** Its name in small letters, words parted by `_`. */
  words: string;
  /** Its texts that are not empty. */
  texts: readonly string[];
}

const WORKERS =
  /^(?:(?:n|num|no|nr|nb|number_of|omp_num|total|max)_?)?(?:workers?|threads?|proc|procs|process|processes|processors?|np|cores?|cpus?|ranks?|mpi_ranks?|nodes?|jobs|parallelism|concurrency)(?:_?(?:count|used))?$|^p$/;
const TIME = /(?:^|_)(?:times?|elapsed|real|wall|walltime|wallclock|duration|runtime|seconds|secs?|makespan)(?:_|$)/;
const USER = /^(?:cpu_)?user(?:_time)?(?:_\p{L}+)?$/u;
const SYSTEM = /^(?:cpu_)?(?:sys|system|kernel)(?:_time)?(?:_\p{L}+)?$/u;
const SIZE =
  /^(?:(?:problem|input|matrix|data|array|grid|vector|list|work)_?)?(?:size|n|length|elements|items|points|dim|dimension)$/;
const STRATEGY =
  /^(?:strategy|mode|impl|implementation|method|algo|algorithm|variant|program|command|model|library|framework|backend|kernel|approach|scheduler|name|benchmark)$/;
/** Another statistic, or another part, than the time of the whole. */
const PART =
  /(?:^|_)(?:std|stddev|stdev|sd|dev|err|error|min|max|var|variance|ci|low|high|lower|upper|p\d+|cpu|mpi|io|comm|init|setup|compile|gpu|kernel|user|sys)(?:_|$)/;
const MOMENT = /(?:^|_)(?:date|datetime|timestamp|start|started|end|ended|finished)(?:_|$)/;
/** What is calculated or numbered, and says nothing of how the work was done. */
const NO_FACTOR =
  /(?:^|_)(?:speed_?up|efficiency|throughput|[kmgt]?flops|bandwidth|memory|mem|rss|std|stddev|sd|error|run|rep|reps|repeat|repetition|iteration|iter|trial|sample|attempt|id|index|date|datetime|timestamp)(?:_|$)/;

/** More levels than this, nearly one a row, are no factor. */
const MOST_LEVELS = 20;

/** What a table's columns may stand for. */
interface Proposal {
  /** Options to copy. */
  options: string;
  /** What a table needs and no name of a column says. */
  missing: string;
}

/**
 * An option `--map` to copy for a table with unknown columns: what their names and texts allow to guess, in addition to what
 * was mapped. A guess is never taken without the user.
 */
export function proposedMap(table: Table, map: ParameterMap): Proposal {
  const unknown = table.names.flatMap((name, index): Unknown[] => {
    if (map.has(name) || meaningOf(name, table) !== undefined) return [];
    return [{ name, words: wordsOf(name), texts: table.rows.flatMap(({ fields }) => fields[index] || []) }];
  });
  const placeOf = (name: string) => table.names.indexOf(name);
  const taken = new Set([...map.values(), ...table.names.flatMap((name) => meaningOf(name, table) ?? [])]);
  const found = new Map(map);
  const take = (column: Unknown | undefined, target: string) => {
    const isTaken = taken.has(target) || (target.startsWith("wall_") && [...taken].some(isWall));
    if (column === undefined || found.has(column.name) || isTaken) return;
    found.set(column.name, target);
    taken.add(target);
  };
  take(workersColumn(unknown), "workers");
  const wall = wallColumn(unknown);
  take(wall, `wall_${wall === undefined ? "s" : (unitOf(wall.name) ?? "s")}`);
  for (const column of unknown) {
    const unit = unitOf(column.name) ?? "s";
    if (USER.test(column.words) && isTime(column)) take(column, `user_${unit}`);
    else if (SYSTEM.test(column.words) && isTime(column)) take(column, `sys_${unit}`);
  }
  take(
    unknown.find(({ words, texts }) => SIZE.test(words) && texts.every((text) => Number(text) >= 0)),
    "n",
  );
  take(
    unknown.find(({ words, texts }) => STRATEGY.test(words) && texts.some((text) => Number.isNaN(Number(text)))),
    "strategy",
  );
  for (const column of unknown) {
    if (!found.has(column.name)) found.set(column.name, ownFactor(column, table.rows.length, taken));
  }
  const all = [...taken, ...found.values()];
  const needed = [
    ["the workers", all.includes("workers")],
    ["the time", all.some(isWall)],
  ] as const;
  return {
    options: written([...found].filter(([name]) => isNameable(name)).sort(([a], [b]) => placeOf(a) - placeOf(b))),
    missing: needed.flatMap(([what, isThere]) => (isThere ? [] : [what])).join(" and "),
  };
}

function isWall(target: string): boolean {
  return timeColumns[target]?.time === "wallMs";
}

/** Of the columns that may count workers, the one that varies most. */
function workersColumn(unknown: readonly Unknown[]): Unknown | undefined {
  return unknown
    .filter(({ words, texts }) => WORKERS.test(words) && texts.every((text) => countField.parse(text) !== undefined))
    .sort((a, b) => new Set(b.texts).size - new Set(a.texts).size)[0];
}

function wallColumn(unknown: readonly Unknown[]): Unknown | undefined {
  return unknown
    .filter((column) => TIME.test(column.words) && !MOMENT.test(column.words) && isTime(column))
    .sort((a, b) => Number(PART.test(a.words)) - Number(PART.test(b.words)))[0];
}

function isTime({ texts }: Unknown): boolean {
  const [first] = texts;
  return first !== undefined && timeField("s").parse(first.replace(",", ".")) !== undefined;
}

/** A factor of the column's own name, or `-` for what says nothing of how the work was done. */
function ownFactor({ name, words, texts }: Unknown, rows: number, taken: Set<string>): string {
  const levels = new Set(texts);
  const isMeasured =
    !/(?:^|_)version(?:_|$)/.test(words) && levels.size > 1 && texts.some((text) => /^-?\d*[.,]\d+/.test(text));
  const isNumbered = levels.size > Math.max(MOST_LEVELS, rows / 2);
  const slug = slugify(name);
  if (texts.length === 0 || isMeasured || isNumbered || NO_FACTOR.test(words) || taken.has(slug)) return LEFT_OUT;
  try {
    parseMap(`x=${slug}`, columnNames);
  } catch {
    return LEFT_OUT;
  }
  taken.add(slug);
  return slug;
}

/** Whether `--map` can name a column: it separates them by commas, and a terminal shows no control characters. */
export function isNameable(name: string): boolean {
  return !/[\p{C},]/u.test(name) && name === name.trim();
}

/** `--map 'a b=workers,c=wall_s'`, in quotes where a shell needs them. */
function written(map: readonly (readonly [from: string, to: string])[]): string {
  const list = map.map(([from, to]) => `${from}=${to}`).join(",");
  const isPlain = /^[\w=,.:/@%+-]+$/.test(list);
  return `--map ${isPlain ? list : `'${list.replaceAll("'", "'\\''")}'`}`;
}
