import type { Interval } from "../../../analysis/results/run-analysis.js";
import { type Factors, studyOrder } from "../../../record/schema/factors.js";
import { type Measure, measuredColumn } from "../../../words/measure.js";
import { endsWords } from "../../../words/number.js";
import type { CsvValue } from "../../format/csv.js";
import type { ChartTable } from "./chart.js";

/** One column of a chart's table, on the page and in files. */
export interface Column<T> {
  /** `null`: in files only. */
  label: string | null;
  numeric: boolean;
  text(item: T): string;
  /** Heads in files with their units, and as many values. */
  heads: readonly string[];
  values(item: T): readonly CsvValue[];
}

interface Given<T, V> {
  label: string;
  /** In files; absent: the label. */
  head?: string;
  /** Unit of `of`, for the head in files: "ms", "bytes", "%"; "" for none. */
  unit: string;
  of(item: T): V | null;
  format(value: number): string;
  /** Words for an unknown figure; absent: "–". */
  instead?(item: T): string;
  /** Unit that `format` leaves out, for the head on the page: " (s)". */
  shown?: string;
}

/** The table of `items`, one row each. */
export function tableOf<T>(items: readonly T[], columns: readonly Column<T>[]): ChartTable {
  const shown = columns.flatMap((column) => (column.label === null ? [] : [{ ...column, label: column.label }]));
  return {
    columns: shown.map(({ label, numeric }) => ({ label, numeric })),
    rows: items.map((item) => shown.map((column) => column.text(item))),
    data: {
      heads: columns.flatMap(({ heads }) => heads),
      rows: items.map((item) => columns.flatMap((column) => column.values(item))),
    },
  };
}

/** The figures of a chart for files: with all digits where the chart has them, otherwise the rows of its table. */
export function figuresOf({ columns, rows, data }: ChartTable): NonNullable<ChartTable["data"]> {
  return data ?? { heads: columns.map(({ label }) => label), rows };
}

/** A column of words. @param head in files */
export function wordsColumn<T>(label: string, of: (item: T) => string, head = label): Column<T> {
  return { label, numeric: false, text: of, heads: [head], values: (item) => [of(item)] };
}

/** A column of numbers. */
export function figureColumn<T>(given: Given<T, number>): Column<T> {
  const { label, head = label, unit, of, format } = given;
  const heads = [headOf(head, unit)];
  return { ...numeric(given, format), heads, values: (item) => [of(item)] };
}

/** A column of ranges: one on the page, its two ends in files. */
export function endsColumn<T>(
  given: Given<T, Interval>,
  words = (ends: Interval) => ends.map((end) => given.format(end)).join(" to "),
): Column<T> {
  const { label, unit, of } = given;
  const heads = [headOf(`${label} from`, unit), headOf(`${label} to`, unit)];
  return { ...numeric(given, words), heads, values: (item) => of(item) ?? [null, null] };
}

/** A column of 95 % intervals of times or ratios: one that says nothing is not written out on the page. */
export function intervalColumn<T>(given: Omit<Given<T, Interval>, "label"> & { label?: string }): Column<T> {
  return endsColumn({ label: "95 % interval", ...given }, (ends) => endsWords(ends, given.format));
}

function numeric<T, V>({ label, of, instead, shown = "" }: Given<T, V>, words: (value: V) => string) {
  const text = (item: T) => {
    const value = of(item);
    return value === null ? (instead?.(item) ?? "–") : words(value);
  };
  return { label: `${label}${shown}`, numeric: true, text };
}

/** A column in files for every factor that any of these items has. */
export function factorColumns<T>(items: readonly T[], factorsOf: (item: T) => Factors): Column<T>[] {
  const fixedOnes = studyOrder.filter((name) => items.some((item) => factorsOf(item)[name] !== undefined));
  const further = [...new Set(items.flatMap((item) => Object.keys(factorsOf(item).more ?? {})))].sort();
  return [
    ...fixedOnes.map((name) => inFiles<T>(name, (item) => factorsOf(item)[name])),
    ...further.map((name) => inFiles<T>(name, (item) => factorsOf(item).more?.[name])),
  ];
}

function inFiles<T>(head: string, of: (item: T) => string | number | boolean | undefined): Column<T> {
  const value = (item: T) => {
    const level = of(item) ?? null;
    return typeof level === "boolean" ? String(level) : level;
  };
  return { label: null, numeric: false, text: () => "", heads: [head], values: (item) => [value(item)] };
}

/** Unit and format of the times of a table: one unit for all where they allow it. */
export function sharedTime(
  timesMs: readonly (number | null)[],
  measure?: Measure,
): Pick<Given<never, number>, "unit" | "format" | "shown"> {
  const { unit, format } = measuredColumn(
    timesMs.filter((ms) => ms !== null),
    measure,
  );
  return {
    unit: measure === undefined ? "ms" : (measure.unit ?? ""),
    format,
    shown: unit === null ? "" : ` (${unit})`,
  };
}

function headOf(label: string, unit: string): string {
  return unit === "" ? label : `${label} (${unit})`;
}
