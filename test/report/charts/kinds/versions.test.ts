import { describe, expect, test } from "vitest";
import { analyseRun } from "../../../../src/analysis/analyse.js";
import { answerOf } from "../../../../src/analysis/answer/answer.js";
import type { ExperimentAnalysis } from "../../../../src/analysis/results/run-analysis.js";
import type { VersionsAnalysis } from "../../../../src/analysis/results/versions.js";
import type { Experiment } from "../../../../src/record/schema/run-schema.js";
import { chartsFor } from "../../../../src/report/charts/kinds/index.js";
import type { ChartInput } from "../../../../src/report/charts/marks/chart.js";
import { ownTables } from "../../../../src/report/tables/own/index.js";
import { signedPercent } from "../../../../src/words/percent.js";
import { type Simulated, versionsRun } from "../../../analysis/versions/simulated.js";

function inputOf(truth: Simulated): ChartInput {
  const { experiments, machine } = versionsRun(truth);
  const experiment = experiments[0] as Experiment;
  return { analysis: analyseRun(versionsRun(truth)).experiments[0] as ExperimentAnalysis, experiment, machine };
}

function picturesOf(input: ChartInput) {
  const charts = chartsFor(input.analysis, input.experiment);
  return Object.fromEntries(charts.map((chart) => [chart.id, chart.spec(input)]));
}

/** Every row of data in a specification. */
function rowsIn(spec: unknown): Record<string, unknown>[] {
  if (Array.isArray(spec)) return spec.flatMap(rowsIn);
  if (typeof spec !== "object" || spec === null) return [];
  const { data, ...rest } = spec as { data?: { values?: Record<string, unknown>[] } };
  return [...(data?.values ?? []), ...Object.values(rest).flatMap(rowsIn)];
}

describe("the pair of charts of two versions", () => {
  const input = inputOf({ workers: [1, 4], effect: ({ workers }) => (workers > 1 ? 1.3 : 1) });
  const { analysis } = input;
  const pictures = picturesOf(input);

  test("is all that is drawn, as no tasks were recorded: lines of strategies would hide what was asked", () => {
    expect(Object.keys(pictures)).toEqual(["version-change", "version-speed-up"]);
    expect(Object.keys(picturesOf(inputOf({ workers: [2] })))).toEqual(["version-change"]);
  });

  test("shows each change with its interval, its twin beside it, and the floor as the zone", () => {
    const rows = rowsIn(pictures["version-change"]?.spec);
    for (const { label, change, twin } of analysis.versions?.changes ?? []) {
      const [low, high] = (change.verdict === "same" ? change.interval90 : change.interval) ?? [];
      expect(rows).toContainEqual(expect.objectContaining({ name: label, x: change.changePercent, low, high }));
      expect(rows).toContainEqual(expect.objectContaining({ name: `${label}, twin`, x: twin?.changePercent }));
    }
    expect(rows).toContainEqual(expect.objectContaining({ from: -2, to: 2 }));
    const over = analysis.versions?.overall?.change.changePercent ?? 0;
    expect(pictures["version-change"]?.title).toBe(`After takes ${signedPercent(over).slice(1)} more time than before`);
  });

  test("shows both speed-ups over the fewest workers, under what is decided of them", () => {
    const [step] = analysis.versions?.scaling[0]?.steps ?? [];
    const rows = rowsIn(pictures["version-speed-up"]?.spec);
    for (const side of ["before", "after"] as const) {
      const [low, high] = step?.speedUp[side]?.interval ?? [];
      expect(rows).toContainEqual(expect.objectContaining({ series: side, y: step?.speedUp[side]?.value, low, high }));
      expect(rows).toContainEqual(expect.objectContaining({ series: side, y: 1 }));
    }
    expect(pictures["version-speed-up"]?.title).toBe(answerOf(analysis).use);
    expect(picturesOf(inputOf({ workers: [1, 4] }))["version-speed-up"]?.title).toBe(
      "After scales as well as before within 3 %",
    );
    expect(picturesOf(inputOf({ workers: [1, 4], noise: 0.2 }))["version-speed-up"]?.title).toBe(
      "Whether after scales as well as before is not decided",
    );
  });

  test("stands together beside the answer", () => {
    const [chart] = chartsFor(analysis, input.experiment);
    const small = chart?.small?.(input, answerOf(analysis).cells);
    const names = rowsIn(small?.hero).map(({ name, series }) => series ?? name);
    expect(names).toEqual(expect.arrayContaining(["over all", "over all, twin", "before", "after"]));
  });

  test("of more combinations than rows has strategies and worker counts, and the figures have all", () => {
    const many = picturesOf(
      inputOf({ workers: [1, 2, 3, 4, 5, 6, 7, 8, 9], strategies: ["thread-pool", "process-pool", "thread-per-task"] }),
    );
    expect(many["version-change"]?.notes).toEqual(["27 more rows in the figures only."]);
    expect(many["version-change"]?.table.rows).toHaveLength(1 + 3 + 9 + 27);
  });
});

test("the table of one comparison speaks of no correction", () => {
  const [single, several] = [[2], [1, 2]].map((workers) => {
    const { analysis, experiment } = inputOf({ workers, twin: false });
    return ownTables(analysis, experiment)[0]?.caption;
  });
  expect(single).toBe("After against before; changes from 2 % on count.");
  expect(several).toBe("After against before, corrected for 4 comparisons; changes from 2 % on count.");
});

test("the table has every comparison with its twin, and the page none of the strategies", () => {
  const { analysis, experiment } = inputOf({ workers: [1, 2], noise: 0.005, effect: () => 1.1 });
  const [table] = ownTables(analysis, experiment);
  const rows = table?.groups.flatMap(({ title, rows: own }) =>
    own.map(({ head, cells }) => [title, head.text, cells.at(-2)?.text]),
  );
  expect(rows).toEqual([
    ["Together", "Over all", "slower"],
    ["Each combination", "1 worker", "slower"],
    ["Each combination", "2 workers", "slower"],
    ["Speed-up over the fewest workers", "2 workers", "equal within 3 %"],
  ]);
  const twins = analysis.versions?.changes.map(({ twin }) => signedPercent(twin?.changePercent as number));
  expect(table?.groups.slice(0, 2).flatMap(({ rows: own }) => own.map(({ cells }) => cells.at(-1)?.text))).toEqual(
    twins,
  );
  expect(table?.columns.at(-1)?.label).toBe("before again");
});

test("the table says why medians beside a change say the other direction", () => {
  const { analysis, experiment } = inputOf({ workers: [1], noise: 0.005, effect: () => 1.1 });
  const { changes, ...versions } = analysis.versions as VersionsAnalysis;
  const turned = changes.map((one) => ({ ...one, change: { ...one.change, fromMs: 100, toMs: 99 } }));
  const [table] = ownTables({ ...analysis, versions: { ...versions, changes: turned } }, experiment);
  expect(table?.groups[0]?.rows[0]?.cells.map(({ text }) => text)).toContain(
    "slower; change within repeats; medians alone: −1.0 %",
  );
});
