import { decidingInterval, intervalFigure } from "../../../analysis/comparing/change-words.js";
import type { Change, Verdict } from "../../../analysis/results/run-analysis.js";
import type { VersionChange, VersionsAnalysis } from "../../../analysis/results/versions.js";
import { timePoints } from "../../../analysis/versions/version-points.js";
import { decisionWords } from "../../../analysis/versions/version-words.js";
import { largest, smallest } from "../../../record/limits/extremes.js";
import { statement } from "../../../words/headline.js";
import { measureNoun } from "../../../words/measure.js";
import { plural } from "../../../words/number.js";
import { percentLevel, signedPercent } from "../../../words/percent.js";
import { sentenceCase } from "../../../words/sentence.js";
import { type Axis, fraction, multiplesWithin, roundStep } from "../marks/axis.js";
import { longest, type Rows, rowFigures, rowPanel, rowsOf } from "../marks/bars/row-panel.js";
import type { Chart, SmallPictures, Spec } from "../marks/chart.js";
import {
  DOWN,
  inkedWords,
  layer,
  literal,
  literalNumber,
  PIXEL_BOX,
  pixels,
  type Row,
  scaled,
} from "../marks/layers.js";
import { forEveryWidth, type PictureWidth, ROW_SIZE } from "../marks/layout.js";
import { endsColumn, figureColumn, tableOf, wordsColumn } from "../marks/table-columns.js";
import { sentences } from "../marks/titles.js";
import { colour } from "../output/theme.js";
import { smallVersionSpeedUp } from "./version-speed-up.js";

const WIDTH: Record<PictureWidth, number> = { wide: 330, narrow: 190, half: 150, page: 330 };
/** Rows of combinations; of more the picture has those of strategies and worker counts. */
const MOST_ROWS = 24;
const MOST_SMALL_ROWS = 7;
const MOST_LIST_ROWS = 3;
/** Width in px up to which names stand beside their rows on a telephone. */
const SHORT_NAME = 80;
/** Most steps of the axis from the least change to the largest. */
const MOST_STEPS = 5;
/** Distance in px from the middle of a row to its change and to its twin: nearer to each other than to those of other rows. */
const APART = 4;

/** A comparison with a change. */
type Shown = VersionChange & { change: Change & { changePercent: number } };

/** Change from one version to another with its interval, and below it what the old one differs by from itself. */
export const versionChange: Chart = {
  id: "version-change",
  applies: ({ versions }) => versions?.overall != null,
  spec({ analysis }) {
    const versions = analysis.versions as VersionsAnalysis;
    const shown = shownOf(versions, MOST_ROWS);
    const all = versions.changes.filter(hasChange);
    return {
      title: statement(timePoints(versions)).headline,
      subtitle: sentences(
        `Change of ${measureNoun(analysis.measure)} from ${versions.before} to ${versions.after}.`,
        all.some(({ change }) => change.interval) ? "Bars: 95 % interval, of equal ones the 90 % one." : "",
        twinWords(versions),
        versions.sideBySide ? "Both ran at once, each on its half of the processors." : "",
        `Grey zone: ±${percentLevel(versions.floorPercent)}, less than counts here.`,
      ),
      ...forEveryWidth((room) => draw(shown, versions, { width: WIDTH[room], room })),
      table: tableOf(all, [
        wordsColumn("combination", ({ label }) => label, "group"),
        figureColumn({ label: "change", ...PERCENT, of: ({ change }) => change.changePercent }),
        {
          ...endsColumn<Shown>({ label: "95 % interval", ...PERCENT, of: ({ change }) => change.interval }),
          text: ({ change }) => intervalFigure(change),
        },
        wordsColumn("verdict", decisionWords),
        figureColumn({
          label: versions.twin ?? "twin",
          head: "twin",
          ...PERCENT,
          of: ({ twin }) => twin?.changePercent ?? null,
        }),
      ]),
      notes: shown.length < all.length ? [`${plural(all.length - shown.length, "more row")} in the figures only.`] : [],
    };
  },
  small: ({ analysis, ...input }) => small(analysis.versions as VersionsAnalysis, { analysis, ...input }),
};

const PERCENT = { unit: "%", format: signedPercent };

function twinWords({ twin, before }: VersionsAnalysis): string {
  return twin === null ? "" : `Thin: ${before} against itself, measured under a second name.`;
}

function hasChange(one: VersionChange): one is Shown {
  return one.change.changePercent !== null;
}

/** Over all and cell by cell; of many cells by strategy and worker count. */
function shownOf({ changes, overall }: VersionsAnalysis, most: number): Shown[] {
  const all = changes.filter(hasChange);
  const cells = all.filter((one) => one === overall || one.scope === "cell");
  const shown = cells.length <= most ? cells : all.filter(({ scope }) => scope !== "cell");
  return shown.slice(0, most);
}

/** The change, and below it the speed-ups. */
function small(versions: VersionsAnalysis, input: Parameters<NonNullable<Chart["small"]>>[0]): SmallPictures {
  const shown = shownOf(versions, MOST_SMALL_ROWS);
  const speedUps = smallVersionSpeedUp(input);
  // Here no subtitle says it.
  const legend = versions.twin === null ? [] : [`thin: ${versions.twin}`];
  const both = (rows: Spec, lines: Spec | undefined): Spec =>
    lines === undefined ? rows : { vconcat: [rows, lines], spacing: 46 };
  return {
    hero: both(draw(shown, versions, { width: 215, room: "half", legend }), speedUps?.hero),
    narrow: both(draw(shown, versions, { width: WIDTH.narrow, room: "narrow", legend }), speedUps?.narrow),
    row: rowPicture(shown.slice(0, MOST_LIST_ROWS), versions.floorPercent),
  };
}

const LOOKS: Record<Verdict, { ink: string; fill: string; shape: string }> = {
  faster: { ink: colour("good"), fill: colour("good"), shape: "triangle-left" },
  slower: { ink: colour("bad"), fill: colour("bad"), shape: "triangle-right" },
  same: { ink: colour("same"), fill: colour("same"), shape: "circle" },
  inconclusive: { ink: colour("same"), fill: colour("paper"), shape: "circle" },
};

/** A triangle points to where the change leads: more of a figure may be the better. */
function lookOf({ verdict, changePercent }: Change) {
  const isDecided = verdict === "faster" || verdict === "slower";
  const shape = (changePercent ?? 0) > 0 ? "triangle-right" : "triangle-left";
  return { ...LOOKS[verdict], ...(isDecided && { shape }) };
}

function axisOf(shown: readonly Shown[], floor: number): Axis {
  const reach = shown.flatMap(({ change, twin }) => [
    ...[change, twin].flatMap((one) => one?.changePercent ?? []),
    ...[change, twin].flatMap((one) => (one && decidingInterval(one)?.ends) ?? []),
  ]);
  const [low, high] = [Math.min(-floor * 1.5, smallest(reach)), Math.max(floor * 1.5, largest(reach))];
  const air = (high - low) * 0.04;
  const domain: [number, number] = [low - air, high + air];
  const ticks = multiplesWithin(roundStep((high - low) / MOST_STEPS), ...domain);
  return { scale: "linear", domain, ticks: ticks.map((value) => ({ value, label: signedPercent(value, 0) })) };
}

function draw(
  shown: readonly Shown[],
  { floorPercent }: VersionsAnalysis,
  { width: most, room, legend = [] }: { width: number; room: PictureWidth; legend?: string[] },
): Spec {
  const noun = measureNoun(shown[0]?.change.measure);
  const isWhole = shown.length > 1 && shown[0]?.scope !== "cell";
  const names = shown.map(({ label }) => sentenceCase(label));
  const isAbove = room === "narrow" && longest(names) > SHORT_NAME;
  const width = room === "narrow" && !isAbove ? most - longest(names) : most;
  const rows = rowsOf(isWhole ? [1, shown.length - 1] : [shown.length], isAbove);
  return rowPanel({
    rows,
    names,
    width,
    axis: axisOf(shown, floorPercent),
    axisTitle: [`← less ${noun} · more ${noun} →`, ...legend],
    behind: layer([zoneOf(floorPercent, rows)], { type: "rect", fill: colour("zone") }, ACROSS),
    marks: [...layer([zoneOf(floorPercent, rows)], ZERO, { ...DOWN, x: scaled("zero") }), ...estimates(shown, rows)],
    beside: [
      ...figures(shown, rows, width),
      ...(room === "wide" || room === "page" ? verdicts(shown, rows, width) : []),
    ],
  });
}

const ACROSS = { ...DOWN, x: scaled("from"), x2: { field: "to" } };
const ZERO = { type: "rule", stroke: colour("soft"), strokeWidth: 1.25 };

function zoneOf(floor: number, { height }: Rows): Row {
  return { from: -floor, to: floor, zero: 0, top: 0, bottom: height };
}

/** A point for each change and, thinner, for its twin, with their intervals. */
function estimates(shown: readonly Shown[], { middles }: Rows): Spec[] {
  const marks = shown.flatMap(({ change, twin, label }, index): Row[] => {
    const middle = middles[index] ?? 0;
    const own = markOf(change, { name: label, middle: twin === null ? middle : middle - APART, width: 2.5, size: 60 });
    if (twin === null) return own;
    const look = { ink: colour("soft"), fill: colour("paper"), shape: "diamond" };
    return [...own, ...markOf(twin, { name: `${label}, twin`, middle: middle + APART, width: 1, size: 24, ...look })];
  });
  const middle = { y: pixels("middle") };
  const reach = {
    ...middle,
    x: scaled("low"),
    x2: { field: "high" },
    stroke: literal("ink"),
    strokeWidth: literalNumber("width"),
  };
  const point = { fill: literal("fill"), stroke: literal("ink"), shape: literal("shape"), size: literalNumber("size") };
  return [
    ...layer(
      marks.filter(({ low }) => low !== null),
      { type: "rule" },
      reach,
    ),
    ...layer(marks, { type: "point", opacity: 1, strokeWidth: 1.5 }, { ...middle, x: scaled("x"), ...point }),
  ];
}

function markOf(change: Change, look: Row): Row[] {
  if (change.changePercent === null) return [];
  const [low, high] = decidingInterval(change)?.ends ?? [null, null];
  return [{ x: change.changePercent, low, high, ...lookOf(change), ...look }];
}

function figures(shown: readonly Shown[], rows: Rows, width: number): Spec[] {
  const words = shown.map(({ change }) => signedPercent(change.changePercent));
  return rowFigures(words, width + 66, rows, { align: "right" });
}

function verdicts(shown: readonly Shown[], { middles }: Rows, width: number): Spec[] {
  const words = shown.map((one, index) => ({
    text: decisionWords(one),
    ink: LOOKS[one.change.verdict].ink,
    px: width + 84,
    py: middles[index] ?? 0,
  }));
  return inkedWords(words, { fontWeight: 400 });
}

/** The first changes without axis and words, for a row of a list. */
function rowPicture(shown: readonly Shown[], floor: number): Spec {
  const { width, height } = ROW_SIZE;
  const axis = axisOf(shown, floor);
  const across = (percent: number) => fraction(axis, percent) * width;
  const marks = shown.map(({ change }, index): Row => {
    const [low, high] = decidingInterval(change)?.ends ?? [change.changePercent, change.changePercent];
    const middle = ((index + 0.5) * height) / shown.length;
    return {
      x: across(change.changePercent),
      left: across(low),
      right: across(high),
      middle,
      ...LOOKS[change.verdict],
    };
  });
  const zone: Row = { left: across(-floor), right: across(floor), zero: across(0), top: 0, bottom: height };
  const middle = { y: pixels("middle") };
  const look = { fill: literal("fill"), stroke: literal("ink"), shape: literal("shape") };
  return {
    ...ROW_SIZE,
    layer: [
      ...layer([zone], { type: "rect", fill: colour("zone") }, PIXEL_BOX),
      ...layer([zone], ZERO, { ...DOWN, x: pixels("zero") }),
      ...layer(
        marks,
        { type: "rule", strokeWidth: 2.5 },
        { ...middle, x: pixels("left"), x2: { field: "right" }, stroke: literal("ink") },
      ),
      ...layer(
        marks,
        { type: "point", opacity: 1, size: 60, strokeWidth: 1.5 },
        { ...middle, x: pixels("x"), ...look },
      ),
    ],
  };
}
