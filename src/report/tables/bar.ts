import { max, min } from "d3-array";
import { decidingInterval } from "../../analysis/comparing/change-words.js";
import type { Change, Verdict } from "../../analysis/results/run-analysis.js";

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
}

const WIDTH = 120;
const MARGIN = 6;
const ZONE = 3;
/** Even where nothing changed the scale reaches this far, so that noise does not look like an effect. */
const LEAST_REACH = 8;

export const TONES: Record<Verdict, BarModel["tone"]> = {
  faster: "good",
  slower: "bad",
  same: "same",
  inconclusive: "open",
};

/**
 * Draws changes on one common scale, so that rows of a table can be compared: logarithmic, so that half and twice the
 * time are equally far from no change, and a change of a thousand times does not flatten all others.
 */
export function barScale(changes: readonly Change[]): (change: Change) => BarModel | null {
  const reach = changes.flatMap(({ changePercent, interval }) => [changePercent ?? 0, ...(interval ?? [])]);
  const low = logOf(Math.min(-LEAST_REACH, min(reach) ?? 0));
  const high = logOf(Math.max(LEAST_REACH, max(reach) ?? 0));
  const across = (percent: number) => MARGIN + ((logOf(percent) - low) / (high - low)) * (WIDTH - 2 * MARGIN);
  return (change) => {
    const { changePercent, verdict } = change;
    if (changePercent === null) return null;
    const [from, to] = decidingInterval(change)?.ends ?? [changePercent, changePercent];
    return {
      tone: TONES[verdict],
      zoneX: px(across(-ZONE)),
      zoneWidth: px(across(ZONE) - across(-ZONE)),
      zeroX: px(across(0)),
      x1: px(across(from)),
      x2: px(across(to)),
      pointX: px(across(changePercent)),
    };
  };
}

/** Logarithm of the ratio, at least that of 1e-12. */
function logOf(percent: number): number {
  return Math.log1p(Math.max(percent / 100, -1 + 1e-12));
}

function px(value: number): string {
  return String(Math.round(value * 10) / 10);
}
