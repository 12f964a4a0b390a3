import { fixed, isWrittenOut, multiple, significant, whole } from "./number.js";
import { isNoChange, lessOrMore } from "./percent.js";
import { formatTime, type TimeColumn, timeColumn } from "./time.js";

/** What a program is judged by in place of its time: a figure that it prints. Undefined stands for the time everywhere. */
export interface Measure {
  name: string;
  unit?: string | undefined;
  better: "higher" | "lower";
}

/** "throughput"; "time" where nothing else is the measure. */
export function measureNoun(measure: Measure | undefined): string {
  return measure === undefined ? "time" : measure.name.replaceAll("-", " ");
}

/** As {@link measureNoun}, with the whole time as "total time". */
export function totalNoun(measure: Measure | undefined): string {
  return measure === undefined ? "total time" : measureNoun(measure);
}

/** Title of an axis: "total time", "throughput (req/s)". */
export function measureTitle(measure: Measure | undefined): string {
  return `${totalNoun(measure)}${measure?.unit === undefined ? "" : ` (${measure.unit})`}`;
}

/** "least time", "best throughput". */
export function bestNoun(measure: Measure | undefined): string {
  return `${measure === undefined ? "least" : "best"} ${measureNoun(measure)}`;
}

/** "faster" and "slower" of times, "better" and "worse" of a figure. */
export function comparative(verdict: "faster" | "slower", measure: Measure | undefined): string {
  if (measure === undefined) return verdict;
  return verdict === "faster" ? "better" : "worse";
}

/** "takes" of a time, "has" of a figure; "take" and "have" behind a subject that is several; "took" and "had" of what was. */
export function measureVerb(measure: Measure | undefined, form: "takes" | "take" | "took" = "takes"): string {
  return measure === undefined ? form : { takes: "has", take: "have", took: "had" }[form];
}

/** "540 ms"; of a figure "512 req/s". */
export function measured(value: number, measure: Measure | undefined): string {
  if (measure === undefined) return formatTime(value);
  return `${value >= 999.5 ? whole(value) : significant(value)}${measure.unit === undefined ? "" : ` ${measure.unit}`}`;
}

/** As {@link timeColumn}: one unit and one number of decimals for a column, in which the smallest has three digits. */
export function measuredColumn(values: readonly number[], measure: Measure | undefined): TimeColumn {
  if (measure === undefined) return timeColumn(values);
  const positive = values.filter((value) => value > 0);
  const smallest = positive.reduce((least, value) => Math.min(least, value), Number.POSITIVE_INFINITY);
  const largest = positive.reduce((most, value) => Math.max(most, value), 0);
  const unit = measure.unit ?? null;
  const isPlain = positive.length > 0 && largest / smallest <= 2_000 && isWrittenOut(smallest) && isWrittenOut(largest);
  if (!isPlain) return { unit, format: (value) => significant(value) };
  const decimals = Math.max(0, 2 - Math.floor(Math.log10(smallest)));
  return { unit, format: (value) => fixed(value, decimals) };
}

/** The size of a change: "41.3 % less", "the same throughput". */
export function measuredSize(percent: number, measure: Measure | undefined, isExact = false): string {
  return isNoChange(percent, isExact) ? `the same ${measureNoun(measure)}` : lessOrMore(percent, isExact);
}

/** "41.3 % less time than 1 worker", "52.0 % more throughput than 1 worker", "the same throughput as 1 worker". */
export function measuredChange(percent: number, measure: Measure | undefined, other?: string, isExact = false): string {
  const size = measuredSize(percent, measure, isExact);
  if (isNoChange(percent, isExact)) return `${size}${other === undefined ? "" : ` as ${other}`}`;
  return `${size} ${measureNoun(measure)}${other === undefined ? "" : ` than ${other}`}`;
}

/**
 * "1.70× as fast" for a ratio of times below 1, "3.00× as long" above; "1.70× as much" of a figure; "" where the factor would
 * print as 1.00.
 */
export function measuredTimes(ratio: number, measure: Measure | undefined): string {
  if (Math.abs(Math.log(ratio)) < 0.005) return "";
  if (measure !== undefined) return `${multiple(ratio)} as much`;
  return ratio < 1 ? `${multiple(1 / ratio)} as fast` : `${multiple(ratio)} as long`;
}
