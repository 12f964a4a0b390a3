import { formatBytes } from "../../../words/bytes.js";
import { fixed } from "../../../words/number.js";
import { list } from "../../../words/sentence.js";
import { formatTime } from "../../../words/time.js";
import { type Axis, axisChannel, bytesAxis, fitTicks, linearAxis, linearTimeAxis } from "../marks/axis.js";
import { peaksOf, type Sample, type State, statesOf } from "../marks/bars/usage-states.js";
import type { Chart, ChartInput, ChartTable, Picture, Spec } from "../marks/chart.js";
import { inkedWords, layer, pixels, type Row, scaled, words } from "../marks/layers.js";
import { forBothRooms, type Room } from "../marks/layout.js";
import { type SeriesStyle, styleOf } from "../marks/series-style.js";
import { figureColumn, tableOf, wordsColumn } from "../marks/table-columns.js";
import { colour } from "../output/theme.js";

const SIZE: Record<Room, { width: number; height: number }> = {
  wide: { width: 290, height: 96 },
  narrow: { width: 215, height: 80 },
};

/** CPU and memory over time, a row a state: idle, one process, a pool. */
export const cpuMemory: Chart = {
  id: "cpu-memory",
  onCall: true,
  applies: (analysis, experiment) => statesOf(analysis, experiment).length > 0,
  spec: draw,
};

function draw({ analysis, experiment }: ChartInput): Picture {
  const states = statesOf(analysis, experiment);
  const styles = styleOf(analysis.cells.map(({ factors }) => factors));
  return {
    title: title(states),
    subtitle:
      "Curves: one trial each, sampled from outside every 50 ms; peaks: medians of the trials; memory: proportional set size of all processes. " +
      "Dashed lines: the start of the work, and the last result, after which the workers are kept.",
    ...forBothRooms((room) => ({
      vconcat: states.map((state, index) =>
        row(state, { states, style: styles(state.cell.factors), room, last: index === states.length - 1 }),
      ),
      spacing: 34,
    })),
    table: table(states),
    notes: [],
  };
}

/** The least and the most of the peaks; the pictures name them all. */
function title(states: readonly State[]): string {
  const cores = states.flatMap((state) => peakOf(state, peaksOf(state).cores));
  const bytes = states.flatMap((state) => peakOf(state, peaksOf(state).bytes));
  const parts = [spanOf(cores, coresWords), spanOf(bytes, formatBytes)].filter(Boolean);
  return `At their peaks: ${list(parts)}`;
}

interface Peak {
  name: string;
  value: number;
}

function peakOf({ name }: State, value: number | null): Peak[] {
  return value === null ? [] : [{ name, value }];
}

/** "0.02 (idle) to 1.89 cores (process pool of 4 workers)", as far as there are two. */
function spanOf(peaks: readonly Peak[], words: (value: number) => string): string {
  const ordered = peaks.toSorted((a, b) => a.value - b.value);
  const [least, most] = [ordered[0], ordered.at(-1)];
  if (!least || !most) return "";
  const named = ({ name, value }: Peak) => `${words(value)} (${name})`;
  return least === most ? named(most) : `${named(least)} to ${named(most)}`;
}

function coresWords(cores: number): string {
  return `${fixed(cores, 2)} ${fixed(cores, 2) === "1.00" ? "core" : "cores"}`;
}

interface RowInput {
  states: readonly State[];
  style: SeriesStyle;
  room: Room;
  last: boolean;
}

function row(state: State, { states, style, room, last }: RowInput): Spec {
  const all = states.flatMap(({ samples }) => samples);
  const { width, height } = SIZE[room];
  const x = fitTicks(
    linearTimeAxis(
      all.map(({ atMs }) => atMs),
      1.02,
    ),
    width,
  );
  const cores = linearAxis(Math.max(1, ...all.map((sample) => sample.cores ?? 0)) * 1.08, (value) => String(value));
  const bytes = bytesAxis(all.map((sample) => sample.bytes ?? 0));
  const axes = { x, width, height, state, style };
  const cpu = curve({
    ...axes,
    y: thinned(cores),
    heading: `${state.name}: cores busy`,
    of: (sample) => sample.cores,
    say: coresWords,
    last: last && room === "wide",
  });
  const memory = curve({
    ...axes,
    y: thinned(bytes),
    heading: room === "wide" ? "memory" : `${state.name}: memory`,
    of: (sample) => sample.bytes,
    say: formatBytes,
    last,
  });
  return room === "wide" ? { hconcat: [cpu, memory], spacing: 26 } : { vconcat: [cpu, memory], spacing: 30 };
}

/** Three or four ticks: the pictures are low. */
function thinned(axis: Axis): Axis {
  const stride = Math.max(1, Math.floor((axis.ticks.length - 1) / 2));
  return { ...axis, ticks: axis.ticks.filter((_, index) => index % stride === 0) };
}

interface CurveInput {
  state: State;
  style: SeriesStyle;
  x: Axis;
  y: Axis;
  width: number;
  height: number;
  heading: string;
  of: (sample: Sample) => number | null;
  say: (value: number) => string;
  last: boolean;
}

function curve({ state, style, x, y, width, height, heading, of, say, last }: CurveInput): Spec {
  const rows = state.samples.flatMap((sample): Row[] => {
    const value = of(sample);
    const tip = `${heading}\n${value === null ? "" : say(value)} after ${formatTime(sample.atMs)}`;
    return value === null ? [] : [{ x: sample.atMs, y: value, zero: 0, tip }];
  });
  const marks = [state.startMs, state.lastResultMs].flatMap((at) =>
    at === null || at > x.domain[1] ? [] : [{ x: at, top: 0, bottom: height }],
  );
  const line = { x: scaled("x"), y: scaled("y") };
  return {
    width,
    height,
    layer: [
      ...layer(
        [{ x: 0, y: 0 }],
        { type: "point", opacity: 0, size: 1 },
        {
          x: axisChannel(
            "x",
            x,
            last ? "time since the trial's process started" : null,
            last ? {} : { labels: false, ticks: false },
          ),
          y: axisChannel("y", y, null, { grid: true }),
        },
      ),
      ...layer(rows, { type: "area", opacity: 0.2, fill: style.colour }, { ...line, y2: { field: "zero" } }),
      ...layer(rows, { type: "line", strokeWidth: 1.75, stroke: style.colour }, line),
      ...layer(
        marks,
        { type: "rule", stroke: colour("ref"), strokeDash: [2, 3] },
        { x: scaled("x"), y: pixels("top"), y2: { field: "bottom" } },
      ),
      ...(rows.length === 0 ? words([{ text: "not available here", px: 8, py: height / 2 }]) : []),
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
