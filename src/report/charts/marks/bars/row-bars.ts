import { sum } from "d3-array";
import { largest } from "../../../../record/limits/extremes.js";
import type { Spec } from "../chart.js";
import { layer, literal, literalNumber, PIXEL_BOX, type Row } from "../layers.js";
import { ROW_SIZE } from "../layout.js";
import type { SeriesStyle } from "../series-style.js";

/** Most bars that can be told apart in the height of a row. */
const MOST_BARS = 9;
const PALE = 0.4;

/** A bar in a row of a list. */
export interface RowBar {
  /** Key of its cell. */
  key: string;
  parts: readonly number[];
  style: SeriesStyle;
}

/** Bars without axes and words, for a row of a list; those of the cells spoken of are darker. */
export function rowBars(bars: readonly RowBar[], lead: readonly string[]): Spec {
  const isLead = ({ key }: RowBar) => lead.includes(key);
  const timed = bars.filter(({ parts }) => parts.length > 0);
  const foremost = [...timed.filter(isLead), ...timed.filter((bar) => !isLead(bar))].slice(0, MOST_BARS);
  const shown = timed.filter((bar) => foremost.includes(bar));
  const most = Math.max(largest(shown.map(({ parts }) => sum(parts))), Number.MIN_VALUE);
  const step = ROW_SIZE.height / Math.max(shown.length, 3);
  const isAny = shown.some(isLead);
  const rows = shown.map(
    (bar, index): Row => ({
      left: 0,
      right: Math.max(1.5, (sum(bar.parts) / most) * ROW_SIZE.width),
      top: index * step + step * 0.18,
      bottom: (index + 1) * step - step * 0.18,
      colour: bar.style.colour,
      shade: !isAny || isLead(bar) ? 1 : PALE,
    }),
  );
  const look = { fill: literal("colour"), opacity: literalNumber("shade") };
  return { ...ROW_SIZE, layer: layer(rows, { type: "rect" }, { ...PIXEL_BOX, ...look }) };
}
