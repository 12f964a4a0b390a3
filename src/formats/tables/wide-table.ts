import { type DeclaredFactor, declaredFactors, factorNames } from "../../record/schema/factors.js";
import { show } from "../../record/schema/quote-value.js";
import { slugify } from "../../record/schema/run-id.js";
import { UserError } from "../../user-error.js";
import type { ParameterMap } from "../foreign/parameter-map.js";
import { type ColumnRole, roleOf } from "../scaling/scaling-names.js";
import { knownColumn, timeColumns } from "./column-names.js";
import { quoted, type Table, type TableRow } from "./table.js";
import { unitOf, wordsOf } from "./time-fields.js";

/** What stands for columns that repeat one another, in place of a factor. */
const REPEATS = "repeats";

/** A wide table as a long one: a row for each measurement. */
export interface LongTable {
  table: Table;
  notes: string[];
}

/**
 * Makes a long table of a wide one, whose other columns hold the times of one level each: `--wide workers` of the columns
 * `n`, `1`, `2`, `4`. An empty field was not measured.
 *
 * @param asked a factor, or `repeats`; behind `=` the unit of the times, such as `workers=wall_ms` (default: `wall_s`)
 */
export function longTable(table: Table, map: ParameterMap, asked: string): LongTable {
  const [factor = "", time = "wall_s"] = asked.split("=").map((part) => part.trim());
  checkAsked(factor, time, { table, map });
  const isFixed = (name: string) => map.has(name) || knownColumn(name) !== undefined;
  const others = table.names.flatMap((name, index) => (isFixed(name) ? [] : [{ name, index }]));
  const levels = levelHeads(
    factor,
    others.map(({ name }) => name),
  );
  const heads = others.flatMap(({ name, index }, place) => {
    const level = levels[place];
    return level === undefined ? [] : [{ name, index, level }];
  });
  if (heads.length === 0) {
    throw new UserError(
      `${table.place}: --wide ${factor}: no column is named after a level: there are ${quoted(table.names)}`,
    );
  }
  for (const { name } of heads) checkHead(name, { factor, time, place: table.place });
  const wide = new Set(heads.map(({ index }) => index));
  const kept = table.names.flatMap((_, index) => (wide.has(index) ? [] : [index]));
  const isRepeats = factor === REPEATS;
  const rows = table.rows.flatMap(({ place, fields }): TableRow[] =>
    heads.flatMap(({ name, index, level }) => {
      const text = fields[index] ?? "";
      if (text === "") return [];
      const own = kept.map((keptIndex) => fields[keptIndex] ?? "");
      return [{ place: `${place} column ${name}`, fields: [...own, ...(isRepeats ? [] : [level]), text] }];
    }),
  );
  const missing = table.rows.length * heads.length - rows.length;
  return {
    table: {
      ...table,
      names: [...kept.map((index) => table.names[index] ?? ""), ...(isRepeats ? [] : [factor]), time],
      rows,
      ...(!isRepeats && { madeFactor: factor }),
    },
    notes: [
      `The columns ${quoted(heads.map(({ name }) => name))} were read as ${isRepeats ? "repeats" : `levels of ${factor}`}, their figures as ${time}.`,
      ...(missing === 0 ? [] : [`${missing} of their fields are empty: nothing was measured there.`]),
    ],
  };
}

function checkAsked(factor: string, time: string, { table, map }: { table: Table; map: ParameterMap }): void {
  if (timeColumns[time] === undefined) {
    throw new UserError(`--wide reads figures as "${time}": give one of wall_s, wall_ms, wall_us, wall_ns`);
  }
  if (factor === "" || (slugify(factor) !== factor && !factorNames.some((name) => name === factor))) {
    throw new UserError(`--wide is "${factor}": give a factor such as workers, a name of your own, or ${REPEATS}`);
  }
  const taken = table.names.find((name) => (map.get(name) ?? knownColumn(name)) === factor);
  if (taken !== undefined) {
    throw new UserError(`${table.place}: --wide ${factor}: the column "${taken}" stands for ${factor} already`);
  }
}

/** What is computed from times, and no time. */
const COMPUTED: ReadonlySet<ColumnRole> = new Set<ColumnRole>(["spread", "ratio", "ideal", "throughput"]);
const STATISTIC = /(?:^|_)(?:mean|avg|average|median|min|max|minimum|maximum)(?:_|$)/;

/** A column that is no time by its name, or one of another unit, would be taken for a time that was measured. */
function checkHead(name: string, { factor, time, place }: { factor: string; time: string; place: string }): void {
  const head = wordsOf(name.replace(/\d+/g, " "));
  const [said, asked] = [unitOf(head), unitOf(time)];
  if (said !== undefined && said !== asked) {
    throw new UserError(
      `${place}: --wide reads the figures of ${show(name)} as ${time}, and its name says ${said}: give --wide ${factor}=wall_${said}, or rename the column`,
    );
  }
  if (
    COMPUTED.has(roleOf(name)) ||
    /(?:^|_)speed_?up(?:_|$)/.test(head) ||
    (factor === REPEATS && STATISTIC.test(head))
  ) {
    const what = factor === REPEATS ? "repeat" : "time";
    throw new UserError(
      `${place}: --wide reads ${show(name)} as a ${what}, and its name says another figure: leave it out with --map '${name}=-', or rename it`,
    );
  }
}

/** Level that each head stands for; undefined where it is none. Heads of figures may have the same words around them. */
export function levelHeads(factor: string, heads: readonly string[]): (string | undefined)[] {
  const declared = factorNames.find((name): name is DeclaredFactor => name === factor);
  const isFigure = declared !== undefined && ["count", "size"].includes(String(declaredFactors[declared].levels));
  if (!isFigure) return [...heads];
  const parts = heads.map((head) => /^(\D*?)(\d+(?:\.\d+)?(?:e\d+)?)(\D*)$/i.exec(head));
  // "1 thread" and "2 threads" have the same words.
  const wordsOf = (part: RegExpExecArray | null) => (part ? `${part[1]}|${part[3]}`.replace(/s$/, "") : undefined);
  const around = new Map<string, number>();
  for (const words of parts.map(wordsOf)) {
    if (words !== undefined) around.set(words, (around.get(words) ?? 0) + 1);
  }
  const [usual] = [...around].sort(([, a], [, b]) => b - a)[0] ?? [];
  return parts.map((part) => (wordsOf(part) === usual ? part?.[2] : undefined));
}
