import { STACK_PARTS, type StackPart } from "../../../../analysis/results/stack.js";
import { PART_NAMES } from "../../../../analysis/scaling/stack/words.js";
import { plainPercent } from "../../../../words/percent.js";
import { textWidth } from "../../output/text-metrics.js";
import { colour } from "../../output/theme.js";
import { type Axis, axisChannel, fraction } from "../axis.js";
import type { Spec } from "../chart.js";
import { inkedWords, layer, literal, pixels, type Row, scaled, words } from "../layers.js";
import { partStyle } from "./part-style.js";

const ROW = 27;
const BAR = 21;
/** Distance from a row's name or figure to its bar. */
const GAP = 10;

/** A stack as a row: parts from left to right, with what stands beside it. */
export interface StackRow {
  name: string;
  /** Shares of the row, 0 to 1, in the order of the parts; together at most 1. */
  shares: readonly { part: StackPart; share: number }[];
  figure: string;
}

export interface StackGroup {
  title: string;
  /** Head of the figures at the right; "" for none. */
  figureTitle: string;
  rows: readonly StackRow[];
}

export interface StackLayout {
  axis: Axis;
  width: number;
  /** Whether the axis stands under this group. */
  last: boolean;
  /** Row in which each part is named in full. */
  named: ReadonlyMap<StackPart, StackRow>;
}

interface Segment {
  part: StackPart;
  row: StackRow;
  from: number;
  to: number;
  top: number;
}

/** Rows of one group, all from 0 to 1 on one axis. */
export function stackGroup(group: StackGroup, { axis, width, last, named }: StackLayout): Spec {
  const segments = group.rows.flatMap((row, index) => segmentsOf(row, index * ROW));
  const middle = (index: number) => index * ROW + BAR / 2;
  const left = leftOf(group.rows);
  const looks = last
    ? { grid: true, domain: false, ticks: false }
    : { grid: true, domain: false, ticks: false, labels: false };
  const frame = { x: axisChannel("x", axis, last ? "share of workers × wall clock" : null, looks), y: pixels("py") };
  return {
    width,
    height: (group.rows.length - 1) * ROW + BAR,
    layer: [
      ...layer([{ x: 0, py: 0 }], { type: "point", opacity: 0, size: 1 }, frame),
      ...boxes(segments),
      ...labels(segments, { axis, width, named }),
      ...words(
        group.rows.map(({ name }, index) => ({ text: name, px: -GAP, py: middle(index) })),
        { align: "right", fill: colour("text"), fontSize: 12.5 },
      ),
      ...words(
        group.rows.map(({ figure }, index) => ({ text: figure, px: width + GAP, py: middle(index) })),
        { fontWeight: 600, fill: colour("ink") },
      ),
      ...words(
        group.figureTitle === "" ? [] : [{ text: group.figureTitle, px: width + figuresWidth(group.rows), py: -13 }],
        {
          align: "right",
        },
      ),
      ...inkedWords([{ text: group.title, px: left, py: -13, ink: colour("ink") }], { fontSize: 13 }),
    ],
  };
}

/** Left edge of the names, from the bars' left edge, in px. */
export function leftOf(rows: readonly StackRow[]): number {
  return -Math.max(...rows.map(({ name }) => textWidth(name, 12.5)), 0) - GAP;
}

/** Room that the figures take beside the bars, in px. */
export function figuresWidth(rows: readonly StackRow[]): number {
  return Math.max(...rows.map(({ figure }) => textWidth(figure, 12, true)), 0) + GAP;
}

function segmentsOf(row: StackRow, top: number): Segment[] {
  let from = 0;
  return row.shares.map(({ part, share }) => {
    const segment = { part, row, from, to: from + share, top };
    from += share;
    return segment;
  });
}

function boxes(segments: readonly Segment[]): Spec[] {
  const rowOf = ({ part, row, from, to, top }: Segment): Row => {
    const { fill, rim } = partStyle(part);
    return {
      from,
      to,
      top: top + (rim ? 0.5 : 0),
      bottom: top + BAR - (rim ? 0.5 : 0),
      fill,
      rim: rim ?? colour("paper"),
      tip: `${row.name}\n${PART_NAMES[part]}: ${plainPercent((to - from) * 100)} of the workers' time`,
    };
  };
  const ends = { x: scaled("from"), x2: { field: "to" }, y: pixels("top"), y2: { field: "bottom" } };
  const looks = { ...ends, fill: literal("fill"), stroke: literal("rim") };
  const [idle, others] = [true, false].map((isIdle) =>
    segments.filter(({ part }) => isIdlePart(part) === isIdle).map(rowOf),
  ) as [Row[], Row[]];
  return [...layer(others, { type: "rect", strokeWidth: 1 }, looks), ...layer(idle, DASHED, looks)];
}

/** Idle parts look as idle time does in pictures of schedules. */
const DASHED = { type: "rect", strokeWidth: 1, strokeDash: [3, 2] };

function isIdlePart(part: StackPart): boolean {
  return partStyle(part).rim !== null;
}

/** "waiting for a core 48 %" where that part is named, "48 %" elsewhere, nothing where it does not fit. */
function labels(segments: readonly Segment[], { axis, width, named }: Omit<StackLayout, "last">): Spec[] {
  const rows = segments.flatMap(({ part, row, from, to, top }): Row[] => {
    const [left, right] = [fraction(axis, from) * width, fraction(axis, to) * width];
    const figure = String(Math.round((to - from) * 100));
    const full = `${PART_NAMES[part]} ${figure} %`;
    const candidates = [...(named.get(part) === row ? [full] : []), `${figure} %`, figure];
    const text = candidates.find((candidate) => textWidth(candidate, 11.5, true) + 8 <= right - left);
    if (text === undefined || figure === "0") return [];
    return [{ text, px: (left + right) / 2, py: top + BAR / 2, ink: partStyle(part).on }];
  });
  return inkedWords(rows, { align: "center", fontSize: 11.5 });
}

/** Swatches with the names of the parts, as many a line as fit between the left edge and the bars' right one. */
export function partLegend(parts: readonly StackPart[], { left, width }: { left: number; width: number }): Spec {
  const swatch = 11;
  let [px, line] = [left, 0];
  const places = STACK_PARTS.filter((part) => parts.includes(part)).map((part) => {
    const advance = swatch + 6 + textWidth(PART_NAMES[part], 12) + 16;
    if (px > left && px + advance - 16 > width) [px, line] = [left, line + 1];
    const place = { part, px, py: line * 19 };
    px += advance;
    return place;
  });
  const [idle, others] = [true, false].map((isIdle) =>
    places
      .filter(({ part }) => isIdlePart(part) === isIdle)
      .map(({ part, px: from, py }): Row => {
        const { fill, rim } = partStyle(part);
        return { left: from, right: from + swatch, top: py, bottom: py + swatch, fill, rim: rim ?? fill };
      }),
  ) as [Row[], Row[]];
  const ends = { x: pixels("left"), x2: { field: "right" }, y: pixels("top"), y2: { field: "bottom" } };
  const looks = { ...ends, fill: literal("fill"), stroke: literal("rim") };
  return {
    width,
    height: line * 19 + swatch,
    layer: [
      ...layer(others, { type: "rect", strokeWidth: 1 }, looks),
      ...layer(idle, DASHED, looks),
      ...words(
        places.map(({ part, px: from, py }) => ({
          text: PART_NAMES[part],
          px: from + swatch + 6,
          py: py + swatch / 2 + 0.5,
        })),
        { fill: colour("text") },
      ),
    ],
  };
}
