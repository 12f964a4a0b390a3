import { largest, smallest } from "../../../record/limits/extremes.js";
import { formatBytes } from "../../../words/bytes.js";
import type { Measure } from "../../../words/measure.js";
import { fixed, significant, trimmed, whole } from "../../../words/number.js";
import { formatTime, unitOf } from "../../../words/time.js";
import { textWidth } from "../output/text-metrics.js";

export interface Tick {
  value: number;
  label: string;
}

/** A quantitative axis with its domain and ticks. Vega chooses neither, so that the place of a value is known. */
export interface Axis {
  scale: "linear" | "log";
  domain: [low: number, high: number];
  ticks: Tick[];
}

/** Place of `value` along the axis: 0 at the low end, 1 at the high end. */
export function fraction(axis: Axis, value: number): number {
  const [low, high] = axis.domain;
  if (axis.scale === "linear") return (value - low) / (high - low);
  return (Math.log(value) - Math.log(low)) / (Math.log(high) - Math.log(low));
}

/** The value at a place along the axis; places outside 0..1 are outside the domain. */
export function valueAt(axis: Axis, place: number): number {
  const [low, high] = axis.domain;
  if (axis.scale === "linear") return low + place * (high - low);
  return clampFinite(Math.exp(Math.log(low) + place * (Math.log(high) - Math.log(low))));
}

/** Linear axis from 0 over times in milliseconds, with round ticks in the unit that fits. */
export function linearTimeAxis(timesMs: readonly number[], measure?: Measure, headroom = 1.06): Axis {
  const longest = Math.max(largest(timesMs), 0) || 1;
  if (measure !== undefined) return linearAxis(longest * headroom, plainFigure);
  const unit = unitOf(longest);
  const high = Math.min(longest * headroom, Number.MAX_VALUE);
  return { scale: "linear", domain: [0, high], ticks: timeTicks(roundTicks(high / unit.ms), unit) };
}

/** Least half span as a share of the middle: a smaller change looks small. */
const LEAST_HALF_SPAN = 0.06;

/** Linear axis around times that are close together; from zero where they are far apart. */
export function timeAxisAround(timesMs: readonly number[], measure?: Measure): Axis {
  const [least, most] = [smallest(timesMs), largest(timesMs)];
  if (!(least > most / 3)) return linearTimeAxis(timesMs, measure);
  const middle = (least + most) / 2;
  const half = Math.max((most - least) * 0.6, middle * LEAST_HALF_SPAN);
  const [low, high] = [middle - half, middle + half];
  const unit = measure === undefined ? unitOf(middle) : { unit: measure.unit ?? "", ms: 1 };
  const ticks = multiplesWithin(roundStep((2 * half) / unit.ms / MOST_STEPS), low / unit.ms, high / unit.ms);
  return { scale: "linear", domain: [low, high], ticks: timeTicks(ticks, unit) };
}

function plainFigure(value: number): string {
  return value === 0 ? "0" : trimmed(value, 4);
}

function timeTicks(values: readonly number[], { unit, ms }: ReturnType<typeof unitOf>): Tick[] {
  return values.map((tick) => ({
    value: tick * ms,
    label: tick === 0 ? "0" : `${withoutTrailingZeros(significant(tick, 4))} ${unit}`.trimEnd(),
  }));
}

/** Linear axis from 0 over plain numbers. */
export function linearAxis(most: number, format: (value: number) => string): Axis {
  const high = most > 0 ? most : 1;
  const ticks = roundTicks(high).map((value) => ({ value, label: format(value) }));
  return { scale: "linear", domain: [0, high], ticks };
}

/** Linear axis from 0 over bytes. */
export function bytesAxis(values: readonly number[]): Axis {
  return linearAxis(Math.max(largest(values), 1) * 1.06, (bytes) => (bytes === 0 ? "0" : bytesLabel(bytes)));
}

/** "20 MB" for "20.0 MB". */
export function bytesLabel(bytes: number): string {
  return formatBytes(bytes).replace(/\.0+(?= )/, "");
}

/** Logarithmic axis around positive values, wider by the factor `air` at both ends, with ticks at 1, 2, 5 or at whole decades. */
export function logAxis(values: readonly number[], format: (value: number) => string, air = 1.25): Axis {
  const positive = values.filter((value) => value > 0 && Number.isFinite(value));
  const low = Math.max(Math.min(smallest(positive), Number.MAX_VALUE) / air, Number.MIN_VALUE * 1e16);
  const high = clampFinite(Math.max(largest(positive), low * air) * air);
  const domain: [number, number] = positive.length === 0 ? [1, 10] : [low, high];
  return { scale: "log", domain, ticks: logTicks(domain).map((value) => ({ value, label: format(value) })) };
}

/** Logarithmic axis over times in milliseconds, or over figures, whose unit stands in the title. */
export function logTimeAxis(timesMs: readonly number[], measure?: Measure): Axis {
  if (measure !== undefined) return logAxis(timesMs, plainFigure);
  return logAxis(timesMs, (ms) => withoutTrailingZeros(formatTime(ms)));
}

/**
 * Logarithmic axis whose ticks are the tested levels themselves: "1,000", where these would touch "1k", thinned where those
 * do as well.
 */
export function levelAxis(levels: readonly number[], widthPx: number, air = 1.12): Axis {
  const axis = logAxis(levels, (value) => whole(value), air);
  const all = levelsOf(levels);
  const ticks = thin(axis, all, widthPx);
  return { ...axis, ticks: ticks.length === all.length ? ticks : thin(axis, all, widthPx, shortLevel) };
}

/** "10k" for 10,000, "2M" for 2,000,000; others in whole. */
function shortLevel(value: number): string {
  const unit = [
    { name: "M", of: 1e6 },
    { name: "k", of: 1e3 },
  ].find(({ of }) => value >= of && (value * 10) % of === 0);
  return unit === undefined ? levelLabel(value) : `${value / unit.of}${unit.name}`;
}

function levelLabel(value: number): string {
  return fixed(value, Number.isInteger(value) ? 0 : 2);
}

/** Linear axis from 0 whose ticks are the tested worker counts; it reaches to `furthest`, or the largest of them. */
export function workerAxis(levels: readonly number[], widthPx: number, furthest = Math.max(largest(levels), 1)): Axis {
  const axis: Axis = { scale: "linear", domain: [0, furthest * 1.02], ticks: [] };
  return { ...axis, ticks: thin(axis, levelsOf(levels), widthPx) };
}

/** The axis with room above its high end, as a share of its length. */
export function withHeadroom(axis: Axis, share: number): Axis {
  return { ...axis, domain: [axis.domain[0], valueAt(axis, 1 + share)] };
}

/** The axis with every second, third ... tick only where labels along `widthPx` would touch. */
export function fitTicks(axis: Axis, widthPx: number): Axis {
  const everyNth = (stride: number) => axis.ticks.filter((_, index) => index % stride === 0);
  const clash = (ticks: readonly Tick[]) =>
    ticks.slice(1).some((tick, index) => {
      const before = ticks[index] as Tick;
      const gap = (fraction(axis, tick.value) - fraction(axis, before.value)) * widthPx;
      return gap < (textWidth(tick.label, 12) + textWidth(before.label, 12)) / 2 + 8;
    });
  let stride = 1;
  while (stride < axis.ticks.length && clash(everyNth(stride))) stride += 1;
  return { ...axis, ticks: everyNth(stride) };
}

/** Encoding channel of Vega-Lite for a field along the axis. */
export function axisChannel(
  field: string,
  axis: Axis,
  title: string | readonly string[] | null,
  extra: Record<string, unknown> = {},
): object {
  const labels = Object.fromEntries(axis.ticks.map(({ value, label }) => [String(value), label]));
  return {
    field,
    type: "quantitative",
    scale: { type: axis.scale, domain: axis.domain, nice: false },
    axis: {
      values: axis.ticks.map(({ value }) => value),
      // A lookup of our own labels, without a locale, a format string or words of a run file.
      labelExpr: `(${JSON.stringify(labels)})[datum.value] || ''`,
      title,
      ...extra,
    },
  };
}

/** "20.50 ms" as "20.5 ms", "20.0" as "20". */
export function withoutTrailingZeros(figure: string): string {
  return figure.replace(/(?:\.0+|(\.\d*?)0+)(?=$| [a-zµ])/i, "$1");
}

/** A linear axis from zero has at most this many steps, and so seven ticks. */
const MOST_STEPS = 6.5;

/** 0, step, 2 step ... up to `high`. */
function roundTicks(high: number): number[] {
  const step = roundStep(high / MOST_STEPS);
  return Number.isFinite(step) && step > 0 ? multiplesWithin(step, 0, high) : [0, high];
}

/** The smallest of 1, 2 and 5 times a power of ten that is no less than `least`. */
export function roundStep(least: number): number {
  const power = 10 ** Math.floor(Math.log10(least));
  return ([1, 2, 5, 10].find((factor) => factor * power >= least * (1 - 1e-9)) ?? 10) * power;
}

/** The multiples of a step from `low` to `high`. */
export function multiplesWithin(step: number, low: number, high: number): number[] {
  const first = Math.ceil(low / step - 1e-9);
  const count = Math.max(0, Math.floor(high / step + 1e-9) - first + 1);
  return Array.from({ length: count }, (_, index) => Number(((first + index) * step).toPrecision(12)));
}

/** Ticks at 1, 2, 5 or at whole decades, as many as fit. */
export function logTicks([low, high]: readonly [number, number]): number[] {
  const first = Math.floor(Math.log10(low));
  const decades = Math.log10(high) - Math.log10(low);
  const mantissas =
    decades < 0.7 ? [1, 1.5, 2, 3, 4, 5, 7] : decades < 1.5 ? [1, 2, 3, 5] : decades < 3 ? [1, 2, 5] : [1];
  const stride = Math.max(1, Math.ceil(decades / 8));
  const ticks: number[] = [];
  for (let exponent = first; exponent <= Math.ceil(Math.log10(high)); exponent += stride) {
    for (const mantissa of mantissas) ticks.push(Number(`${mantissa}e${exponent}`));
  }
  return ticks.filter((tick) => tick >= low && tick <= high);
}

/** Ticks with at least 6 px between their labels. The last level comes first, then the others from the lowest. */
function thin(axis: Axis, levels: readonly number[], widthPx: number, labelOf = levelLabel): Tick[] {
  const kept: { from: number; to: number; tick: Tick }[] = [];
  const order = [levels.at(-1), ...levels].filter((level) => level !== undefined);
  for (const value of order) {
    const label = labelOf(value);
    const centre = fraction(axis, value) * widthPx;
    const half = (label.length * 6.7) / 2 + 3;
    const place = { from: centre - half, to: centre + half, tick: { value, label } };
    if (kept.every((other) => place.to <= other.from || place.from >= other.to)) kept.push(place);
  }
  return kept.map(({ tick }) => tick).sort((a, b) => a.value - b.value);
}

/** Levels once each, ascending. */
export function levelsOf(levels: Iterable<number>): number[] {
  return [...new Set(levels)].sort((a, b) => a - b);
}

function clampFinite(value: number): number {
  return Math.min(value, Number.MAX_VALUE);
}
