import { greatest } from "d3-array";
import { cellKey } from "../../../analysis/cells/cell-keys.js";
import { isOneThread } from "../../../analysis/cells/cell-labels.js";
import type { CellSummary, ExperimentAnalysis, Ratio } from "../../../analysis/results/run-analysis.js";
import { briefSerialWords } from "../../../analysis/scaling/law-words.js";
import { laws } from "../../../analysis/scaling/models/index.js";
import { largest } from "../../../record/limits/extremes.js";
import { type Measure, measureNoun } from "../../../words/measure.js";
import { multiple, whole, workerWords } from "../../../words/number.js";
import { sentenceCase } from "../../../words/sentence.js";
import { levelsOf, linearAxis, workerAxis } from "../marks/axis.js";
import { speedUpTable } from "../marks/cell-table.js";
import { carriedLaw, fittedCurve } from "../marks/lines/fitted.js";
import { type Drawn, type LinesOf, type LinesPanel, lineChart } from "../marks/lines/line-chart.js";
import { idealSteps, isLevelOverWorkers, workersOf } from "../marks/lines/over-workers.js";
import { panelsOf } from "../marks/series.js";
import { constantWords, idealName, idealWords, undrawnNotes } from "../marks/titles.js";

/** A cell with its speed-up. */
export type Faster = CellSummary & { ratio: Ratio };

/** Speed-up from zero over the number of workers. */
export const SPEED_UP_LINES: LinesOf<Faster> = {
  x: { title: "workers", of: workersOf, axis: workerAxis },
  y: {
    title: "speed-up",
    of: ({ ratio }) => ratio.value,
    ends: ({ ratio }) => ratio.interval,
    axis: (values) => linearAxis(largest(values) * 1.06, (value) => `${Number(value.toPrecision(2))}×`),
  },
};

/** Least width in px and most lines of a panel with room for a second line under every label. */
const ROOMY = { width: 300, lines: 6 };

/** Speed-up over the number of workers, from zero, beside the ideal that rounds and cores allow. */
export const speedUp = lineChart<Faster>({
  id: "speed-up",
  panels: panelsWithSpeedUp,
  ...SPEED_UP_LINES,
  isLevel: isLevelOverWorkers,
  more(cells, { line, series, width }, input) {
    const isRoomy = width >= ROOMY.width && series <= ROOMY.lines;
    const law = carriedLaw(cells, input.analysis);
    const fit = law && fittedCurve(law, input);
    return {
      detail: isRoomy && !line.level ? bestWords(cells) : "",
      ...(fit && { fit }),
      // Published specifications have the name first.
      points: line.points.map(({ name, ...place }) => ({ name, ...place })),
    };
  },
  byCores: true,
  ideal({ cells, levels }, input) {
    const { factors } = cells[0] as Faster;
    const points = idealSteps(input, factors, levels).map(({ workers, speedUp }) => ({ x: workers, y: speedUp }));
    return { points, label: idealName(cells), stepped: hasRounds(points) };
  },
  title: ({ cells, analysis }) => title(cells, analysis),
  subtitle: (drawn) => [
    baseWords(drawn.cells, drawn.analysis.measure),
    constantWords(drawn.analysis),
    intervalWords(drawn),
    lawWords(drawn),
    idealWords(drawn.cells),
  ],
  table: ({ cells }) => speedUpTable(cells),
  notes: ({ analysis }) => undrawnNotes(panelsWithSpeedUp(analysis).flatMap(({ all }) => all)),
});

/** Panels of the cells with a speed-up over workers; `all` holds the other cells of their lines too. */
function panelsWithSpeedUp(analysis: ExperimentAnalysis): (LinesPanel<Faster> & { all: CellSummary[] })[] {
  return panelsOf(analysis).panels.flatMap(({ title, series, cells: all }) => {
    const cells = withRatio(all);
    const faster = series.map((one) => ({ ...one, cells: withRatio(one.cells) }));
    return levelsOf(cells.map(workersOf)).length > 1 ? [{ title, series: faster, cells, all }] : [];
  });
}

function withRatio(cells: readonly CellSummary[]): Faster[] {
  return cells.flatMap((cell) => {
    const ratio = cell.speedUp ?? cell.ownSpeedUp;
    return ratio && !isOneThread(cell.factors.strategy) ? [{ ...cell, ratio }] : [];
  });
}

/** "3.1× at 4 workers". */
function bestWords(cells: readonly Faster[]): string {
  const best = greatest(cells, ({ ratio }) => ratio.value);
  return best === undefined ? "" : `${multiple(best.ratio.value)} at ${workerWords(best.factors.workers)}`;
}

/** The speed-up of the advised cell, otherwise the largest, beside the ideal, with doubt where it was not decided. */
function title(cells: readonly Faster[], analysis: ExperimentAnalysis): string {
  const { advice, furtherAdvice } = analysis;
  const keys = new Set([advice, ...furtherAdvice].map((each) => each?.key));
  const advised = cells.filter(({ key, ratio }) => keys.has(key) && ratio.value > 1);
  const best = greatest(advised.length > 0 ? advised : cells, (cell) => cell.ratio.value) as Faster;
  const { ideal, ratio, label } = best;
  // What is slower has no speed-up, and no ideal to be held against.
  if (ratio.value < 1) {
    const base = best.speedUp === null ? "one worker" : "sequential";
    return `${sentenceCase(label)}: ${multiple(ratio.value)} as fast as ${base}${doubt(best, cells, analysis)}`;
  }
  const reached = `${sentenceCase(label)}: ${multiple(ratio.value)} speed-up`;
  const limit = ideal.cores !== null && ideal.speedUp === ideal.cores ? `${whole(ideal.cores)} cores` : "rounds";
  const possible = ideal.rounds === null || ideal.speedUp === null ? "" : beside(ratio.value, ideal.speedUp, limit);
  return `${reached}${possible}${doubt(best, cells, analysis)}`;
}

/** " of 2.00× that rounds allow", ", where rounds allow 2.00×": that it is above them is for a finding to say. */
function beside(value: number, ideal: number, limit: string): string {
  return value <= ideal ? ` of ${multiple(ideal)} that ${limit} allow` : `, where ${limit} allow ${multiple(ideal)}`;
}

function doubt({ key, ratio }: Faster, cells: readonly Faster[], { changes }: ExperimentAnalysis): string {
  if (ratio.interval === null) return cells.some((cell) => cell.ratio.interval !== null) ? "" : ", measured once";
  const decision = changes.againstBaseline.find(({ to }) => cellKey(to) === key);
  return ratio.value > 1 && decision?.verdict !== "faster" ? ", not clearly above 1×" : "";
}

function baseWords(cells: readonly Faster[], measure: Measure | undefined): string {
  const what = measure === undefined ? "Speed-up" : `Speed-up in ${measureNoun(measure)}`;
  if (cells.every(({ speedUp }) => speedUp !== null)) return `${what} over the sequential run of the same size.`;
  if (cells.every(({ speedUp }) => speedUp === null)) return `${what} over one worker of the same strategy.`;
  return `${what} over the sequential run where there is one, else over one worker of the same strategy.`;
}

function intervalWords({ cells, analysis }: Drawn<Faster>): string {
  if (cells.every(({ ratio }) => ratio.interval === null)) return "One measurement each, so there are no intervals.";
  // Charts of times have medians, whose ratio is another number.
  const isPaired = analysis.changes.againstBaseline.some(({ method }) => /^(paired-t|signed-rank)$/.test(method ?? ""));
  return `${isPaired ? "Repeats compared one by one, not by medians. " : ""}Bars: 95 % interval.`;
}

/** "Curves: Amdahl's law, serial share 9.9 %; dotted beyond the cores." where a law is drawn. */
function lawWords({ panels, ...input }: Drawn<Faster>): string {
  const drawn = panels.flatMap(({ series }) =>
    series.flatMap(({ name, cells }) => {
      const carried = carriedLaw(cells, input.analysis);
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

/** Whether the ideal has steps: without rounds every worker counts in full up to the number of cores. */
function hasRounds(ideal: readonly { x: number; y: number }[]): boolean {
  const cap = largest(ideal.map(({ y }) => y));
  return ideal.some(({ x, y }) => y !== Math.min(x, cap));
}
