import { show } from "../../record/schema/quote-value.js";
import { UserError } from "../../user-error.js";
import { isUnitName, roleOf } from "../scaling/scaling-names.js";
import { timeColumns } from "./column-names.js";
import type { Table } from "./table.js";
import { type TimeUnit, unitOf, unitOfWord } from "./time-fields.js";

/** Index of the column that holds the unit of the times, as Google Benchmark and JMH write it; -1 where none does. */
export function unitColumn({ names, rows }: Table): number {
  return names.findIndex(
    (name, index) => isUnitName(name) && rows.every(({ fields }) => unitOfWord(fields[index] ?? "") !== undefined),
  );
}

/** Unit of the first row's times, where a column holds it. */
export function firstUnit(table: Table): TimeUnit | undefined {
  return unitOfWord(table.rows[0]?.fields[unitColumn(table)] ?? "");
}

/**
 * The table with times that name their unit, `29.1 ns`, where a column holds the unit of each row: times in columns whose
 * names say none.
 */
export function withUnits(table: Table, targets: readonly string[]): { table: Table; notes: string[] } {
  const units = unitColumn(table);
  const times = table.names.flatMap((name, index) =>
    timeColumns[targets[index] ?? ""] !== undefined && unitOf(name) === undefined ? [index] : [],
  );
  refuseThroughputs(table, times);
  if (units < 0 || times.length === 0) return { table, notes: [] };
  const rows = table.rows.map(({ place, fields }) => {
    const unit = unitOfWord(fields[units] ?? "");
    const isPlain = (text: string) => /^\+?[\d.,]+(?:e[+-]?\d+)?$/i.test(text);
    return {
      place,
      fields: fields.map((text, index) => (times.includes(index) && isPlain(text) ? `${text} ${unit}` : text)),
    };
  });
  return { table: { ...table, rows }, notes: [`The column ${table.names[units]} says the unit of the times.`] };
}

/** Throws a UserError where a column says that figures, which are to be times, are throughputs. */
function refuseThroughputs(table: Table, times: readonly number[]): void {
  const said = saidThroughput(table);
  if (said === null || times.length === 0) return;
  throw new UserError(`${said.place}: ${show(table.names[times[0] as number])} is to be a time, and ${said.sentence}`);
}

/** Where and how a column of units says that the figures are throughputs, as JMH writes it; `null` where none does. */
export function saidThroughput({ names, rows }: Table): { place: string; sentence: string } | null {
  const units = names.findIndex(isUnitName);
  const row = units < 0 ? undefined : rows.find(({ fields }) => roleOf(fields[units] ?? "") === "throughput");
  if (row === undefined) return null;
  const sentence = `${show(names[units])} is ${show(row.fields[units])}: a throughput is no time, and scalebook fit takes it`;
  return { place: row.place, sentence };
}
