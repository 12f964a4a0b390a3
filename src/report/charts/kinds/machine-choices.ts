import type { Question } from "../../../analysis/machines/choices.js";
import type { MachineRun } from "../../../analysis/machines/like-machines.js";
import {
  choiceFinding,
  type KnownSpeedUp,
  speedUpFinding,
  speedUpsOf,
} from "../../../analysis/machines/machine-findings.js";
import { largest } from "../../../record/limits/extremes.js";
import { multiple, plural, whole } from "../../../words/number.js";
import { type Axis, linearAxis } from "../marks/axis.js";
import { barChart } from "../marks/bars/bars.js";
import { rowGroups } from "../marks/bars/row-panel.js";
import type { Picture, Spec } from "../marks/chart.js";
import { DOWN, layer, literal, literalNumber, pixels, type Row, scaled } from "../marks/layers.js";
import { forEveryWidth, type PictureWidth, type ScreenWidth } from "../marks/layout.js";
import { type SeriesStyle, styleOf } from "../marks/series-style.js";
import { figureColumn, intervalColumn, tableOf, wordsColumn } from "../marks/table-columns.js";
import { colour } from "../output/theme.js";

/** Most ways that are drawn; the table has all. */
const MOST_BARS = 12;

/** On how many machines each way is best, fewest workers first. */
export function choicesChart(question: Question<MachineRun>): Picture {
  const { chosen, runs } = question;
  const ordered = chosen.toSorted((a, b) => a.way.factors.workers - b.way.factors.workers);
  const shown = ordered.slice(0, MOST_BARS);
  const styles = styleOf(chosen.map(({ way }) => way));
  const bars = shown.map(({ way, members }) => ({
    ...{ key: way.key, name: way.words, row: way.words, parts: [members.length], tick: null },
    figure: whole(members.length),
    style: styles(way.factors),
  }));
  const axisOf = (values: number[]): Axis => {
    const axis = linearAxis(largest(values) * 1.02, whole);
    return { ...axis, ticks: axis.ticks.filter(({ value }) => Number.isInteger(value)) };
  };
  return {
    title: choiceFinding(question).headline,
    subtitle: `Number of machines, of ${whole(runs.length)}, on which each way ${question.pointValues ? "took the least time, measured once" : "is best: the fewest workers that are not clearly worse than the best"}. Each machine counts once.`,
    ...forEveryWidth((room) => barChart([{ title: "", bars }], axisOf, room)),
    table: tableOf(ordered, [
      wordsColumn("best", ({ way }) => way.words),
      figureColumn({ label: "machines", unit: "", of: ({ members }) => members.length, format: whole }),
    ]),
    notes: ordered.length > MOST_BARS ? [`${plural(ordered.length - MOST_BARS, "more way")} in the table only.`] : [],
  };
}

/** Up to so many machines have a row each; of more each kind has one. */
const MOST_ROWS = 12;
const WIDTH: Record<ScreenWidth, number> = { wide: 420, narrow: 100 };
/** Distances in px from the middle of a row of several machines, in turn, so that equal ones can be counted. */
const LANES = [0, -4, 4, -8, 8];

/** Runs of a kind of machine under its name. */
export interface KindOfMachine {
  name: string;
  runs: readonly MachineRun[];
}

/**
 * The speed-up of each machine's own best: a row for each machine with its interval, or, of many machines, a row for each kind
 * with a point for each machine. `null` where fewer than two have one, or none gains.
 */
export function machineSpeedUps(question: Question<MachineRun>, kinds: readonly KindOfMachine[]): Picture | null {
  const { over, known } = speedUpsOf(question);
  const [range] = speedUpFinding(question);
  if (known.length < 2 || range === undefined) return null;
  const wayOf = (run: MachineRun) => question.chosen.find(({ members }) => members.some((one) => one.run === run))?.way;
  const styles = styleOf(question.chosen.map(({ way }) => way));
  const styleFor = ({ run }: KnownSpeedUp) => styles(wayOf(run)?.factors ?? { strategy: "", workers: 1 });
  const isEach = known.length <= MOST_ROWS;
  const rows = isEach
    ? known.map((one) => ({ name: one.run.run.machine.name, members: [one] }))
    : kinds.flatMap(({ name, runs }) => {
        const members = known.filter(({ run }) => runs.includes(run));
        return members.length === 0 ? [] : [{ name, members }];
      });
  const marks = isEach
    ? "Point: estimate, bar: 95 % interval; a row for each machine."
    : "A point for each machine, a row for each kind of machine with the number of its machines.";
  return {
    title: range.headline,
    subtitle: `Speed-up over ${over} of what is best on each machine. ${marks}`,
    ...forEveryWidth((room) => speedUpSpec({ rows, styleFor, isEach, room })),
    table: tableOf(known, [
      wordsColumn("machine", ({ run }) => run.run.machine.name),
      wordsColumn("best", ({ run }) => wayOf(run)?.words ?? "–"),
      figureColumn({ label: "speed-up", unit: "", of: ({ value }) => value, format: multiple }),
      intervalColumn({ unit: "", of: ({ interval }) => interval, format: multiple }),
    ]),
    notes: [],
  };
}

interface Drawn {
  rows: readonly { name: string; members: readonly KnownSpeedUp[] }[];
  styleFor(known: KnownSpeedUp): SeriesStyle;
  isEach: boolean;
  room: PictureWidth;
}

function speedUpSpec({ rows, styleFor, isEach, room }: Drawn): Spec {
  const values = rows.flatMap(({ members }) =>
    members.flatMap(({ value, interval }) => (isEach && interval) || [value]),
  );
  const group = {
    title: "",
    names: rows.map(({ name }) => name),
    figures: rows.map(({ members }) => (isEach ? multiple(members[0]?.value ?? 1) : whole(members.length))),
    axis: linearAxis(largest(values) * 1.06, (value) => `${value}×`),
    marks: (middles: readonly number[]) => speedUpMarks({ rows, styleFor, isEach }, middles),
  };
  return rowGroups([group], room, WIDTH);
}

/** A line where nothing is gained, and a point for each machine. */
function speedUpMarks({ rows, styleFor, isEach }: Omit<Drawn, "room">, middles: readonly number[]): Spec[] {
  const points = rows.flatMap(({ name, members }, row) =>
    members.map((one, place): Row => {
      const { fill, rim, shape, size, colour: hue } = styleFor(one);
      const [low, high] = isEach && one.interval !== null ? one.interval : [one.value, one.value];
      const lane = isEach ? 0 : (LANES[place % LANES.length] as number);
      const look = { fill, rim, shape, hue, size: isEach ? size : size * 0.55 };
      return { x: one.value, low, high, middle: (middles[row] ?? 0) + lane, name, ...look };
    }),
  );
  const middle = { y: pixels("middle") };
  const reach = { ...middle, x: scaled("low"), x2: { field: "high" }, stroke: literal("hue") };
  const look = { fill: literal("fill"), stroke: literal("rim"), shape: literal("shape"), size: literalNumber("size") };
  const line = { x: 1, top: 0, bottom: (middles.at(-1) ?? 0) + 11 };
  return [
    ...layer([line], { type: "rule", stroke: colour("ref"), strokeWidth: 1.25 }, { x: scaled("x"), ...DOWN }),
    ...(isEach ? layer(points, { type: "rule", strokeWidth: 2.5 }, reach) : []),
    ...layer(points, { type: "point", opacity: 1, strokeWidth: 1 }, { ...middle, x: scaled("x"), ...look }),
  ];
}
