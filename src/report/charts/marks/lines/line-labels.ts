import { colour } from "../../output/theme.js";
import { fraction } from "../axis.js";
import type { Spec } from "../chart.js";
import { inkedWords, layer, literal, pixels, words } from "../layers.js";
import type { LinePanel } from "./line.js";
import { spreadLabels } from "./spread-labels.js";

const LABEL_GAP = 14;
const LABEL_HEIGHT = 15;
const DETAIL_HEIGHT = 14;

/** Names at the ends of the lines. Names that would overlap are moved apart, and joined to their line by a thin rule. */
export function endLabels(panel: LinePanel): Spec[] {
  const labels = wantedLabels(panel);
  const heights = labels.map(({ detail }) => LABEL_HEIGHT + (detail === "" ? 0 : DETAIL_HEIGHT));
  const centres = spreadLabels(
    labels.map(({ py }) => py),
    heights,
    panel.height,
  );
  const px = panel.width + LABEL_GAP;
  const placed = labels.map((label, index) => {
    const middle = centres[index] ?? label.py;
    return { ...label, px, middle, py: label.detail === "" ? middle : middle - DETAIL_HEIGHT / 2, from: label.py };
  });
  const named = placed.map(({ text, ink, py }) => ({ text, ink: ink ?? "", px, py, series: text }));
  const details = placed.flatMap(({ text, detail, py }) =>
    detail === "" ? [] : [{ text: detail, px, py: py + 14, series: text }],
  );
  const leaders = placed
    .filter(({ middle, from, endX }) => Math.abs(middle - from) > 4 || endX < panel.width - 45)
    .map(({ text, middle, from, endX, ink }) => {
      const ends = { x1: endX + 7, x2: px - 3, y1: from, y2: middle };
      return { series: text, ...ends, ink: ink ?? colour("ref") };
    });
  const ends = { x: pixels("x1"), x2: { field: "x2" }, y: pixels("y1"), y2: { field: "y2" } };
  return [
    ...layer(leaders, { type: "rule", strokeWidth: 0.75, opacity: 0.55 }, { ...ends, stroke: literal("ink") }),
    ...inkedWords(named.filter(({ ink }) => ink !== "")),
    ...words(
      named.filter(({ ink }) => ink === ""),
      { fontStyle: "italic" },
    ),
    ...words(details, { fontSize: 11.5 }),
  ];
}

interface WantedLabel {
  text: string;
  detail: string;
  /** Colour of the name; `null` for the ideal. */
  ink: string | null;
  /** End of the line, in px from the left and top edges of the panel. */
  endX: number;
  py: number;
}

function wantedLabels({ lines, ideal, x, y, width, height }: LinePanel): WantedLabel[] {
  const down = (value: number) => (1 - Math.min(1, Math.max(0, fraction(y, value)))) * height;
  const ends: WantedLabel[] = lines.flatMap(({ label, detail, style, points, level }) => {
    const last = level ? points[0] : points.at(-1);
    if (!last) return [];
    return [
      { text: label, detail, ink: style.ink, endX: level ? width : fraction(x, last.x) * width, py: down(last.y) },
    ];
  });
  const last = ideal?.points.at(-1);
  if (!ideal || !last) return ends;
  return [...ends, { text: ideal.label, detail: "", ink: null, endX: width, py: down(last.y) }];
}
