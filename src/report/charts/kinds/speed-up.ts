import { isOneThread } from "../../../analysis/cells/cell-labels.js";
import type { CellSummary, ExperimentAnalysis, Ratio } from "../../../analysis/results/run-analysis.js";
import { briefSerialWords } from "../../../analysis/scaling/law-words.js";
import { laws } from "../../../analysis/scaling/models/index.js";
import { fixed, times } from "../../../words/number.js";
import { sentence, workersWord } from "../../../words/verdict-words.js";
import { linearAxis, workerAxis } from "../marks/axis.js";
import { speedUpTable } from "../marks/cell-table.js";
import type { Chart, ChartInput, Picture, Spec } from "../marks/chart.js";
import { arrange, forBothRooms, type PanelSize, panelSize } from "../marks/layout.js";
import { coreMarkers, idealSteps, sharedCores } from "../marks/lines/core-markers.js";
import { carriedLaw, fittedCurve } from "../marks/lines/fitted.js";
import type { Line } from "../marks/lines/line.js";
import { linePanel } from "../marks/lines/line-panel.js";
import { type Panel, panelsOf, type Series } from "../marks/series.js";
import { constantWords, idealWords, undrawnNotes } from "../marks/titles.js";

type Faster = CellSummary & { ratio: Ratio };

/** Speed-up over the number of workers, from zero, beside the ideal that rounds and cores allow. */
export const speedUp: Chart = {
  id: "speed-up",
  applies: (analysis) => panelsOf(analysis).panels.some(hasWorkers),
  spec: draw,
};

function draw(input: ChartInput): Picture {
  const { analysis } = input;
  const panels = panelsOf(analysis).panels.filter(hasWorkers);
  const drawn = panels.flatMap(drawnIn);
  return {
    title: title(drawn, analysis),
    subtitle: [
      baseWords(drawn),
      constantWords(analysis),
      intervalWords(drawn),
      lawWords(panels, input),
      idealWords(drawn),
    ]
      .filter(Boolean)
      .join(" "),
    ...forBothRooms((room) => {
      const size = panelSize(panels.length, room);
      return arrange(
        panels.map((panel) => panelSpec(panel, size, input)),
        room,
      );
    }),
    table: speedUpTable(drawn),
    notes: undrawnNotes(panels.flatMap(({ series }) => series.flatMap(({ cells }) => cells))),
  };
}

function hasWorkers(panel: Panel): boolean {
  return workerCounts(drawnIn(panel)).length > 1;
}

function workerCounts(cells: readonly CellSummary[]): number[] {
  return [...new Set(cells.map(({ factors }) => factors.workers))].sort((a, b) => a - b);
}

/** Cells with a speed-up that workers mean something to. */
function drawnIn({ series }: Panel): Faster[] {
  return series.flatMap(({ cells }) => withRatio(cells));
}

function withRatio(cells: readonly CellSummary[]): Faster[] {
  return cells.flatMap((cell) => {
    const ratio = cell.speedUp ?? cell.ownSpeedUp;
    return ratio && !isOneThread(cell.factors.strategy) ? [{ ...cell, ratio }] : [];
  });
}

/** The speed-up of what is advised, else the largest, beside what was possible there, and whether it is one at all. */
function title(cells: readonly Faster[], { advice, furtherAdvice }: ExperimentAnalysis): string {
  const keys = new Set([advice, ...furtherAdvice].map((each) => each?.key));
  const advised = cells.filter(({ key, ratio }) => keys.has(key) && ratio.value > 1);
  const best = (advised.length > 0 ? advised : cells).reduce((most, cell) =>
    cell.ratio.value > most.ratio.value ? cell : most,
  );
  const { ideal, ratio } = best;
  const reached = `${sentence(best.label)}: ${times(ratio.value)} speed-up`;
  const limit = ideal.cores !== null && ideal.speedUp === ideal.cores ? `${fixed(ideal.cores)} cores` : "rounds";
  const relation = ratio.value > ideal.speedUp ? ", above the" : " of";
  const possible = ideal.rounds === null ? "" : `${relation} ${times(ideal.speedUp)} that ${limit} allow`;
  return `${reached}${possible}${doubt(ratio, cells)}`;
}

function doubt({ value, interval }: Ratio, cells: readonly Faster[]): string {
  if (interval === null) return cells.some(({ ratio }) => ratio.interval !== null) ? "" : ", in one trial";
  return value > 1 && interval[0] <= 1 ? ", not clearly above 1×" : "";
}

function baseWords(cells: readonly Faster[]): string {
  if (cells.every(({ speedUp }) => speedUp !== null)) return "Speed-up over the sequential run of the same size.";
  if (cells.every(({ speedUp }) => speedUp === null)) return "Speed-up over one worker of the same strategy.";
  return "Speed-up over the sequential run where there is one, else over one worker of the same strategy.";
}

function intervalWords(cells: readonly Faster[]): string {
  return cells.some(({ ratio }) => ratio.interval)
    ? "Bars: 95 % interval."
    : "One trial a cell, so there are no intervals.";
}

/** "Curves: Amdahl's law, serial share 9.9 %; dotted beyond the cores." where a law is drawn. */
function lawWords(panels: readonly Panel[], input: ChartInput): string {
  const drawn = panels.flatMap(({ series }) =>
    series.flatMap(({ name, cells }) => {
      const carried = carriedLaw(withRatio(cells), input.analysis);
      return carried ? [{ name, carried, curve: fittedCurve(carried, input) }] : [];
    }),
  );
  if (drawn.length === 0) return "";
  const words = drawn.map(({ name, carried: { fit } }) => {
    const serial = `${fit.parameters.alpha ? briefSerialWords(fit.parameters.alpha) : ""} serial`;
    return drawn.length === 1 ? `${laws[fit.model].name}, ${serial}` : `${name} ${laws[fit.model].name}, ${serial}`;
  });
  const isDotted = drawn.some(({ curve }) => (curve?.dotted.length ?? 0) > 0);
  return `${drawn.length === 1 ? "Curve" : "Curves"}: ${words.join("; ")}${isDotted ? "; dotted beyond the cores" : ""}.`;
}

function panelSpec(panel: Panel, size: PanelSize, input: ChartInput): Spec {
  const cells = drawnIn(panel);
  const counts = workerCounts(cells);
  const sample = cells[0] as Faster;
  const ideal = idealSteps(input, sample.factors, counts).map(({ workers, speedUp }) => ({ x: workers, y: speedUp }));
  const highest = Math.max(
    ...cells.flatMap(({ ratio }) => [ratio.value, ratio.interval?.[1] ?? 0]),
    ...ideal.map(({ y }) => y),
  );
  // A second line under every label, where there is room for it.
  const roomy = size.width >= 300 && panel.series.length <= 6;
  const lines = panel.series.flatMap((series) => toLine(series, roomy, input));
  return linePanel({
    ...size,
    title: panel.title,
    x: workerAxis(counts, size.width),
    y: linearAxis(highest * 1.06, (value) => `${Number(value.toPrecision(2))}×`),
    xTitle: "workers",
    yTitle: "speed-up",
    lines,
    ideal: { points: ideal, label: "ideal", stepped: hasRounds(ideal) },
    markers: coreMarkers(input, Math.max(...counts)),
    ...sharedCores(input, Math.max(...counts)),
    bands: [],
    crosses: [],
  });
}

/** Without rounds the ideal has no steps: every worker counts in full, as far as the cores go. */
function hasRounds(ideal: readonly { x: number; y: number }[]): boolean {
  const cap = Math.max(...ideal.map(({ y }) => y));
  return ideal.some(({ x, y }) => y !== Math.min(x, cap));
}

function toLine({ id, name, style, cells }: Series, roomy: boolean, input: ChartInput): Line[] {
  const drawn = withRatio(cells);
  if (drawn.length === 0) return [];
  const best = drawn.reduce((most, cell) => (cell.ratio.value > most.ratio.value ? cell : most));
  const level = drawn.every(({ factors }) => factors.launch === "all-at-once");
  const detail = !roomy || level ? "" : `${times(best.ratio.value)} at ${workersWord(best.factors.workers)}`;
  const points = drawn.map(({ factors, ratio, label: name }) => ({
    name,
    x: factors.workers,
    y: ratio.value,
    low: ratio.interval?.[0] ?? null,
    high: ratio.interval?.[1] ?? null,
  }));
  const law = carriedLaw(drawn, input.analysis);
  const fit = law && fittedCurve(law, input);
  return [{ id, label: name, detail, style, points, level, ...(fit && { fit }) }];
}
