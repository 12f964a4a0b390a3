import { textWidth } from "../../output/text-metrics.js";
import { colour } from "../../output/theme.js";
import type { Spec } from "../chart.js";
import { inkedWords, words } from "../layers.js";
import type { Room } from "../layout.js";

const ROW = 22;
const GROUP_GAP = 9;
const NAME_SIZE = 12.5;
/** Height of a name that stands above its bar, and the width in px from which names do on a telephone. */
const NAME_ABOVE = 17;
const LONG_NAME = 125;
/** Width of bars that have all the room of a telephone. */
const FULL_WIDTH = 228;

/** Middles of rows in px from the top, with a gap where a new group starts, and the height of them all. */
export interface Rows {
  middles: number[];
  height: number;
  /** Whether names stand above their rows, for want of room beside them. */
  namesAbove: boolean;
}

/** Where names go and how wide the rows are: long names stand above where a picture is narrow. */
export interface RowRoom {
  namesAbove: boolean;
  width: number;
}

/** @param widths of the rows where names stand beside them */
export function rowRoom(names: readonly string[], room: Room, widths: Record<Room, number>): RowRoom {
  const namesAbove = room === "narrow" && longest(names) > LONG_NAME;
  return { namesAbove, width: namesAbove ? FULL_WIDTH : widths[room] };
}

/** Rows in groups of these sizes. */
export function rowsOf(groupSizes: readonly number[], namesAbove = false): Rows {
  const room = namesAbove ? NAME_ABOVE : 0;
  const middles: number[] = [];
  let top = 0;
  for (const size of groupSizes) {
    if (middles.length > 0) top += GROUP_GAP;
    for (let row = 0; row < size; row += 1) {
      middles.push(top + room + ROW / 2);
      top += room + ROW;
    }
  }
  return { middles, height: top, namesAbove };
}

/** Names of rows, set right against the picture, or above their rows. */
export function rowNames(names: readonly string[], { middles, namesAbove }: Rows): Spec[] {
  const [px, up] = namesAbove ? [0, (ROW + NAME_ABOVE) / 2 - 2] : [-10, 0];
  return words(
    names.map((text, index) => ({ text, px, py: (middles[index] ?? 0) - up })),
    { ...(namesAbove ? {} : { align: "right" }), fill: colour("text"), fontSize: NAME_SIZE },
  );
}

/** Figures of rows, in one column right of the picture. */
export function rowFigures(figures: readonly string[], px: number, { middles }: Rows, mark: object = {}): Spec[] {
  return words(
    figures.map((text, index) => ({ text, px, py: middles[index] ?? 0 })),
    { fontWeight: 600, fill: colour("ink"), ...mark },
  );
}

/** Heading of a group of rows, flush with the longest name. */
export function groupHeading(title: string, names: readonly string[], { namesAbove }: Rows): Spec[] {
  if (title === "") return [];
  const left = namesAbove ? 0 : -longest(names) - 10;
  return inkedWords([{ text: title, px: left, py: -14, ink: colour("ink") }], { fontSize: 13 });
}

function longest(names: readonly string[]): number {
  return Math.max(...names.map((name) => textWidth(name, NAME_SIZE)), 0);
}
