import { groups, sum } from "d3-array";
import type { FitAnswer, Measured } from "../../../analysis/scaling/models/answer.js";
import { figureAt } from "../../../analysis/scaling/models/fit-model.js";
import { laws } from "../../../analysis/scaling/models/index.js";
import { largest } from "../../../record/limits/extremes.js";
import { plural, significant, whole } from "../../../words/number.js";
import { type Axis, axisChannel, fraction, linearAxis, withoutTrailingZeros, workerAxis } from "../marks/axis.js";
import type { Spec } from "../marks/chart.js";
import { axes, DOWN, layer, literal, scaled, words } from "../marks/layers.js";
import { MAX_MARKS } from "../marks/mark-count.js";
import { createRenderer } from "../output/render.js";
import { standaloneSvg } from "../output/standalone.js";
import { textWidth } from "../output/text-metrics.js";
import { colour } from "../output/theme.js";

const WIDTH = 640;
const HEIGHT = 320;
/** Pieces of a curve that looks smooth at 640 px. */
const PIECES = 160;
/** Furthest that a curve is drawn, as a multiple of the tested range. */
const FURTHEST = 3;

/** A table with the curve fitted to it and its peak. The curve is solid over the tested range, dotted beyond. */
export interface FitPicture {
  title: string;
  subtitle: string;
  spec: Spec;
}

/** Draws an answer beside its rows, in the unit of the table. */
export function fitPicture(answer: FitAnswer, rows: readonly Measured[]): FitPicture {
  const points = drawn(rows);
  const curve = curveOf(answer);
  const peak = peakOf(answer);
  const highest = largest([...points, ...curve, ...peak].map(({ y }) => y));
  const furthest = largest([...points, ...curve].map(({ x }) => x));
  const x = workerAxis([...new Set(points.map((point) => point.x))], WIDTH, furthest);
  const y = linearAxis(highest * 1.08, (value) => withoutTrailingZeros(significant(value, 4)));
  return {
    title: titleOf(answer),
    subtitle: subtitleOf(answer, points.length < rows.length),
    spec: { width: WIDTH, height: HEIGHT, layer: layers({ points, curve, peak, x, y, answer }) },
  };
}

/** The picture of a fit as an SVG file of its own. */
export async function fitSvg(answer: FitAnswer, rows: readonly Measured[]): Promise<string> {
  const render = await createRenderer();
  const { title, subtitle, spec } = fitPicture(answer, rows);
  const drawn = await render(spec, { id: "fit", labelledBy: "fit-title fit-subtitle" });
  return standaloneSvg(drawn, { id: "fit", title, subtitle });
}

type Place = { x: number; y: number };

interface Parts {
  points: Place[];
  curve: (Place & { part: string; dash: number[] })[];
  peak: (Place & { text: string; fill: string })[];
  x: Axis;
  y: Axis;
  answer: FitAnswer;
}

/** Every row, or the mean of every worker count where the rows are too many to draw. */
function drawn(rows: readonly Measured[]): Place[] {
  if (rows.length <= MAX_MARKS / 2) return rows.map(({ workers, figure }) => ({ x: workers, y: figure }));
  return groups(rows, ({ workers }) => workers)
    .slice(0, MAX_MARKS / 2)
    .map(([x, own]) => ({ x, y: sum(own, ({ figure }) => figure) / own.length }));
}

/** The curve from one worker to a little beyond the most tested, or beyond a peak that is near enough. */
function curveOf({ fit, tested: [fewest, most], peak }: FitAnswer): Parts["curve"] {
  if (fit === null) return [];
  const wanted = Math.max(most * 1.15, peak === null ? 0 : peak.workers * 1.1);
  const [from, to] = [Math.min(1, fewest), wanted > FURTHEST * most ? most * 1.15 : wanted];
  const part = (id: string, low: number, high: number, dash: number[]) =>
    low >= high
      ? []
      : Array.from({ length: PIECES + 1 }, (_, piece) => {
          const workers = low + (piece / PIECES) * (high - low);
          return { x: workers, y: figureAt(fit, workers), part: id, dash };
        });
  return [
    ...part("before", from, fewest, [2, 4]),
    ...part("tested", fewest, most, [1, 0]),
    ...part("beyond", most, to, [2, 4]),
  ].filter(({ y }) => Number.isFinite(y) && y > 0);
}

function peakOf({ peak, fit, tested }: FitAnswer): Parts["peak"] {
  if (peak === null || fit === null || peak.workers > FURTHEST * tested[1]) return [];
  const fill = colour(peak.supported ? "bad" : "paper");
  return [{ x: peak.workers, y: figureAt(fit, peak.workers), text: peakWords(peak), fill }];
}

function peakWords({ workers, supported }: NonNullable<FitAnswer["peak"]>): string {
  return `peak at ${shown(workers)} workers${supported ? "" : ", not supported"}`;
}

function layers({ points, curve, peak, x, y, answer }: Parts): Spec[] {
  const right = (value: number) => fraction(x, value) * WIDTH;
  const down = (value: number) => (1 - fraction(y, value)) * HEIGHT;
  const frame = {
    x: axisChannel("x", x, "workers", { labelOverlap: false }),
    y: axisChannel("y", y, null, { grid: true }),
  };
  const xy = { x: scaled("x"), y: scaled("y") };
  const line = { type: "line", stroke: colour("good"), strokeWidth: 2 };
  const label = { fill: colour("bad"), fontWeight: 600, baseline: "top" };
  const most = answer.tested[1];
  const beyond = curve.some(({ part }) => part === "beyond");
  const border = { type: "rule", stroke: colour("ref"), strokeDash: [2, 3], strokeWidth: 1 };
  const dot = { type: "point", shape: "circle", size: 46, opacity: 0.85 };
  const diamond = { type: "point", shape: "diamond", size: 130, opacity: 1 };
  const said = peak.map((place) => ({ ...labelPlace(right(place.x), down(place.y), place.text), text: place.text }));
  return [
    ...axes({ x: 0, y: 0 }, frame),
    ...layer(beyond ? [{ x: most, top: 0, bottom: HEIGHT }] : [], border, { x: scaled("x"), ...DOWN }),
    ...words(beyond ? [{ px: right(most), py: -9, text: `tested up to ${whole(most)}` }] : [], {
      align: "center",
      fontSize: 11.5,
    }),
    ...layer(curve, line, { ...xy, strokeDash: literal("dash"), detail: { field: "part", type: "nominal" } }),
    ...layer(
      points.map((point) => ({ ...point })),
      { ...dot, fill: colour("ink"), stroke: colour("paper"), strokeWidth: 1.25 },
      xy,
    ),
    ...layer(peak, { ...diamond, stroke: colour("bad"), strokeWidth: 2 }, { ...xy, fill: literal("fill") }),
    // A rim of paper keeps lines from crossing the words out.
    ...words(said, { ...label, stroke: colour("paper"), strokeWidth: 4 }),
    ...words(said, label),
    ...headings(y, answer),
  ];
}

/** Place of the words on the side of the peak that has room, inside the picture. */
function labelPlace(px: number, py: number, text: string): { px: number; py: number } {
  const width = textWidth(text, 12, true);
  return { px: Math.max(2, Math.min(px - width / 2, WIDTH - width)), py: py > HEIGHT / 2 ? py - 26 : py + 14 };
}

function headings(y: Axis, { reading }: FitAnswer): Spec[] {
  const left = -Math.max(0, largest(y.ticks.map(({ label }) => textWidth(label, 12)))) - 5;
  return words([{ text: reading.figure, px: left, py: -28 }]);
}

/** The result of the fit in one line. */
function titleOf({ model, peak, limit, tested, parameters }: FitAnswer): string {
  if (model === null) return "The table carries no model";
  const [fewest, most] = tested.map(shown);
  if (peak !== null) {
    const at = `the fit peaks at ${shown(peak.workers)} workers`;
    if (!peak.insideTestedRange) return `${laws[model].name}: ${at}, outside the ${fewest} to ${most} that were tested`;
    return `${laws[model].name}: ${at}${peak.supported ? "" : ", which the table does not support"}`;
  }
  const share = significant((parameters.alpha?.estimate ?? 0) * 100, 3);
  const end = limit === null ? "without a limit" : `towards a throughput of ${shown(limit)}`;
  return `${laws[model].name}: ${share} % serial, rising ${end}`;
}

function subtitleOf(answer: FitAnswer, thinned: boolean): string {
  const { reading, measurements, distinctWorkers, model, peak } = answer;
  const method = reading.scale === "log" ? "least squares on logs of geometric means" : "plain least squares";
  const drawn = thinned ? "Points: means of the worker counts. " : "";
  const line = model === null ? "" : ` Line: ${method}, dotted where nothing was tested.`;
  const far = peak !== null && peakOf(answer).length === 0 ? " The peak lies outside the picture." : "";
  return `${drawn}${plural(measurements, "measurement")} at ${plural(distinctWorkers, "worker count")}.${line}${far}`;
}

function shown(figure: number): string {
  return Number.isInteger(figure) ? whole(figure) : significant(figure);
}
