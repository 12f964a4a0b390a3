import { describe, expect, it } from "vitest";
import { analyseRun } from "../../../../../src/analysis/analyse.js";
import type { CellSummary } from "../../../../../src/analysis/results/run-analysis.js";
import { levelAxis, linearTimeAxis } from "../../../../../src/report/charts/marks/axis.js";
import { timesTable } from "../../../../../src/report/charts/marks/cell-table.js";
import type { Spec } from "../../../../../src/report/charts/marks/chart.js";
import { type LineChart, lineChart } from "../../../../../src/report/charts/marks/lines/line-chart.js";
import { drawnInterval, drawnMs, seriesOf } from "../../../../../src/report/charts/marks/series.js";
import { MACHINE, makeRun, workersExperiment } from "../../../sample-runs.js";

const sample = workersExperiment(5);
const [, ...others] = sample.cells;
const dead = { factors: { strategy: "thread-pool", workers: 64, tasks: 8 }, trials: [] };
const experiment = { ...sample, cells: [...others, dead] };
const [analysis] = analyseRun(makeRun({ experiments: [experiment] })).experiments;
if (!analysis) throw new Error("one experiment");

const declared: LineChart<CellSummary> = {
  id: "sample",
  panels: (of) => [{ title: "", ...seriesOf(of.cells, of), cells: of.cells }],
  x: { title: ({ cells }) => `${cells.length} cells`, of: ({ factors }) => factors.workers, axis: levelAxis },
  y: { title: "time", of: drawnMs, ends: drawnInterval, axis: linearTimeAxis },
  title: ({ cells }) => `${cells.length} cells`,
  subtitle: () => ["One.", "", "Two."],
  table: ({ cells }) => timesTable(cells),
  notes: () => [],
};

function drawn(more: Partial<LineChart<CellSummary>> = {}) {
  if (!analysis) throw new Error("one experiment");
  const chart = lineChart({ ...declared, ...more });
  return { chart, picture: chart.spec({ analysis, experiment, machine: MACHINE }) };
}

/** Rows of the layers that draw this kind of mark. */
function rowsOf(spec: Spec, type: string): Record<string, unknown>[] {
  const layers = spec.layer as { mark: { type: string; opacity?: number }; data: { values: never[] } }[];
  return layers.flatMap(({ mark, data }) => (mark.type === type && mark.opacity !== 0 ? data.values : []));
}

describe("a declared chart of lines", () => {
  it("has a point with its interval for every cell with a time, and a cross for the others", () => {
    const points = rowsOf(drawn().picture.spec, "point");
    const byName = new Map(points.map((row) => [row.name, row]));
    for (const cell of analysis.cells) {
      const row = byName.get(cell.label);
      if (cell.medianMs === null) expect(row).toMatchObject({ x: 64, py: 9 });
      else expect(row).toMatchObject({ y: cell.medianMs, low: cell.intervalMs?.[0], high: cell.intervalMs?.[1] });
    }
    expect(points).toHaveLength(analysis.cells.length);
  });

  it("leaves empty sentences out, and takes titles of axes from the experiment", () => {
    const { picture } = drawn();
    expect(picture.subtitle).toBe("One. Two.");
    expect(JSON.stringify(picture.spec)).toContain(`"title":"${analysis.cells.length} cells"`);
  });

  it("applies where it has a panel, and is called for only where it says so", () => {
    expect(drawn().chart.applies(analysis, experiment)).toBe(true);
    expect(lineChart({ ...declared, panels: () => [] }).applies(analysis, experiment)).toBe(false);
    expect([drawn().chart.onCall, drawn({ onCall: true }).chart.onCall]).toEqual([false, true]);
  });

  it("draws lines of cells to which x means nothing across the whole width", () => {
    const isLevel = ({ factors }: CellSummary) => factors.strategy === "sequential";
    expect(rowsOf(drawn({ isLevel }).picture.spec, "rule").filter(({ left }) => left === 0)).toHaveLength(
      analysis.cells.some(isLevel) ? 1 : 0,
    );
  });

  it("puts panels below each other where they are stacked, else two in a row where there is room", () => {
    const panels: typeof declared.panels = (of, one) => [...declared.panels(of, one), ...declared.panels(of, one)];
    expect(drawn({ panels }).picture.spec).toMatchObject({ columns: 2 });
    const { spec, narrow } = drawn({ panels, stacked: true }).picture;
    expect((spec.vconcat as Spec[]).map(({ width }) => width)).toEqual([430, 430]);
    expect(narrow).toMatchObject({ columns: 1 });
  });
});
