import { largest } from "../../../record/limits/extremes.js";
import type { Factors } from "../../../record/schema/run-schema.js";
import { formatBytes } from "../../../words/bytes.js";
import { fixed } from "../../../words/number.js";
import { list } from "../../../words/sentence.js";
import { formatTime } from "../../../words/time.js";
import { type Axis, axisChannel, bytesAxis, fitTicks, linearAxis, linearTimeAxis } from "../marks/axis.js";
import { type Bar, smallBars } from "../marks/bars/bars.js";
import type { Chart, ChartInput, ChartTable, Picture, SmallPictures, Spec } from "../marks/chart.js";
import { axes, DOWN, inkedWords, layer, type Row, scaled, words } from "../marks/layers.js";
import { forEveryWidth, type PictureWidth } from "../marks/layout.js";
import { type SeriesStyle, styleOf } from "../marks/series-style.js";
import { figureColumn, tableOf, wordsColumn } from "../marks/table-columns.js";
import { peaksOf, type Sample, type State, statesOf } from "../marks/usage-states.js";
import { colour } from "../output/theme.js";

const SIZE: Record<PictureWidth, { width: number; height: number }> = {
  wide: { width: 290, height: 96 },
  narrow: { width: 215, height: 80 },
  half: { width: 146, height: 50 },
  page: { width: 290, height: 50 },
};

/** CPU and memory over time: a row for each state (idle, one process, a pool). */
export const cpuMemory: Chart = {
  id: "cpu-memory",
  onCall: true,
  applies: (analysis, experiment) => statesOf(analysis, experiment).length > 0,
  spec: draw,
  small,
};

function draw({ analysis, experiment }: ChartInput): Picture {
  const states = statesOf(analysis, experiment);
  const styles = styleOf(analysis.cells);
  return {
    title: title(states),
    subtitle:
      "Curves: one repeat each, sampled from outside every 50 ms; peaks: medians of the repeats; memory: proportional set size of all processes. " +
      "Dashed lines: the start of the work, and the last result, after which the workers are kept.",
    ...forEveryWidth((room) => spec(states, styles, room)),
    table: table(states),
    notes: [],
  };
}

/** The peak memory of each state as a bar. */
function small({ analysis, experiment }: ChartInput, lead: readonly string[]): SmallPictures {
  const styles = styleOf(analysis.cells);
  const bars = statesOf(analysis, experiment).map((state): Bar => {
    const { cell, name } = state;
    const { bytes } = peaksOf(state);
    const [parts, figure] = bytes === null ? [[], "not recorded"] : [[bytes], formatBytes(bytes)];
    return { key: cell.key, name, row: cell.label, parts, tick: null, figure, style: styles(cell.factors) };
  });
  return smallBars({ title: "Peak memory", bars }, bytesAxis, lead);
}

/** The least and the most of the peaks; the pictures name them all. */
function title(states: readonly State[]): string {
  const cores = spanWords(states, ({ cores: most }) => most, coresWords);
  const bytes = spanWords(states, ({ bytes: most }) => most, formatBytes);
  return `At their peaks: ${list([cores, bytes].filter(Boolean))}`;
}

/** "0.02 (idle) to 1.89 cores (process pool of 4 workers)", or one of them where there is one. */
function spanWords(
  states: readonly State[],
  peak: (peaks: ReturnType<typeof peaksOf>) => number | null,
  words: (value: number) => string,
): string {
  const ordered = states
    .flatMap((state) => {
      const value = peak(peaksOf(state));
      return value === null ? [] : [{ value, text: `${words(value)} (${state.name})` }];
    })
    .sort((a, b) => a.value - b.value);
  return [...new Set([ordered[0], ordered.at(-1)])].flatMap((one) => one?.text ?? []).join(" to ");
}

function coresWords(cores: number): string {
  return `${fixed(cores, 2)} ${fixed(cores, 2) === "1.00" ? "core" : "cores"}`;
}

/** Figure of a state that one picture shows over time. */
interface Curve {
  heading: string;
  y: Axis;
  of(sample: Sample): number | null;
  say(value: number): string;
}

interface Frame {
  x: Axis;
  size: { width: number; height: number };
  style: SeriesStyle;
  /** Whether the axis of time stands under the picture. */
  isLast: boolean;
}

function spec(states: readonly State[], styles: (factors: Factors) => SeriesStyle, room: PictureWidth): Spec {
  const all = states.flatMap(({ samples }) => samples);
  const size = SIZE[room];
  const x = fitTicks(
    linearTimeAxis(
      all.map(({ atMs }) => atMs),
      undefined,
      1.02,
    ),
    size.width,
  );
  const mostCores = Math.max(1, largest(all.map(({ cores }) => cores ?? 0)));
  const cores = { y: thinned(linearAxis(mostCores * 1.08, String)), of: (one: Sample) => one.cores, say: coresWords };
  const bytes = {
    y: thinned(bytesAxis(all.map((one) => one.bytes ?? 0))),
    of: (one: Sample) => one.bytes,
    say: formatBytes,
  };
  const rows = states.map((state, index) => {
    const frame = { x, size, style: styles(state.cell.factors) };
    const isLast = index === states.length - 1;
    const isPair = room !== "narrow";
    const heading = isPair ? "memory" : `${state.name}: memory`;
    const pair = [
      picture(state, { ...cores, heading: `${state.name}: cores busy` }, { ...frame, isLast: isLast && isPair }),
      picture(state, { ...bytes, heading }, { ...frame, isLast }),
    ];
    return isPair ? { hconcat: pair, spacing: 26 } : { vconcat: pair, spacing: 30 };
  });
  return { vconcat: rows, spacing: 34 };
}

/** The axis with three or four ticks, since the pictures are low. */
function thinned(axis: Axis): Axis {
  const stride = Math.max(1, Math.floor((axis.ticks.length - 1) / 2));
  return { ...axis, ticks: axis.ticks.filter((_, index) => index % stride === 0) };
}

function picture(state: State, { heading, y, of, say }: Curve, { x, size, style, isLast }: Frame): Spec {
  const rows = state.samples.flatMap((sample): Row[] => {
    const value = of(sample);
    if (value === null) return [];
    return [{ x: sample.atMs, y: value, zero: 0, tip: `${heading}\n${say(value)} after ${formatTime(sample.atMs)}` }];
  });
  const marks = [state.startMs, state.lastResultMs].flatMap((at) =>
    at === null || at > x.domain[1] ? [] : [{ x: at, top: 0, bottom: size.height }],
  );
  const xTitle = isLast ? "time since the process started" : null;
  const xy = { x: scaled("x"), y: scaled("y") };
  return {
    ...size,
    layer: [
      ...axes(
        { x: 0, y: 0 },
        {
          x: axisChannel("x", x, xTitle, isLast ? {} : { labels: false, ticks: false }),
          y: axisChannel("y", y, null, { grid: true }),
        },
      ),
      ...layer(rows, { type: "area", opacity: 0.2, fill: style.colour }, { ...xy, y2: { field: "zero" } }),
      ...layer(rows, { type: "line", strokeWidth: 1.75, stroke: style.colour }, xy),
      ...layer(marks, { type: "rule", stroke: colour("ref"), strokeDash: [2, 3] }, { x: scaled("x"), ...DOWN }),
      ...(rows.length === 0 ? words([{ text: "not available here", px: 8, py: size.height / 2 }]) : []),
      ...inkedWords([{ text: heading, px: 0, py: -11, ink: style.ink }]),
    ],
  };
}

function table(states: readonly State[]): ChartTable {
  const known = ({ samples }: State) => samples.flatMap((sample) => sample.bytes ?? []);
  const bytes = { unit: "bytes", format: formatBytes };
  return tableOf(states, [
    wordsColumn("state", ({ name }) => name),
    figureColumn({
      label: "most cores busy",
      unit: "",
      of: (state) => peaksOf(state).cores,
      format: (cores) => fixed(cores, 2),
    }),
    figureColumn({ label: "peak memory", ...bytes, of: (state) => peaksOf(state).bytes }),
    figureColumn({ label: "memory at the end", ...bytes, of: (state) => known(state).at(-1) ?? null }),
    figureColumn({ label: "not given back", ...bytes, of: (state) => keptBytes(known(state)) }),
    figureColumn({
      label: "last result after",
      unit: "ms",
      of: ({ startMs, lastResultMs }) => (startMs === null || lastResultMs === null ? null : lastResultMs - startMs),
      format: formatTime,
    }),
  ]);
}

function keptBytes([first, ...rest]: readonly number[]): number | null {
  return first === undefined ? null : Math.max(0, (rest.at(-1) ?? first) - first);
}
