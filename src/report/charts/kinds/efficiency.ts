import { greatest } from "d3-array";
import type { ExperimentAnalysis } from "../../../analysis/results/run-analysis.js";
import type { Scaling, ScalingPoint } from "../../../analysis/results/scaling.js";
import { whole, workerWords } from "../../../words/number.js";
import { list, sentenceCase } from "../../../words/sentence.js";
import { levelsOf } from "../marks/axis.js";
import type { Chart, ChartInput, ChartTable, Picture, Spec } from "../marks/chart.js";
import { inkedWords, layer, literal, PIXEL_BOX, words } from "../marks/layers.js";
import { forEveryWidth, type PictureWidth } from "../marks/layout.js";
import { figureColumn, intervalColumn, tableOf, wordsColumn } from "../marks/table-columns.js";
import { constantWords, sentences } from "../marks/titles.js";
import { textWidth } from "../output/text-metrics.js";
import { colour, type Token } from "../output/theme.js";

/** Fewest lines and worker counts: fewer are told apart as curves. */
const FEWEST_LINES = 3;
const FEWEST_COUNTS = 3;
/** Most lines that a title names; more are counted. */
const MOST_NAMES = 3;
const MOST_LINES = 16;
const MOST_COUNTS = 16;
const CELL: Record<PictureWidth, { width: number; height: number }> = {
  wide: { width: 62, height: 38 },
  narrow: { width: 29, height: 30 },
  half: { width: 34, height: 26 },
  page: { width: 44, height: 28 },
};
/** Lower ends of the shades, from pale to full. */
const SHADES = [0, 0.2, 0.4, 0.6, 0.8, 0.9];

/** Efficiency of many lines at many worker counts: a shade for each in a grid. */
export const efficiency: Chart = {
  id: "efficiency",
  goesWith: ["speed-up", "time-vs-workers"],
  applies: (analysis) =>
    linesOf(analysis).length >= FEWEST_LINES && countsOf(linesOf(analysis)).length >= FEWEST_COUNTS,
  spec: draw,
};

function linesOf({ scaling }: ExperimentAnalysis): Scaling[] {
  return scaling.filter(
    ({ kind, points }) => kind === "strong" && points.filter(({ efficiency: known }) => known !== null).length > 1,
  );
}

function countsOf(lines: readonly Scaling[]): number[] {
  return levelsOf(lines.flatMap(({ points }) => points.map(({ workers }) => workers)));
}

function draw({ analysis }: ChartInput): Picture {
  const all = linesOf(analysis);
  const lines = all.slice(0, MOST_LINES);
  const counts = countsOf(lines);
  const shown = counts.slice(0, MOST_COUNTS);
  const missing = lines.some((line) => shown.some((workers) => efficiencyAt(line, workers) === null));
  return {
    title: title(all),
    subtitle: sentences(
      `${baseWords(lines)}, in percent. Outlined: the most workers, without a gap, that are shown to reach 90 %.`,
      missing ? "Dashed: no figure." : "",
      constantWords(analysis),
    ),
    ...forEveryWidth((room) => spec(lines, shown, room)),
    table: table(all),
    notes: [
      ["lines", all.length - lines.length] as const,
      ["worker counts", counts.length - shown.length] as const,
    ].flatMap(([what, more]) => (more > 0 ? [`${whole(more)} more ${what} are in the figures only.`] : [])),
  };
}

function baseWords(lines: readonly Scaling[]): string {
  const kinds = new Set(lines.map(({ reference }) => reference?.kind));
  if (kinds.size > 1) return "Speed-up over the sequential run where there is one, else over its own worker, ÷ workers";
  return kinds.has("sequential")
    ? "Speed-up over the sequential run ÷ workers"
    : "Speed-up over one worker of its own ÷ workers";
}

/** The lines that keep 90 % efficiency up to the most workers. */
function title(lines: readonly Scaling[]): string {
  const ends = lines.flatMap(({ label, thresholds }) => {
    const to = thresholds?.efficientTo;
    return to && to.workers !== null ? [{ label, ...to, workers: to.workers }] : [];
  });
  const best = greatest(ends, ({ workers }) => workers);
  if (!best) return "No line is shown to be 90 % efficient at its fewest workers";
  const first = ends.filter(({ workers }) => workers === best.workers);
  const names = namesOf(
    first.map(({ label }) => label),
    lines.length,
  );
  const single = first.some(({ pointValues }) => pointValues) ? ", measured once each" : "";
  const isOpen = first.some(({ open }) => open.length > 0);
  const more = !isOpen && first.some(({ reached }) => !reached) ? mostWords(first) : "";
  return `${names}: 90 % efficiency ${isOpen ? "shown " : ""}up to ${workerWords(best.workers)}${more}${single}`;
}

function namesOf(labels: readonly string[], lines: number): string {
  if (labels.length === lines && lines > 1) return "All lines";
  return labels.length > MOST_NAMES ? `${whole(labels.length)} of ${whole(lines)} lines` : sentenceCase(list(labels));
}

/** Words for lines that keep 90 % up to the most tested workers; counts at which rounds alone prevent it do not matter. */
function mostWords(ends: readonly { workers: number; passedOver: readonly number[] }[]): string {
  const isLimited = ends.some(({ workers, passedOver }) => passedOver.some((count) => count > workers));
  return isLimited ? ", the most tested whose rounds allow it" : ", the most tested";
}

function efficiencyAt({ points }: Scaling, workers: number): ScalingPoint["efficiency"] {
  return points.find((point) => point.workers === workers)?.efficiency ?? null;
}

function spec(lines: readonly Scaling[], counts: readonly number[], room: PictureWidth): Spec {
  const { width, height } = CELL[room];
  const boxes = lines.flatMap((line, row) =>
    counts.map((workers, column) => ({
      line,
      workers,
      value: efficiencyAt(line, workers)?.value ?? null,
      place: { left: column * width, right: (column + 1) * width, top: row * height, bottom: (row + 1) * height },
      middle: { px: (column + 0.5) * width, py: (row + 0.5) * height },
    })),
  );
  const known = boxes.flatMap(({ value, ...box }) =>
    value === null ? [] : [{ ...box, value, shade: shadeOf(value) }],
  );
  const shaded = known.map(({ line, workers, place, shade }) => ({
    ...place,
    fill: colour(shade),
    name: nameOf(line, workers),
    series: line.label,
  }));
  const figures = known.map(({ value, middle, shade }) => ({
    text: `${whole(value * 100)}${room === "wide" ? " %" : ""}`,
    ...middle,
    ink: colour(`${shade}-on` as Token),
  }));
  const blank = boxes.filter(({ value }) => value === null).map(({ place }) => place);
  const ends = boxes.filter(({ line, workers }) => line.thresholds?.efficientTo.workers === workers);
  const heads = counts.map((workers, column) => ({ text: whole(workers), px: (column + 0.5) * width, py: -10 }));
  const names = lines.map(({ label }, row) => ({ text: label, px: -10, py: (row + 0.5) * height }));
  const paper = { type: "rect", stroke: colour("paper"), strokeWidth: 2 };
  const outline = { type: "rect", fill: null, stroke: colour("ink"), strokeWidth: 2.5 };
  return {
    width: counts.length * width,
    height: lines.length * height,
    layer: [
      ...layer(shaded, paper, { ...PIXEL_BOX, fill: literal("fill") }),
      ...layer(blank, { type: "rect", fill: null, stroke: colour("idle"), strokeDash: [3, 3] }, PIXEL_BOX),
      ...layer(
        ends.map(({ place }) => place),
        outline,
        PIXEL_BOX,
      ),
      ...inkedWords(figures, { align: "center", fontWeight: 400, fontSize: room === "wide" ? 12.5 : 11.5 }),
      ...words(heads, { align: "center" }),
      ...words(names, { align: "right", fill: colour("text"), fontSize: 12.5 }),
      ...words([{ text: "workers", px: -10 - textWidth("workers", 12), py: -10 }]),
    ],
  };
}

function shadeOf(value: number): Token {
  const place = SHADES.findLastIndex((least) => value >= least);
  return `heat-${Math.max(0, place) + 1}` as Token;
}

function nameOf({ label }: Scaling, workers: number): string {
  return `${label}, ${workerWords(workers)}`;
}

function table(lines: readonly Scaling[]): ChartTable {
  const points = lines.flatMap((line) => line.points.map((point) => ({ line, ...point })));
  const share = { unit: "", format: (value: number) => `${whole(value * 100)} %` };
  return tableOf(points, [
    wordsColumn("line", ({ line, workers }) => nameOf(line, workers)),
    figureColumn({ label: "÷ workers", ...share, of: (point) => point.efficiency?.value ?? null }),
    intervalColumn({ ...share, of: (point) => point.efficiency?.interval ?? null }),
    figureColumn({
      label: "of the ideal",
      head: "÷ ideal",
      ...share,
      of: (point) => point.idealEfficiency?.value ?? null,
    }),
  ]);
}
