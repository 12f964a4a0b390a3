import type { Change, Verdict } from "../../analysis/types.js";

/** A change drawn in a table cell: zone of ±3 %, zero line, interval, point. All lengths are ready attribute values. */
export interface BarModel {
  tone: "good" | "bad" | "same" | "open";
  zoneX: string;
  zoneWidth: string;
  zeroX: string;
  /** Ends of the interval; the same where there is none. */
  x1: string;
  x2: string;
  pointX: string;
  /** Points of a triangle where the change lies beyond the scale; "" else. */
  beyond: string;
}

const WIDTH = 150;
const MARGIN = 6;
const MIDDLE = 9;
const ZONE = 3;
/** Changes beyond these are drawn at the edge, so that one of them does not flatten all others. */
const LIMIT_HIGH = 150;

export const TONES: Record<Verdict, BarModel["tone"]> = {
  faster: "good",
  slower: "bad",
  same: "same",
  inconclusive: "open",
};

/** Draws changes on one common scale, so that rows of a table can be compared. */
export function barScale(changes: readonly Change[]): (change: Change) => BarModel | null {
  const reach = changes.flatMap(({ changePercent, interval }) => [changePercent ?? 0, ...(interval ?? [])]);
  const low = Math.min(-2 * ZONE, ...reach);
  const high = Math.min(Math.max(2 * ZONE, ...reach), LIMIT_HIGH);
  const across = (percent: number) => {
    const inside = Math.min(high, Math.max(low, percent));
    return MARGIN + ((inside - low) / (high - low)) * (WIDTH - 2 * MARGIN);
  };
  return ({ changePercent, interval, verdict }) => {
    if (changePercent === null) return null;
    const [from, to] = interval ?? [changePercent, changePercent];
    const point = across(changePercent);
    return {
      tone: TONES[verdict],
      zoneX: px(across(-ZONE)),
      zoneWidth: px(across(ZONE) - across(-ZONE)),
      zeroX: px(across(0)),
      x1: px(across(from)),
      x2: px(across(to)),
      pointX: px(point),
      beyond: changePercent > high ? triangle(point) : "",
    };
  };
}

function triangle(x: number): string {
  return `${px(x - 4)},${MIDDLE - 4} ${px(x + 4)},${MIDDLE} ${px(x - 4)},${MIDDLE + 4}`;
}

function px(value: number): string {
  return String(Math.round(value * 10) / 10);
}
