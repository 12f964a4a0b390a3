import { beforeAll, describe, expect, it } from "vitest";
import { analyseRun } from "../../../../src/analysis/analyse.js";
import { compareRuns } from "../../../../src/analysis/two-runs/compare-runs.js";
import type { Run } from "../../../../src/record/schema/run-schema.js";
import { charts, comparisonCharts } from "../../../../src/report/charts/kinds/index.js";
import type { Chart, Picture } from "../../../../src/report/charts/marks/chart.js";
import { createRenderer, type Renderer } from "../../../../src/report/charts/output/render.js";
import { colour } from "../../../../src/report/charts/output/theme.js";
import { cell, experiment, makeRun } from "../../../analysis/make-run.js";
import { oddRun } from "../../odd-runs.js";

const warnings: string[] = [];
let render: Renderer;

beforeAll(async () => {
  render = await createRenderer((message) => warnings.push(message));
});

function picturesOf(run: Run): [string, Picture][] {
  const { experiments } = analyseRun(run);
  return run.experiments.flatMap((experiment, index) => {
    const analysis = experiments[index];
    if (!analysis) return [];
    return Object.values(charts)
      .filter((chart: Chart) => chart.applies(analysis, experiment))
      .map((chart: Chart): [string, Picture] => [chart.id, chart.spec({ analysis, experiment, machine: run.machine })]);
  });
}

/** Everything of a picture that a reader may read. */
function wordsOf({ title, subtitle, notes, table }: Picture): string[] {
  return [title, subtitle, ...notes, ...table.columns.map(({ label }) => label), ...table.rows.flat()];
}

async function check(id: string, picture: Picture): Promise<void> {
  for (const words of wordsOf(picture)) {
    expect(words, id).not.toMatch(/NaN|Infinity|undefined|null|\[object|not a number/);
  }
  const { columns, rows, data } = picture.table;
  for (const row of rows) expect(row.length, id).toBe(columns.length);
  for (const row of data?.rows ?? []) expect(row.length, id).toBe(data?.heads.length);
  expect(new Set(data?.heads).size, `${id}: heads in files`).toBe(data?.heads.length);
  for (const spec of [picture.spec, picture.narrow]) {
    const svg = await render(spec, { id: "odd", labelledBy: "a b" });
    expect(svg, id).not.toMatch(/NaN|Infinity|undefined/);
    const [, width, height] = (svg.match(/viewBox="0 0 ([\d.]+) ([\d.]+)"/) ?? []).map(Number);
    expect(width, `${id}: width`).toBeLessThan(spec === picture.narrow ? 620 : 1250);
    expect(height, `${id}: height`).toBeLessThan(4000);
  }
}

describe("charts of runs that nobody planned", () => {
  it.each(Array.from({ length: 36 }, (_, index) => index + 1))("seed %i", async (seed) => {
    const run = oddRun(seed);
    for (const [id, picture] of picturesOf(run)) await check(`${seed} ${id}`, picture);
    const comparison = compareRuns(run, oddRun(seed + (seed % 2 ? 1000 : 1)));
    for (const chart of Object.values(comparisonCharts)) {
      if (chart.applies(comparison)) await check(`${seed} ${chart.id}`, chart.spec(comparison));
    }
    expect(warnings).toEqual([]);
  });
});

describe("bars beside an answer", () => {
  const cells = Array.from({ length: 30 }, (_, way) => {
    const ms = 100 + ((way * 7) % 30);
    return cell({ strategy: `way-${way + 1}`, workers: 1 }, way === 2 ? [99] : [ms, ms + 1, ms + 2]);
  });
  const run = makeRun([experiment(cells)]);
  const [analysis] = analyseRun(run).experiments;
  const [recorded] = run.experiments;

  it("are few, with what the answer names, and hollow where it was measured once", () => {
    if (!analysis || !recorded) throw new Error("one experiment");
    const [slowest] = analysis.cells.toSorted((a, b) => (b.medianMs ?? 0) - (a.medianMs ?? 0));
    if (!slowest) throw new Error("cells");
    const input = { analysis, experiment: recorded, machine: run.machine };
    const { hero, row } = charts["total-time"].small?.(input, [slowest.key]) ?? {};
    expect(JSON.stringify(row).match(/"shade":1[,}]/g)).toHaveLength(1);
    const text = JSON.stringify(hero);
    expect(text).toContain('"12 of 30 combinations"');
    const marks = [...text.matchAll(/"fill":"([^"]*)","rim":"[^"]*","shape":"[^"]*","size":[\d.]+,"name":"([^"]*)"/g)];
    const fills = new Map(marks.map(([, fill, name]) => [name, fill]));
    expect(fills.size).toBe(12);
    expect([...fills.keys()]).toContain(slowest.label);
    expect(fills.get("way 3")).toBe(colour("paper"));
    expect(Number(hero?.height)).toBeLessThan(500);
  });
});
