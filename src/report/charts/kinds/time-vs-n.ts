import { group } from "d3-array";
import { variantKey } from "../../../analysis/cells/cell-keys.js";
import { isOneThread, variantWords } from "../../../analysis/cells/cell-labels.js";
import type { CellSummary, ExperimentAnalysis, Finding } from "../../../analysis/results/run-analysis.js";
import type { Factors } from "../../../record/schema/run-schema.js";
import { fixed } from "../../../words/number.js";
import { sentence, workersWord } from "../../../words/verdict-words.js";
import { sizeName } from "../../format/size-name.js";
import { levelAxis, logTimeAxis } from "../marks/axis.js";
import { timesTable } from "../marks/cell-table.js";
import type { Chart, ChartInput, Picture, Spec } from "../marks/chart.js";
import { arrange, forBothRooms, type PanelSize, panelSize } from "../marks/layout.js";
import type { Line, LinePanel } from "../marks/lines/line.js";
import { linePanel } from "../marks/lines/line-panel.js";
import { drawnInterval, isDrawable, MAX_PANELS, type Series, seriesOf, wideIntervalNotes } from "../marks/series.js";
import { type SeriesStyle, styleOf } from "../marks/series-style.js";
import { constantWords, crossWords, gainTitle, trialsWords, undrawnNotes } from "../marks/titles.js";

/** Total time over the size N, both axes logarithmic, with the bracket in which a contender starts to win. */
export const timeVsN: Chart = {
  id: "time-vs-n",
  // Over one size of everything else, and against sequential, there is more to see.
  applies: (analysis) => {
    const groups = sizeGroups(analysis).length;
    return groups > 1 || (groups === 1 && analysis.crossovers.length === 0);
  },
  spec: draw,
};

/** The cells that share all but N and how the work is run, where at least one line has two sizes. */
export function sizeGroups({ cells, division }: ExperimentAnalysis): CellSummary[][] {
  const known = cells.filter(({ factors }) => factors.n !== undefined && factors.n > 0);
  const groups = group(known, ({ factors }) => `${factors.workload}|${division === "shares" ? "" : factors.tasks}`);
  return [...groups.values()].filter((members) =>
    [...group(members.filter(isDrawable), ({ factors }) => lineKey(factors)).values()].some((line) => line.length > 1),
  );
}

/** What makes a line: how the work is run, and with how many workers. */
export function lineKey(factors: Factors): string {
  return `${variantKey(factors)}|${factors.workers}`;
}

function draw(input: ChartInput): Picture {
  const { analysis } = input;
  const groups = sizeGroups(analysis).slice(0, MAX_PANELS);
  const drawn = groups.flat();
  const brackets = bracketsOf(analysis);
  const shaded =
    brackets.length > 0
      ? "Shaded: between the tested N at which sequential still wins and at which the other does."
      : "";
  return {
    title: bracketTitle(brackets, analysis),
    subtitle: [
      "Total time over N, both axes logarithmic.",
      constantWords(analysis),
      trialsWords(drawn),
      shaded,
      crossWords(drawn),
    ]
      .filter(Boolean)
      .join(" "),
    ...forBothRooms((room) => {
      const size = panelSize(groups.length, room);
      return arrange(
        groups.map((cells) => timesPanel(cells, size, analysis, "size N")),
        room,
      );
    }),
    table: timesTable(drawn),
    notes: [...undrawnNotes(drawn), ...wideIntervalNotes(drawn)],
  };
}

interface Bracket {
  from: number;
  to: number;
  factors: Factors;
}

/** Crossovers that the analysis has with both ends, between tested values. */
export function bracketsOf({ findings }: ExperimentAnalysis): Bracket[] {
  return findings.filter(({ id }) => id === "crossover").flatMap(bracketOf);
}

function bracketOf({ evidence }: Finding): Bracket[] {
  const { lastLossN: from, firstWinN: to } = evidence.figures ?? {};
  const contender = evidence.changes?.[0]?.to;
  if (typeof from !== "number" || typeof to !== "number" || from >= to || !contender) return [];
  // A win below the last loss makes the bracket one of several: the finding says so, the picture shows none.
  const earlyWin = (evidence.changes ?? []).some(({ to: at, verdict }) => verdict === "faster" && (at.n ?? 0) < from);
  return earlyWin ? [] : [{ from, to, factors: contender }];
}

/** The first two brackets in words; without one, the largest gain. */
export function bracketTitle(brackets: readonly Bracket[], analysis: ExperimentAnalysis): string {
  const parts = brackets.slice(0, 2).map(({ from, to, factors }) => {
    const name = nameOf(factors, analysis);
    return `${name} between N = ${fixed(from)} and ${fixed(to)}`;
  });
  if (parts.length === 0) return gainTitle(analysis);
  return `${sentence(parts[0] as string).replace(" between", " starts to win between")}${parts[1] ? `, ${parts[1]}` : ""}`;
}

/** Times over N of the cells of one group, with the brackets that are theirs. */
export function timesPanel(
  cells: readonly CellSummary[],
  size: PanelSize,
  analysis: ExperimentAnalysis,
  xTitle: string,
): Spec {
  const { series } = seriesOf(cells, analysis, lineKey, (factors) => nameOf(factors, analysis));
  const timesMs = cells.filter(isDrawable).flatMap((cell) => [cell.medianMs, ...(drawnInterval(cell) ?? [])]);
  const { factors } = cells[0] as CellSummary;
  return linePanel({
    ...size,
    title: sentence(
      sizeName(
        factors,
        analysis.varying.filter((name) => name === "workload" || name === "tasks"),
      ),
    ),
    x: levelAxis(
      cells.map((cell) => cell.factors.n ?? 0),
      size.width,
      1.4,
    ),
    y: logTimeAxis(timesMs),
    xTitle,
    yTitle: "total time",
    lines: series.map(toLine),
    markers: [],
    bands: bracketBands(cells, analysis),
    crosses: series.flatMap(({ cells: members, style }) => crossesOf(members, style)),
  });
}

/** The brackets of a group of cells, in the colours of those that start to win in them. */
export function bracketBands(cells: readonly CellSummary[], analysis: ExperimentAnalysis): LinePanel["bands"] {
  const { factors } = cells[0] as CellSummary;
  const styles = styleOf(analysis.cells.map((cell) => cell.factors));
  return bracketsOf(analysis)
    .filter(
      ({ factors: { workload, tasks } }) =>
        workload === factors.workload && (analysis.division === "shares" || tasks === factors.tasks),
    )
    .map((bracket) => ({ from: bracket.from, to: bracket.to, style: styles(bracket.factors) }));
}

function crossesOf(cells: readonly CellSummary[], style: SeriesStyle): LinePanel["crosses"] {
  return cells
    .filter((cell) => !isDrawable(cell))
    .map(({ factors, label }) => ({ x: factors.n ?? 0, style, name: label }));
}

function toLine({ id, name, style, cells }: Series): Line {
  const points = cells.filter(isDrawable).map((cell) => ({
    x: cell.factors.n ?? 0,
    y: cell.medianMs,
    low: drawnInterval(cell)?.[0] ?? null,
    high: drawnInterval(cell)?.[1] ?? null,
    name: cell.label,
  }));
  return { id, label: name, detail: "", style, points, level: false };
}

/** Name of a line. */
export function nameOf(factors: Factors, { varying, cells }: ExperimentAnalysis): string {
  const counts = new Set(
    cells.filter((cell) => !isOneThread(cell.factors.strategy)).map((cell) => cell.factors.workers),
  );
  const strategy = variantWords(factors, varying);
  return isOneThread(factors.strategy) || counts.size < 2 ? strategy : `${strategy}, ${workersWord(factors.workers)}`;
}
