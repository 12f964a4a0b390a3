import { workloadBound } from "../../analysis/ideal.js";
import { isOneThread, variantWords } from "../../analysis/labels.js";
import type { CellSummary, ExperimentAnalysis } from "../../analysis/types.js";
import type { Experiment, Trial } from "../../record/schema.js";
import { formatBytes } from "../format/bytes.js";
import { fixed, list } from "../format/number.js";
import { formatTime } from "../format/time.js";
import { sentence, workersWord } from "../format/words.js";
import { type Axis, axisChannel, fitTicks, linearAxis, linearTimeAxis } from "./axis.js";
import type { Chart, ChartInput, ChartTable, Picture, Spec } from "./chart.js";
import { inkedWords, layer, pixels, type Row, scaled, words } from "./layers.js";
import { forBothRooms, type Room } from "./layout.js";
import { bytesAxis } from "./memory.js";
import { keptTrial, recordedCells } from "./recorded.js";
import { type SeriesStyle, styleOf } from "./style.js";
import { colour } from "./theme.js";

const SIZE: Record<Room, { width: number; height: number }> = {
  wide: { width: 290, height: 96 },
  narrow: { width: 215, height: 80 },
};
const MOST_STATES = 6;
const MOST_SAMPLES = 120;

/** CPU and memory over time, a row a state: idle, one process, a pool. */
export const cpuMemory: Chart = {
  id: "cpu-memory",
  onCall: true,
  applies: (analysis, experiment) => statesOf(analysis, experiment).length > 0,
  spec: draw,
};

interface Sample {
  atMs: number;
  cores: number | null;
  bytes: number | null;
}

interface State {
  cell: CellSummary;
  name: string;
  samples: Sample[];
  /** On the clock of the samples; `null` where not known. */
  startMs: number | null;
  lastResultMs: number | null;
}

function statesOf(analysis: ExperimentAnalysis, experiment: Experiment): State[] {
  return recordedCells(analysis, experiment)
    .flatMap((recorded): State[] => {
      const trial = keptTrial(recorded, "usage");
      const samples = trial ? samplesOf(trial.usage) : [];
      if (!trial || samples.filter(({ bytes, cores }) => bytes !== null || cores !== null).length < 2) return [];
      const { cell } = recorded;
      const [startMs = null, lastResultMs = null] = ["work-start-ms", "last-result-ms"].map(
        (name) => trial.figures?.[name],
      );
      return [{ cell, name: nameOf(cell, analysis, experiment), samples, startMs, lastResultMs }];
    })
    .slice(0, MOST_STATES);
}

function samplesOf({ atMs, cpuPercent, pssBytes }: NonNullable<Trial["usage"]>): Sample[] {
  const stride = Math.max(1, Math.ceil(atMs.length / MOST_SAMPLES));
  const all = atMs.map((at, index) => {
    const cpu = cpuPercent[index] ?? null;
    return { atMs: at, cores: cpu === null ? null : cpu / 100, bytes: pssBytes[index] ?? null };
  });
  return all.filter((_, index) => index % stride === 0);
}

/** "idle", "one process (sequential)", "process pool of 4 workers". */
function nameOf({ factors }: CellSummary, { varying, cells }: ExperimentAnalysis, experiment: Experiment): string {
  const strategy = variantWords(
    factors,
    varying.filter((name) => name !== "more"),
  );
  if (isOneThread(factors.strategy)) {
    const waits = workloadBound(experiment, factors) === "wait";
    const mixed = cells.some((cell) => cell.factors.workload !== factors.workload);
    return waits && mixed ? "idle" : `one process (${strategy})`;
  }
  return `${strategy} of ${workersWord(factors.workers)}`;
}

function draw({ analysis, experiment }: ChartInput): Picture {
  const states = statesOf(analysis, experiment);
  const styles = styleOf(analysis.cells.map(({ factors }) => factors));
  return {
    title: title(states),
    subtitle:
      "One trial each, sampled from outside every 50 ms; memory is the proportional set size of all processes. " +
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

/** Peaks of the recorded curves themselves. */
function title(states: readonly State[]): string {
  const parts = states.map((state) => {
    const { cores, bytes } = peaksOf(state);
    const figures = [cores === null ? "" : coresWords(cores), bytes === null ? "" : formatBytes(bytes)].filter(Boolean);
    return `${state.name} ${figures.join(" and ")}`;
  });
  return `${sentence("at their peaks")}: ${list(parts.map((part) => part))}`;
}

function coresWords(cores: number): string {
  return `${fixed(cores, 2)} ${fixed(cores, 2) === "1.00" ? "core" : "cores"}`;
}

/** Largest sample while the tasks ran; CPU of the host's own start does not count. */
function peaksOf({ samples, startMs, lastResultMs }: State): { cores: number | null; bytes: number | null } {
  const [from, to] = [startMs ?? -Infinity, (lastResultMs ?? Infinity) + 50];
  const during = samples.filter(({ atMs }) => atMs >= from && atMs <= to);
  const cores = samples.filter(({ atMs }) => atMs >= from + 50 && atMs <= to).flatMap((sample) => sample.cores ?? []);
  const bytes = during.flatMap((sample) => sample.bytes ?? []);
  return { cores: largest(cores), bytes: largest(bytes) };
}

function largest(values: readonly number[]): number | null {
  return values.length === 0 ? null : Math.max(...values);
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
    last: last && room === "wide",
  });
  const memory = curve({
    ...axes,
    y: thinned(bytes),
    heading: room === "wide" ? "memory" : `${state.name}: memory`,
    of: (sample) => sample.bytes,
    last,
  });
  return room === "wide" ? { hconcat: [cpu, memory], spacing: 26 } : { vconcat: [cpu, memory], spacing: 30 };
}

/** At most four ticks: the pictures are low. */
function thinned(axis: Axis): Axis {
  const stride = Math.ceil(axis.ticks.length / 4);
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
  last: boolean;
}

function curve({ state, style, x, y, width, height, heading, of, last }: CurveInput): Spec {
  const rows = state.samples.flatMap((sample): Row[] => {
    const value = of(sample);
    return value === null ? [] : [{ x: sample.atMs, y: value, zero: 0 }];
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
  const labels = [
    "state",
    "most cores busy",
    "peak memory",
    "memory at the end",
    "not given back",
    "last result after",
  ];
  return {
    columns: labels.map((label, index) => ({ label, numeric: index > 0 })),
    rows: states.map((state) => {
      const { cores, bytes } = peaksOf(state);
      const known = state.samples.flatMap((sample) => sample.bytes ?? []);
      const [first, end] = [known[0], known.at(-1)];
      const last = state.lastResultMs === null || state.startMs === null ? null : state.lastResultMs - state.startMs;
      return [
        state.name,
        cores === null ? "–" : fixed(cores, 2),
        bytes === null ? "–" : formatBytes(bytes),
        end === undefined ? "–" : formatBytes(end),
        end === undefined || first === undefined ? "–" : formatBytes(Math.max(0, end - first)),
        last === null ? "–" : formatTime(last),
      ];
    }),
  };
}
