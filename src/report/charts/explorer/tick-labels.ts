import { formatBytes } from "../../../words/bytes.js";
import { fixed, significant, trimmed } from "../../../words/number.js";
import { formatTime, unitOf } from "../../../words/time.js";
import { logTicks, multiplesWithin, roundStep, type Tick } from "../marks/axis.js";

/** The kind of figure that the labels of an axis show. */
export type LabelKind = "time" | "bytes" | "times" | "percent" | "signed percent" | "count" | "number";

/** Most ticks of an axis while it is zoomed. */
const MOST_TICKS = 6;

/** Smaller steps are of figures that are written with an exponent. */
const MOST_DECIMALS = 9;

/** The kind, read off the labels themselves: all have one of these forms. */
export function labelKind(labels: readonly string[]): LabelKind {
  const said = labels.join("|");
  if (/\d (ns|µs|ms|s)\b/.test(said)) return "time";
  if (/\d ([kMGTP]?B)\b/.test(said)) return "bytes";
  if (/\d×/.test(said)) return "times";
  if (/\d %/.test(said)) return /[+−]/.test(said) ? "signed percent" : "percent";
  return labels.every((label) => /^[\d,]*$/.test(label)) ? "count" : "number";
}

/** Ticks for a part of an axis, round in the unit of their labels; no two have the same label. */
export function ticksWithin(range: readonly [number, number], scale: "linear" | "log", kind: LabelKind): Tick[] {
  const ticks = roundTicks(range, scale, kind);
  return ticks.filter(({ label }, index) => ticks.findIndex((other) => other.label === label) === index);
}

function roundTicks([low, high]: readonly [number, number], scale: "linear" | "log", kind: LabelKind): Tick[] {
  // Over less than a decade a logarithmic axis is nearly linear.
  const decades = scale === "log" ? Math.log10(high / low) : 0;
  if (decades >= 1) return logTicks([low, high]).map((value) => ({ value, label: alone(value, kind) }));
  const per = unitOfLabels(high, kind);
  // There is no count between two whole ones.
  const step = Math.max(roundStep((high - low) / per / MOST_TICKS), kind === "count" ? 1 : 0);
  const decimals = Math.max(0, -Math.floor(Math.log10(step) + 1e-9));
  return multiplesWithin(step, low / per, high / per).map((units) => ({
    value: units * per,
    label: worded(units, decimals, per, kind),
  }));
}

const BYTE_UNITS = ["B", "kB", "MB", "GB", "TB", "PB"];

/** Milliseconds or bytes in the unit that the largest label reads best in; 1 for plain numbers. */
function unitOfLabels(largest: number, kind: LabelKind): number {
  if (kind === "time") return unitOf(largest).ms;
  if (kind !== "bytes") return 1;
  const power = Math.floor(Math.log10(Math.max(1, largest)) / 3);
  return 1000 ** Math.min(power, BYTE_UNITS.length - 1);
}

function worded(units: number, decimals: number, per: number, kind: LabelKind): string {
  const figure = decimals > MOST_DECIMALS ? trimmed(units, 4) : fixed(units, decimals);
  if (kind === "time") return `${figure} ${unitOf(per).unit}`;
  if (kind === "bytes") return `${figure} ${BYTE_UNITS[Math.round(Math.log10(per) / 3)]}`;
  if (kind === "times") return `${figure}×`;
  if (kind === "number" || kind === "count") return figure;
  return kind === "signed percent" && units > 0 ? `+${figure} %` : `${figure} %`;
}

/** A label with its own unit, for ticks of many sizes. */
function alone(value: number, kind: LabelKind): string {
  const withoutTrailingZeros = (text: string) => text.replace(/(\.\d*?)0+(?=\D|$)/, "$1").replace(/\.(?=\D|$)/, "");
  if (kind === "time") return withoutTrailingZeros(formatTime(value));
  if (kind === "bytes") return withoutTrailingZeros(formatBytes(value));
  const figure = withoutTrailingZeros(significant(value));
  return kind === "times" ? `${figure}×` : kind === "number" || kind === "count" ? figure : `${figure} %`;
}
