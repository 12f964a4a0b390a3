import { STACK_PARTS, type StackPart } from "../../../../analysis/results/stack.js";
import { PART_NAMES } from "../../../../analysis/scaling/stack/words.js";
import { largest } from "../../../../record/limits/extremes.js";
import { plainPercent } from "../../../../words/percent.js";
import { textWidth } from "../../output/text-metrics.js";
import { colour, type Token } from "../../output/theme.js";
import { type Axis, fraction } from "../axis.js";
import type { Spec } from "../chart.js";
import { BOX, inkedWords, layer, literal, PIXEL_BOX, type Row, words } from "../layers.js";
import { rowFigures, rowPanel } from "./row-panel.js";

const ROW = 27;
const BAR = 21;
/** Distance from a row's name or figure to its bar. */
const GAP = 10;
/** Height of the headings over the first bar. */
const HEAD = -13;

/** A stack as a row: its parts from left to right, with its name and figure. */
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
export function stackGroup({ title, figureTitle, rows: own }: StackGroup, layout: StackLayout): Spec {
  const { axis, width, last } = layout;
  const segments = own.flatMap((row, index) => segmentsOf(row, index * ROW));
  const rows = {
    middles: own.map((_, index) => index * ROW + BAR / 2),
    height: (own.length - 1) * ROW + BAR,
    namesAbove: false,
  };
  const head = figureTitle === "" ? [] : [{ text: figureTitle, px: width + figuresWidth(own), py: HEAD }];
  return rowPanel({
    rows,
    names: own.map(({ name }) => name),
    width,
    axis,
    ...(last && { axisTitle: "share of workers × wall clock" }),
    look: { domain: false, ticks: false, ...(!last && { labels: false }) },
    marks: [...boxes(segments), ...labels(segments, layout)],
    beside: [
      ...rowFigures(
        own.map(({ figure }) => figure),
        width + GAP,
        rows,
      ),
      ...words(head, { align: "right" }),
      ...inkedWords([{ text: title, px: leftOf(own), py: HEAD, ink: colour("ink") }], { fontSize: 13 }),
    ],
  });
}

/** Left edge of the names, from the bars' left edge, in px. */
export function leftOf(rows: readonly StackRow[]): number {
  return -Math.max(largest(rows.map(({ name }) => textWidth(name, 12.5))), 0) - GAP;
}

/** Room that the figures take beside the bars, in px. */
export function figuresWidth(rows: readonly StackRow[]): number {
  return Math.max(largest(rows.map(({ figure }) => textWidth(figure, 12, true))), 0) + GAP;
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
  const placed = segments.map(({ part, row, from, to, top }) => {
    const { fill, rim } = partStyle(part);
    const inset = rim === null ? 0 : 0.5;
    const tip = `${row.name}\n${PART_NAMES[part]}: ${plainPercent((to - from) * 100)} of the workers' time`;
    return {
      part,
      row: { from, to, top: top + inset, bottom: top + BAR - inset, fill, rim: rim ?? colour("paper"), tip },
    };
  });
  return partBoxes(placed, BOX);
}

/** Boxes of parts; those in which nothing is done have a dashed rim, as in pictures of schedules. */
function partBoxes(boxes: readonly { part: StackPart; row: Row }[], place: object): Spec[] {
  const looks = { ...place, fill: literal("fill"), stroke: literal("rim") };
  const rect = { type: "rect", strokeWidth: 1 };
  const rows = (isIdle: boolean) => boxes.filter(({ part }) => IDLE.has(part) === isIdle).map(({ row }) => row);
  return [...layer(rows(false), rect, looks), ...layer(rows(true), { ...rect, strokeDash: [3, 2] }, looks)];
}

/** "waiting for a core 48 %" where that part is named, "48 %" elsewhere, nothing where it does not fit. */
function labels(segments: readonly Segment[], { axis, width, named }: StackLayout): Spec[] {
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
  const swatches = places.map(({ part, px: from, py }) => {
    const { fill, rim } = partStyle(part);
    return { part, row: { left: from, right: from + swatch, top: py, bottom: py + swatch, fill, rim: rim ?? fill } };
  });
  const names = places.map(({ part, px: from, py }) => ({
    text: PART_NAMES[part],
    px: from + swatch + 6,
    py: py + swatch / 2 + 0.5,
  }));
  return {
    width,
    height: line * 19 + swatch,
    layer: [...partBoxes(swatches, PIXEL_BOX), ...words(names, { fill: colour("text") })],
  };
}

/** Parts in which nothing is done. */
const IDLE: ReadonlySet<StackPart> = new Set(["idleByRounds", "idleByImbalance"]);

const TOKENS: Readonly<Record<StackPart, string>> = {
  useful: "useful",
  extra: "extra",
  waiting: "waiting",
  blocked: "blocked",
  startUp: "start-up",
  queued: "queued",
  transfer: "transfer",
  dispatch: "dispatch",
  idleByRounds: "rounds",
  idleByImbalance: "imbalance",
  unexplained: "unexplained",
};

/** Colours of a part, of words on it, and of its rim; `null` for none. */
function partStyle(part: StackPart): { fill: string; on: string; rim: string | null } {
  const token = `part-${TOKENS[part]}`;
  return {
    fill: colour(token as Token),
    on: colour(`${token}-on` as Token),
    rim: IDLE.has(part) ? colour("idle") : null,
  };
}
