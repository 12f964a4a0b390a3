import type { CellSummary, ExperimentAnalysis, Interval } from "../../../../analysis/results/run-analysis.js";
import { largest } from "../../../../record/limits/extremes.js";
import type { Measure } from "../../../../words/measure.js";
import { type Axis, levelsOf } from "../axis.js";
import type { Chart, ChartInput, ChartTable, Picture, SmallPictures, Spec } from "../chart.js";
import { arrange, forEveryWidth, HERO_PANEL, type PanelSize, panelSize } from "../layout.js";
import { countRows, MAX_MARKS } from "../mark-count.js";
import { isDrawable, type Series } from "../series.js";
import { sentences } from "../titles.js";
import type { Line, LinePanel } from "./line.js";
import { linePanel } from "./line-panel.js";
import { coreMarkers, sharedCores } from "./over-workers.js";
import { rowLines } from "./row-lines.js";

/** Lines in one frame of axes. Cells may carry figures that a chart reads off them. */
export interface LinesPanel<T extends CellSummary> {
  /** "" where there is one panel. */
  title: string;
  series: readonly Series<T>[];
  /** Cells that the axes have room for: at least those of the lines. */
  cells: readonly T[];
}

/** Declaration of the points of a panel and of its other marks. */
export interface LinesOf<T extends CellSummary> {
  x: {
    title: string | ((analysis: ExperimentAnalysis) => string);
    of(cell: T): number;
    axis(levels: number[], widthPx: number): Axis;
    /** Whether the x of a cell is a level of the axis; absent: of every cell. */
    counts?(cell: T): boolean;
  };
  y: {
    title: string | ((analysis: ExperimentAnalysis) => string);
    /** `null` for no point. Cells without a time are crosses. */
    of(cell: T): number | null;
    /** Ends of the error bar. */
    ends?(cell: T): Interval | null;
    /** Axis for the points, the ends of their error bars, and the ideal. */
    axis(values: number[], measure?: Measure): Axis;
  };
  /** Whether x means nothing to a cell. Lines of such cells are levels across the whole width. */
  isLevel?(cell: T): boolean;
  /** Further properties of a line: the second line of its label, its fitted law. */
  more?(cells: readonly T[], frame: { line: Line; series: number; width: number }, input: ChartInput): Partial<Line>;
  /** Whether x is a number of workers, so that the cores of the machine are marked. */
  byCores?: boolean;
  ideal?(
    drawn: { lines: Line[]; cells: readonly T[]; levels: number[]; x: Axis },
    input: ChartInput,
  ): LinePanel["ideal"];
  bands?(cells: readonly T[], analysis: ExperimentAnalysis): LinePanel["bands"];
}

/** Input of the words and the table of a chart. */
export interface Drawn<T extends CellSummary> extends ChartInput {
  panels: readonly LinesPanel<T>[];
  /** The cells of all panels. */
  cells: readonly T[];
}

export interface LineChart<T extends CellSummary> extends LinesOf<T> {
  id: string;
  onCall?: boolean;
  always?: boolean;
  /** Panels of the chart; none where it does not apply. */
  panels(analysis: ExperimentAnalysis, experiment: ChartInput["experiment"]): LinesPanel<T>[];
  /** Whether panels stand below each other even where there is room for two in a row. */
  stacked?: boolean;
  title(drawn: Drawn<T>): string;
  /** Sentences; those that are "" are left out. */
  subtitle(drawn: Drawn<T>): string[];
  table(drawn: Drawn<T>): ChartTable;
  notes(drawn: Drawn<T>): string[];
}

/** A line of more points is no longer read point by point, and alone fills a picture. */
const MOST_POINTS = 400;

/** Panels without the lines that are too long to draw. */
function drawable<T extends CellSummary>(panels: readonly LinesPanel<T>[]): LinesPanel<T>[] {
  return panels
    .map((panel) => ({ ...panel, series: panel.series.filter(({ cells }) => cells.length <= MOST_POINTS) }))
    .filter(({ series }) => series.length > 0);
}

/** As many lines, in their order, as a picture can hold, or a part of one of so many marks. */
export function fitting<T extends CellSummary>(
  panels: readonly LinesPanel<T>[],
  specOf: (panel: LinesPanel<T>) => Spec,
  mostMarks = MAX_MARKS,
): LinesPanel<T>[] {
  const all = drawable(panels);
  let kept = countOf(all);
  for (;;) {
    let room = kept;
    const shown = drawable(
      all.map((panel) => {
        const series = panel.series.slice(0, Math.max(0, room));
        room -= series.length;
        return { ...panel, series };
      }),
    );
    const marks = countRows(shown.map(specOf));
    if (marks <= mostMarks || kept <= 1) return shown;
    kept = Math.max(1, Math.min(kept - 1, Math.floor((kept * mostMarks) / marks)));
  }
}

function countOf(panels: readonly LinesPanel<CellSummary>[]): number {
  return panels.reduce((sum, { series }) => sum + series.length, 0);
}

/** Words for the lines that the picture has no room for. */
export function undrawnLines(left: number): string[] {
  return left === 0 ? [] : [`${left === 1 ? "1 more line is" : `${left} more lines are`} in the figures only.`];
}

const STACKED = { width: 430, height: 230 };

/** A chart of lines from its declaration. */
export function lineChart<T extends CellSummary>(chart: LineChart<T>): Chart {
  return {
    id: chart.id,
    onCall: chart.onCall ?? false,
    always: chart.always ?? false,
    applies: (analysis, experiment) => drawable(chart.panels(analysis, experiment)).length > 0,
    spec: (input) => draw(chart, input),
    small: (input, lead) => smallLines(chart, chart.panels(input.analysis, input.experiment), input, lead),
  };
}

/** Where more points are spoken of, marking them sets none apart. */
const MOST_MARKED = 6;

/** The panel of the first cell spoken of that stands in one, else the last one, in little room; a heading says which it is. */
export function smallLines<T extends CellSummary>(
  lines: LinesOf<T>,
  panels: readonly LinesPanel<T>[],
  input: ChartInput,
  lead: readonly string[],
): SmallPictures {
  const all = drawable(panels);
  const [ofLead] = lead.flatMap((spoken) => all.find(({ cells }) => cells.some(({ key }) => key === spoken)) ?? []);
  const specOf = (one: LinesPanel<T>) => linesPanel(lines, one, HERO_PANEL.wide, input);
  const [panel] = fitting([(ofLead ?? all.at(-1)) as LinesPanel<T>], specOf) as [LinesPanel<T>];
  const draw = (size: PanelSize) => panelOf(lines, panel, size, input, new Set(lead.length > MOST_MARKED ? [] : lead));
  return {
    hero: linePanel(draw(HERO_PANEL.wide)),
    narrow: linePanel(draw(HERO_PANEL.narrow)),
    row: rowLines(draw(HERO_PANEL.wide)),
    ...(ofLead === undefined && lead.length > 0 && { isAside: true }),
  };
}

function draw<T extends CellSummary>(chart: LineChart<T>, input: ChartInput): Picture {
  const panels = chart.panels(input.analysis, input.experiment);
  const drawn = { ...input, panels, cells: panels.flatMap(({ cells }) => cells) };
  const shown = fitting(panels, (panel) => linesPanel(chart, panel, STACKED, input));
  return {
    title: chart.title(drawn),
    subtitle: sentences(...chart.subtitle(drawn)),
    ...forEveryWidth((room) => {
      const isStack = chart.stacked === true && room === "wide";
      const size = isStack && shown.length > 1 ? STACKED : panelSize(isStack ? 1 : shown.length, room);
      const specs = shown.map((panel) => linesPanel(chart, panel, size, input));
      return isStack ? { vconcat: specs, spacing: 34 } : arrange(specs, room);
    }),
    table: chart.table(drawn),
    notes: [...chart.notes(drawn), ...undrawnLines(countOf(panels) - countOf(shown))],
  };
}

/** Specification of one panel. */
export function linesPanel<T extends CellSummary>(
  lines: LinesOf<T>,
  panel: LinesPanel<T>,
  size: PanelSize,
  input: ChartInput,
): Spec {
  return linePanel(panelOf(lines, panel, size, input));
}

/** @param lead keys of the cells whose points are marked */
function panelOf<T extends CellSummary>(
  lines: LinesOf<T>,
  { title, series, cells }: LinesPanel<T>,
  size: PanelSize,
  input: ChartInput,
  lead: ReadonlySet<string> = new Set(),
): LinePanel {
  const levels = levelsOf(cells.filter(lines.x.counts ?? (() => true)).map(lines.x.of));
  const drawn = series.map((one) => lineOf(lines, one, { series: series.length, width: size.width, lead }, input));
  const x = lines.x.axis(levels, size.width);
  const ideal = lines.ideal?.({ lines: drawn, cells, levels, x }, input);
  const values = cells.flatMap((cell) => {
    const value = lines.y.of(cell);
    return value === null ? [] : [value, ...(lines.y.ends?.(cell) ?? [])];
  });
  const most = largest(levels);
  const titleOf = (axis: LinesOf<T>["x" | "y"]) =>
    typeof axis.title === "string" ? axis.title : axis.title(input.analysis);
  return {
    ...size,
    title,
    x,
    y: lines.y.axis([...values, ...(ideal?.points ?? []).map(({ y }) => y)], input.analysis.measure),
    xTitle: titleOf(lines.x),
    yTitle: titleOf(lines.y),
    lines: drawn,
    ...(ideal && ideal.points.length > 1 && { ideal }),
    markers: lines.byCores ? coreMarkers(input, cells, most) : [],
    ...(lines.byCores && sharedCores(input, cells, most)),
    bands: lines.bands?.(cells, input.analysis) ?? [],
    crosses: series.flatMap(({ cells: own, style }) =>
      own.filter((cell) => !isDrawable(cell)).map((cell) => ({ x: lines.x.of(cell), style, name: cell.label })),
    ),
  };
}

function lineOf<T extends CellSummary>(
  { x, y, isLevel = () => false, more }: LinesOf<T>,
  { id, name, style, cells }: Series<T>,
  frame: { series: number; width: number; lead: ReadonlySet<string> },
  input: ChartInput,
): Line {
  const points = cells.flatMap((cell) => {
    const value = y.of(cell);
    const [low, high] = y.ends?.(cell) ?? [null, null];
    const standing = { single: cell.trials.ok === 1, marked: frame.lead.has(cell.key) };
    return value === null ? [] : [{ x: x.of(cell), y: value, low, high, name: cell.label, ...standing }];
  });
  const line: Line = { id, label: name, detail: "", style, points, level: cells.every(isLevel) };
  return { ...line, ...more?.(cells, { ...frame, line }, input) };
}
