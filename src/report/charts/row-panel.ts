import type { Spec } from "./chart.js";
import { inkedWords, words } from "./layers.js";
import { textWidth } from "./text-metrics.js";
import { colour } from "./theme.js";

const ROW = 22;
const GROUP_GAP = 9;

/** Middles of rows in px from the top, with a gap where a new group starts, and the height of them all. */
export interface Rows {
  middles: number[];
  height: number;
}

/** Rows in groups of these sizes. */
export function rowsOf(groupSizes: readonly number[]): Rows {
  const middles: number[] = [];
  let top = 0;
  for (const size of groupSizes) {
    if (middles.length > 0) top += GROUP_GAP;
    for (let row = 0; row < size; row += 1) {
      middles.push(top + ROW / 2);
      top += ROW;
    }
  }
  return { middles, height: top };
}

/** Names of rows, set right against the picture. */
export function rowNames(names: readonly string[], { middles }: Rows): Spec[] {
  return words(
    names.map((text, index) => ({ text, px: -10, py: middles[index] ?? 0 })),
    { align: "right", fill: colour("text"), fontSize: 12.5 },
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
export function groupHeading(title: string, names: readonly string[]): Spec[] {
  if (title === "") return [];
  const left = -Math.max(...names.map((name) => textWidth(name, 12.5)), 0) - 10;
  return inkedWords([{ text: title, px: left, py: -14, ink: colour("ink") }], { fontSize: 13 });
}
