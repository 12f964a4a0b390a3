import { isPlainTime, isWholeTime, roleOf } from "../../scaling/scaling-names.js";
import type { Table } from "../table.js";
import { longUnitOf, timeField, writtenUnit } from "../time-fields.js";
import { unitColumn } from "../unit-column.js";
import type { Unknown } from "./unknown-column.js";

/** Words for time in other languages than English, and its symbols. */
const FOREIGN =
  /(?:^|_)(?:tempos?|tiempos?|temps|zeit|laufzeit|durata|dur[eé]e|czas|tid|tijd|timp|vreme|süre|время|час|时间|時間|시간)(?:_|$)|^t_(?:p|n)$/u;
const FOREIGN_WHOLE = /(?:^|_)(?:tot[a-z]*|gesamt\p{L}*|всего|общее)(?:_|$)/u;
const MOMENT = /(?:^|_)(?:date|datetime|timestamp|start|started|end|ended|finished)(?:_|$)/;
/** Another statistic than the mean. */
const STATISTIC = /(?:^|_)(?:min|max|median|best|worst|low|high|lower|upper|p\d+)(?:_|$)/;
const MEAN = /^(?:mean|avg|average|score)$/;

/** The column that is named most like the wall time of the whole work; the first of several. */
export function proposedWall(unknown: readonly Unknown[], table: Table): Unknown | undefined {
  const times = unknown.filter(
    (column) => isTime(column) && !MOMENT.test(column.words) && longUnitOf(column.name) === undefined,
  );
  const named = times.filter(({ name, words }) => roleOf(name) === "time" || FOREIGN.test(words));
  const [best] = [...named].sort((a, b) => rank(a) - rank(b));
  return best ?? times.find((column) => MEAN.test(column.words) && isOfTime(column, unknown, table));
}

function rank({ name, words }: Unknown): number {
  const statistic = STATISTIC.test(words) ? 4 : 0;
  if (isWholeTime(name) || FOREIGN_WHOLE.test(words)) return statistic;
  return statistic + (isPlainTime(name) ? 1 : 2);
}

function isTime({ texts }: Unknown): boolean {
  const [first] = texts;
  return first !== undefined && timeField("s").parse(first.replace(/\/op$/, "").replace(",", ".")) !== undefined;
}

/** Whether a mean is that of times: by the units of its texts, by a column of units, or as hyperfine writes it. */
function isOfTime({ texts }: Unknown, unknown: readonly Unknown[], table: Table): boolean {
  const hasOwn = texts.every((text) => writtenUnit(text) !== undefined);
  const has = (words: string) => unknown.some((column) => column.words === words);
  return hasOwn || unitColumn(table) >= 0 || (has("user") && has("system"));
}
