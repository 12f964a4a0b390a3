import type { Interval } from "../../../analysis/results/run-analysis.js";
import { type Factors, studyOrder } from "../../../record/schema/factors.js";
import { timeColumn } from "../../../words/time.js";
import type { CsvValue } from "../../format/csv.js";
import type { ChartTable } from "./chart.js";

/** One column of a chart's table: what readers see of an item, and what files say of it. */
export interface Column<T> {
  /** `null`: in files only. */
  label: string | null;
  numeric: boolean;
  text(item: T): string;
  /** Heads in files, units included, and as many values. */
  heads: readonly string[];
  values(item: T): readonly CsvValue[];
}

interface Given<T, V> {
  label: string;
  /** Unit of the number as it is computed, for the head in files: "ms", "bytes", "%"; "" for none. */
  unit: string;
  of(item: T): V | null;
  format(value: number): string;
  /** What stands in place of an unknown figure. */
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

/** The figures of a chart for files: with all digits and units in the heads where the chart gives them, else its table. */
export function figuresOf({ columns, rows, data }: ChartTable): NonNullable<ChartTable["data"]> {
  return data ?? { heads: columns.map(({ label }) => label), rows };
}

/** A column of words. */
export function wordsColumn<T>(label: string, of: (item: T) => string): Column<T> {
  return { label, numeric: false, text: of, heads: [label], values: (item) => [of(item)] };
}

/** A column of numbers. */
export function figureColumn<T>({ label, unit, of, format, instead, shown = "" }: Given<T, number>): Column<T> {
  return {
    label: `${label}${shown}`,
    numeric: true,
    text(item) {
      const value = of(item);
      return value === null ? (instead?.(item) ?? "–") : format(value);
    },
    heads: [headOf(label, unit)],
    values: (item) => [of(item)],
  };
}

/** A column of intervals: one on the page, its two ends in files. */
export function endsColumn<T>({ label, unit, of, format, instead, shown = "" }: Given<T, Interval>): Column<T> {
  return {
    label: `${label}${shown}`,
    numeric: true,
    text(item) {
      const ends = of(item);
      return ends === null ? (instead?.(item) ?? "–") : ends.map((end) => format(end)).join(" to ");
    },
    heads: [headOf(`${label} from`, unit), headOf(`${label} to`, unit)],
    values: (item) => of(item) ?? [null, null],
  };
}

/** The levels of the factors that any of these cells has, each in a column of its own, in files only. */
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

/** How a table says its times: one unit for all of them where they allow it. */
export function sharedTime(
  timesMs: readonly (number | null)[],
): Pick<Given<never, number>, "unit" | "format" | "shown"> {
  const { unit, format } = timeColumn(timesMs.filter((ms) => ms !== null));
  return { unit: "ms", format, shown: unit === null ? "" : ` (${unit})` };
}

function headOf(label: string, unit: string): string {
  return unit === "" ? label : `${label} (${unit})`;
}
