import { group } from "d3-array";
import { variantWords } from "../../../analysis/cells/cell-labels.js";
import { asCost } from "../../../analysis/comparing/figure-cost.js";
import { onceEach } from "../../../analysis/results/once-words.js";
import type { CellSummary, Change, ExperimentAnalysis } from "../../../analysis/results/run-analysis.js";
import { largest, smallest } from "../../../record/limits/extremes.js";
import { bestNoun, measured, measureNoun, measureVerb, totalNoun } from "../../../words/measure.js";
import { whole } from "../../../words/number.js";
import { list, sentenceCase } from "../../../words/sentence.js";
import { linearTimeAxis } from "../marks/axis.js";
import { rowBars } from "../marks/bars/row-bars.js";
import { HERO_BARS, type RowGroup, rowGroups } from "../marks/bars/row-panel.js";
import { timesTable } from "../marks/cell-table.js";
import type { Chart, ChartInput, Picture, SmallPictures, Spec } from "../marks/chart.js";
import { DOWN, layer, literal, literalNumber, pixels, type Row, scaled } from "../marks/layers.js";
import { forEveryWidth, type ScreenWidth } from "../marks/layout.js";
import {
  bySize,
  drawnInterval,
  isDrawable,
  leftOutNotes,
  type Panel,
  panelsOf,
  shortLabel,
  wideIntervalNotes,
} from "../marks/series.js";
import { styleOf } from "../marks/series-style.js";
import {
  cellTimeWords,
  constantWords,
  isShownFaster,
  labelOf,
  repeatsWords,
  sentences,
  standingWords,
  undrawnNotes,
} from "../marks/titles.js";
import { colour } from "../output/theme.js";

const WIDTH: Record<ScreenWidth, number> = { wide: 520, narrow: 110 };
/** Most bars of a picture; the tables have all cells. */
const MAX_BARS = 60;
/** Fewest sizes of which lines show how time grows with N. */
const MANY_SIZES = 4;

/** Total time of every cell as a bar from zero: a group for each size. */
export const totalTime: Chart = {
  id: "total-time",
  applies: ({ cells, varying }) =>
    cells.filter(isDrawable).length > 1 &&
    cells.length <= MAX_BARS &&
    !(varying.includes("n") && new Set(cells.map(({ factors }) => factors.n)).size >= MANY_SIZES),
  spec: draw,
  small,
};

function draw({ analysis }: ChartInput): Picture {
  const { panels, leftOut } = panelsOf(analysis);
  const drawn = panels.flatMap(({ cells }) => cells);
  return {
    title: title(drawn, analysis),
    subtitle: sentences(
      `${sentenceCase(totalNoun(analysis.measure))}, from zero.`,
      constantWords(analysis),
      repeatsWords(drawn),
    ),
    ...forEveryWidth((room) =>
      rowGroups(
        panels.map((panel) => toRows(panel, panels, analysis)),
        room,
        WIDTH,
      ),
    ),
    table: timesTable(drawn),
    notes: [...undrawnNotes(drawn), ...wideIntervalNotes(drawn), ...leftOutNotes(leftOut, panels, analysis)],
  };
}

/** Most bars beside the words that open a page: no more than there are series. */
const MAX_HERO_BARS = 12;

/** The bars of the size that the cell spoken of first has. */
function small({ analysis }: ChartInput, lead: readonly string[]): SmallPictures {
  const { panels } = panelsOf(analysis);
  const isOneEach = panels.length > 1 && panels.every(({ cells }) => cells.length === 1);
  if (isOneEach) return oneEachSmall(panels, lead, analysis);
  const ofLead = ({ cells }: { cells: readonly CellSummary[] }) => cells.some(({ key }) => key === lead[0]);
  const panel = fewBars(analysis, lead) ?? ((panels.find(ofLead) ?? panels.at(-1)) as Panel);
  const draw = (room: ScreenWidth) => rowGroups([toRows(panel, [panel], analysis)], room, HERO_BARS);
  const bars = panel.series.flatMap(({ style, cells }) =>
    cells.map(({ key, medianMs }) => ({ key, parts: medianMs === null ? [] : [medianMs], style })),
  );
  return { hero: draw("wide"), narrow: draw("narrow"), row: rowBars(bars, lead) };
}

/** Most pieces of work beside the words that open a page, each with an axis of its own. */
const MAX_HERO_PANELS = 4;

/** Of work that has one bar each, those of the cells spoken of and then the first: none stands for the others. */
function oneEachSmall(panels: readonly Panel[], lead: readonly string[], analysis: ExperimentAnalysis): SmallPictures {
  const isLead = ({ cells }: Panel) => cells.some(({ key }) => lead.includes(key));
  const shown = [...panels.filter(isLead), ...panels.filter((panel) => !isLead(panel))].slice(0, MAX_HERO_PANELS);
  const some = panels.filter((panel) => shown.includes(panel));
  const draw = (room: ScreenWidth) =>
    rowGroups(
      some.map((panel) => toRows(panel, some, analysis)),
      room,
      HERO_BARS,
    );
  const bars = some.flatMap(({ series }) =>
    series.flatMap(({ style, cells }) =>
      cells.map(({ key, medianMs }) => ({ key, parts: medianMs === null ? [] : [medianMs], style })),
    ),
  );
  return { hero: draw("wide"), narrow: draw("narrow"), row: rowBars(bars, lead) };
}

/**
 * Of a size with too many bars those of the cells spoken of, then of the baselines, then of the least times, under a heading that
 * says how many; `null` where all have room.
 */
function fewBars(analysis: ExperimentAnalysis, lead: readonly string[]): Panel | null {
  const sizes = bySize(analysis.cells, ({ factors }) => factors, analysis).map(({ items }) => items);
  const all = sizes.find((cells) => cells.some(({ key }) => key === lead[0])) ?? sizes.at(-1) ?? [];
  if (all.length <= MAX_HERO_BARS) return null;
  const rank = ({ key, isBaseline }: CellSummary) => (lead.includes(key) ? 0 : isBaseline ? 1 : 2);
  const foremost = all
    .filter(isDrawable)
    .sort((a, b) => rank(a) - rank(b) || byCost(a, b))
    .slice(0, MAX_HERO_BARS);
  const cells = all.filter(({ key }) => foremost.some((one) => one.key === key));
  const [panel] = panelsOf({ ...analysis, cells }).panels;
  if (panel === undefined) return null;
  const styles = styleOf(analysis.cells);
  const series = panel.series.map((one) => ({
    ...one,
    style: one.cells[0] ? styles(one.cells[0].factors) : one.style,
  }));
  return { ...panel, series, title: `${whole(cells.length)} of ${whole(all.length)} combinations` };
}

type Timed = CellSummary & { medianMs: number };

/** The best first. */
function byCost(a: Timed, b: Timed): number {
  return asCost(a.medianMs, a.measure) - asCost(b.medianMs, b.measure);
}

/**
 * How many are faster than their baseline, else which takes the least time; for several sizes, how often each strategy was shown to,
 * among those that are drawn.
 */
function title(drawn: readonly CellSummary[], analysis: ExperimentAnalysis): string {
  const ordered = bySize(analysis.cells, ({ factors }) => factors, analysis).map(({ items }) =>
    items.filter(isDrawable).sort(byCost),
  );
  // A size with one cell has nothing to compare.
  const contests = ordered.filter((cells) => cells.length > 1 && drawn.some(({ key }) => key === cells[0]?.key));
  const wayOf = ({ factors }: Timed) => variantWords(factors, analysis.varying);
  // Neither has a single way over several sizes.
  const ways = new Set(ordered.flat().map(wayOf));
  if (contests.length < 2 || ways.size < 2) {
    return verdictsTitle(analysis) ?? leastTitle(ordered.flat().sort(byCost), analysis);
  }
  const single = analysis.cells.every(({ trials }) => trials.ok < 2);
  const winners = contests.map((cells) => {
    const [least, ...rest] = cells as [Timed, ...Timed[]];
    const rivals = [...group(rest, wayOf)].flatMap(([way, [best]]) => (best && way !== wayOf(least) ? [best] : []));
    const isWon = rivals.every((rival) => isShownFaster(least, rival, analysis)) || isAdvisedAlone(least, analysis);
    return single || isWon ? wayOf(least) : OPEN;
  });
  const wins = [...group(winners, (way) => way)]
    .sort(([a, one], [b, other]) => Number(a === OPEN) - Number(b === OPEN) || other.length - one.length)
    .map(([name, own], index) => {
      const count = `${own.length}${index === 0 ? ` of ${winners.length}` : ""}`;
      return name === OPEN ? `undecided in ${count}` : `${name} in ${count}`;
    });
  return `${sentenceCase(bestNoun(analysis.measure))} by size${single ? `, ${onceEach(analysis.cells)}` : ""}: ${list(wins)}`;
}

/** Whether the advice for the size of a cell names it alone, and all others are clearly slower: pairs that no table shows count there. */
function isAdvisedAlone({ key }: Timed, { advice, furtherAdvice }: ExperimentAnalysis): boolean {
  return [...(advice ? [advice] : []), ...furtherAdvice].some(
    ({ bestKey, tiedKeys, pointValues }) => !pointValues && bestKey === key && tiedKeys.every((tied) => tied === key),
  );
}

/** In place of a winner. */
const OPEN = "";

/** Fewer decisions are better named than counted. */
const FEWEST_COUNTED = 3;

/** "6 of 10 take less time than sequential, 2 take more": what the decisions against one baseline come to. */
function verdictsTitle({ changes, cells, measure }: ExperimentAnalysis): string | null {
  const judged = changes.againstBaseline.filter(({ interval }) => interval !== null);
  const baselines = new Set(judged.map(({ from }) => labelOf(from, cells)));
  if (judged.length === 0 || baselines.size !== 1) return null;
  if (judged.every(({ verdict }) => verdict === "inconclusive")) {
    return judged.length === cells.filter(isDrawable).length - 1
      ? `No difference in ${measureNoun(measure)} from ${[...baselines].join("")} is shown`
      : null;
  }
  if (judged.length < FEWEST_COUNTED) return null;
  const count = (verdict: Change["verdict"]) => judged.filter((change) => change.verdict === verdict).length;
  const [faster, slower, same] = [count("faster"), count("slower"), count("same")];
  const less = faster === 0 ? "none" : faster === judged.length ? `all ${whole(faster)}` : whole(faster);
  const of = less === "none" || faster === judged.length ? "" : ` of ${whole(judged.length)}`;
  const [good, bad] = measure?.better === "higher" ? ["more", "less"] : ["less", "more"];
  const rest = [
    slower > 0 ? `${whole(slower)} ${measureVerb(measure, slower === 1 ? "takes" : "take")} ${bad}` : "",
    same > 0 ? `${whole(same)} as much within 3 %` : "",
  ].filter(Boolean);
  const verb = measureVerb(measure, faster === 1 || less === "none" ? "takes" : "take");
  return [
    sentenceCase(`${less}${of} ${verb} ${good} ${measureNoun(measure)} than ${[...baselines].join("")}`),
    ...rest,
  ].join(", ");
}

function leastTitle(ordered: readonly Timed[], analysis: ExperimentAnalysis): string {
  const [least, next] = ordered;
  const { measure } = analysis;
  if (!least || !next) return `The recorded ${measureNoun(measure)}`;
  const open = standingWords(least, next, analysis).replace("shown", `from ${next.label} shown`);
  const verb = measureVerb(measure, /^[\d,]+ workers/.test(least.label) ? "take" : "takes");
  return `${sentenceCase(least.label)} ${verb} the ${bestNoun(measure)}, ${measured(least.medianMs, measure)}${open}`;
}

/** Largest ratio of the longest times of two sizes that share one scale, so that lengths compare across sizes. */
const ONE_SCALE = 4;

function timesOf({ cells }: Panel): number[] {
  return cells.filter(isDrawable).flatMap((cell) => [cell.medianMs, ...(drawnInterval(cell) ?? [])]);
}

function scaleOf(panel: Panel, all: readonly Panel[]): number[] {
  const longest = all.map(timesOf).flatMap((times) => (times.length > 0 ? largest(times) : []));
  return largest(longest) <= ONE_SCALE * smallest(longest) ? longest : timesOf(panel);
}

/** Rows of the cells of one size. */
function toRows(panel: Panel, all: readonly Panel[], analysis: ExperimentAnalysis): RowGroup {
  const { title, series, cells } = panel;
  const sizes = series.map(({ cells: own }) => own.length);
  return {
    title,
    names: cells.map(({ factors }) => shortLabel(factors, analysis)),
    figures: cells.map(cellTimeWords),
    // Strategies stand apart where they have several rows each.
    ...(sizes.some((size) => size > 1) && { sizes }),
    axis: linearTimeAxis(scaleOf(panel, all), analysis.measure),
    marks: (middles) => barMarks(panel, middles),
  };
}

/** A pale bar, the interval at its end, and the point of its series on it, hollow where it was measured once. */
function barMarks({ series }: Panel, middles: readonly number[]): Spec[] {
  const cells = series.flatMap(({ name, style, cells: own }) => own.map((cell) => ({ cell, style, series: name })));
  const bars = cells.flatMap(({ cell, style, series: name }, index): Row[] => {
    if (!isDrawable(cell)) return [];
    const middle = middles[index] ?? 0;
    const [low, high] = drawnInterval(cell) ?? [null, null];
    const { colour: hue, ink, fill, rim, shape, size } = style;
    const single = cell.trials.ok === 1 ? { fill: colour("paper"), rim: hue } : {};
    const looks = { colour: hue, ink, fill, rim, shape, size: size * 0.75, name: cell.label, series: name, ...single };
    return [{ x: cell.medianMs, zero: 0, top: middle - 7, bottom: middle + 7, middle, low, high, ...looks }];
  });
  const middle = { y: pixels("middle") };
  const intervals = bars.filter(({ low }) => low !== null);
  const bar = { x: scaled("zero"), x2: { field: "x" }, ...DOWN, fill: literal("colour") };
  const ends = { ...middle, x: scaled("low"), x2: { field: "high" }, stroke: literal("ink") };
  const looks = { fill: literal("fill"), stroke: literal("rim"), shape: literal("shape"), size: literalNumber("size") };
  return [
    ...layer(bars, { type: "rect", opacity: 0.3 }, bar),
    ...layer(intervals, { type: "rule", strokeWidth: 2 }, ends),
    ...layer(bars, { type: "point", opacity: 1, strokeWidth: 1.25 }, { ...middle, x: scaled("x"), ...looks }),
  ];
}
