import { largest } from "../../../../record/limits/extremes.js";
import { textWidth } from "../../output/text-metrics.js";
import { colour } from "../../output/theme.js";
import { type Axis, axisChannel, fitTicks } from "../axis.js";
import type { Spec } from "../chart.js";
import { axes, inkedWords, pixels, words } from "../layers.js";
import { below, HALF_PAGE, type PictureWidth, type ScreenWidth } from "../layout.js";

const ROW = 22;
const GROUP_GAP = 9;
const NAME_SIZE = 12.5;
/** Height in px of a name above its row. */
const NAME_ABOVE = 17;
/** Width in px from which a name stands above its row on a telephone. */
const LONG_NAME = 125;
/** Distance from a row to its figure, in px. */
export const FIGURE_GAP = 14;
/** Width in px of rows with their names above them on a telephone. */
const FULL_WIDTH = 228;

/** Widths in px of bars beside the words that open a page. */
export const HERO_BARS: Record<ScreenWidth, number> = { wide: 210, narrow: 100 };

/** Middles of rows in px from the top, with a gap where a new group starts, and the height of them all. */
export interface Rows {
  middles: number[];
  height: number;
  /** Whether names stand above their rows, where there is no room beside them. */
  namesAbove: boolean;
}

export interface RowPanel {
  rows: Rows;
  names: readonly string[];
  width: number;
  axis: Axis;
  /** In one line, or several. */
  axisTitle?: string | readonly string[];
  /** Properties of the axis beside its grid. */
  look?: object;
  /** Marks under the grid. */
  behind?: Spec[];
  marks: Spec[];
  /** Figures and headings. */
  beside: Spec[];
}

/** Rows along one axis: names at the left, marks, figures at the right. */
export function rowPanel({ rows, names, width, axis, axisTitle, look, behind = [], marks, beside }: RowPanel): Spec {
  const x = axisChannel("x", fitTicks(axis, width), axisTitle ?? null, { grid: true, ...look });
  const origin = { x: axis.scale === "log" ? axis.domain[0] : 0, py: 0 };
  return {
    width,
    height: rows.height,
    layer: [...behind, ...axes(origin, { x, y: pixels("py") }), ...marks, ...rowNames(names, rows), ...beside],
  };
}

/** Rows under a heading. */
export interface RowGroup {
  /** "" where there is one group. */
  title: string;
  names: readonly string[];
  figures: readonly string[];
  /** Numbers of rows that stand together; absent: all stand together. */
  sizes?: readonly number[];
  axis: Axis;
  marks(middles: readonly number[]): Spec[];
}

/**
 * Groups of rows below each other. Long names stand above their rows where the picture is narrow. On a printed page rows have
 * what names and figures leave of half of it, and no less than on a telephone.
 */
export function rowGroups(groups: readonly RowGroup[], room: PictureWidth, widths: Record<ScreenWidth, number>): Spec {
  const all = groups.flatMap(({ names }) => names);
  const namesAbove = room === "narrow" && longest(all) > LONG_NAME;
  const rest = HALF_PAGE - longest(all) - longest(groups.flatMap(({ figures }) => figures)) - 2 * FIGURE_GAP;
  const beside = room === "half" || room === "page" ? Math.max(widths.narrow, rest) : widths[room];
  const width = namesAbove ? FULL_WIDTH : beside;
  const panels = groups.map(({ title, names, figures, sizes = [names.length], axis, marks }) => {
    const rows = rowsOf(sizes, namesAbove);
    const words = [...rowFigures(figures, width + FIGURE_GAP, rows), ...groupHeading(title, all, rows)];
    const look = { domain: false, ticks: false };
    return rowPanel({ rows, names, width, axis, look, marks: marks(rows.middles), beside: words });
  });
  return below(panels, 38, room);
}

/** Rows in groups of these sizes, a gap between them. */
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
function rowNames(names: readonly string[], { middles, namesAbove }: Rows): Spec[] {
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

/** Heading of a group of rows, flush with the longest of all names. */
function groupHeading(title: string, names: readonly string[], { namesAbove }: Rows): Spec[] {
  if (title === "") return [];
  const left = namesAbove ? 0 : -longest(names) - 10;
  return inkedWords([{ text: title, px: left, py: -14, ink: colour("ink") }], { fontSize: 13 });
}

/** Width in px of the longest of these names. */
export function longest(names: readonly string[]): number {
  return Math.max(largest(names.map((name) => textWidth(name, NAME_SIZE))), 0);
}
