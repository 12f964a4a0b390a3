import type { ZoomAxis } from "../charts/explorer/explorable.js";
import { ticksWithin } from "../charts/explorer/tick-labels.js";
import { fraction, valueAt } from "../charts/marks/axis.js";

/** The part of an axis that is shown; `null` for all of it. */
export type View = [low: number, high: number] | null;

/** Least share of an axis that can be shown. */
const LEAST_SHARE = 1e-3;

/**
 * The part of the axis between two places of the part that is shown, kept within the axis.
 *
 * @param from, to shares of the part that is shown, 0 at its low end; below 0 and above 1 lie beyond it
 */
export function viewBetween(axis: ZoomAxis, shown: View, from: number, to: number): View {
  const whole = { ...axis, ticks: [] };
  // In places of the whole axis, where a logarithmic one is even.
  const [start, end] = (shown ?? axis.domain).map((value) => fraction(whole, value)) as [number, number];
  const ends = [from, to].map((place) => start + place * (end - start));
  const [a, b] = [Math.min(...ends), Math.max(...ends)];
  const share = Math.min(1, Math.max(LEAST_SHARE, b - a));
  const low = Math.min(1 - share, Math.max(0, (a + b) / 2 - share / 2));
  if (share >= 1 - 1e-9) return null;
  return [valueAt(whole, low), valueAt(whole, low + share)];
}

/** The part after zooming in by `factor` around a place; a factor below 1 zooms out. */
export function viewAround(axis: ZoomAxis, shown: View, place: number, factor: number): View {
  return viewBetween(axis, shown, place - place / factor, place + (1 - place) / factor);
}

/** Signals that show this part of the axis, with ticks of its own. */
export function signalsOf(axis: ZoomAxis, shown: View): Record<string, unknown> {
  const { name, ticks, labels, scale, kind } = axis;
  const own = shown === null ? null : ticksWithin(shown, scale, kind);
  return {
    [`view_${name}`]: shown,
    [`ticks_${name}`]: own === null ? ticks : own.map(({ value }) => value),
    [`labels_${name}`]:
      own === null ? labels : Object.fromEntries(own.map(({ value, label }) => [String(value), label])),
  };
}
