import { describe, expect, test } from "vitest";
import { analyseRun } from "../../src/analysis/analyse.js";
import type { ExperimentAnalysis } from "../../src/analysis/results/run-analysis.js";
import { importCsv } from "../../src/formats/tables/csv.js";
import { chartsFor } from "../../src/report/charts/kinds/index.js";
import { seededRandom } from "../../src/stats/random.js";
import { adviceCoverage } from "../bench/referee/advice-coverage.js";
import { criticalThresholds, mistakesOf } from "../bench/referee/critical-threshold.js";
import { falseStatements } from "../bench/referee/false-statements.js";
import { flatPages, pairPower } from "../bench/referee/flat-pages.js";
import { logNormal, type Program, pageOf20, tableRun } from "../bench/referee/simulated-tables.js";

/** A short version of test/bench/referee.ts, which simulates 500 pages for each noise and number of trials. */
const program: Program = {
  importCsv,
  analyseRun,
  seededRandom,
  titlesOf: ({ experiments: [experiment], machine }, { experiments: [analysis] }) =>
    experiment && analysis
      ? chartsFor(analysis, experiment).map((chart) => chart.spec({ analysis, experiment, machine }).title)
      : [],
};

test("where cells truly differ, the judge of equal cells hears it in tables, sentences, titles and advice", () => {
  const cells = pageOf20("process-pool", 0.5);
  const run = tableRun(program, cells, { n: 10, noise: logNormal(0.02), random: seededRandom(1) });
  const analysis = analyseRun(run);
  const heard = falseStatements(analysis.experiments[0] as ExperimentAnalysis, program.titlesOf(run, analysis));
  const texts = (kind: string) => heard.filter((one) => one.kind === kind).map(({ text }) => text);
  expect(texts("tables").length).toBeGreaterThanOrEqual(5);
  expect(texts("findings").some((text) => / % (less|more) /.test(text))).toBe(true);
  expect(texts("titles").length).toBeGreaterThan(0);
  expect(texts("advice").some((text) => text.startsWith("names one strategy"))).toBe(true);
  expect(texts("advice").some((text) => text.startsWith("calls 15 of 20 slower"))).toBe(true);
});

test.each([
  ["The critical threshold lies between 2 and 4 workers", "bracket"],
  ["Process pool: one task per worker starts to take longer between 4 and 8 workers", "bracket"],
  ["Process pool: up to 4 workers, one task per worker takes no longer", "no longer"],
  ["With 2 workers the run takes the same time as 1 worker within 3 % (90 % interval 1.0 to 2.0 % more)", "no longer"],
  ["Process pool: at most 2 workers for reliable timings, 8 for throughput", "use at most"],
  [
    "With 2 workers it is open whether the run takes longer than with 1: up to 4.1 % more is possible",
    "too small a limit",
  ],
  ["Process pool: one task per worker starts to take longer between 1 and 4 workers", undefined],
  [
    "With 2 workers it is open whether the run takes longer than with 1 worker: up to 5.1 % more is possible",
    undefined,
  ],
  ["At most 1 worker for reliable timings. Beyond 1 worker it is not shown that runs take no longer", undefined],
])("of a line that takes 5 %% more time from 2 workers on it is judged: %s", (text, mistake) => {
  const finding = {
    id: "critical-threshold",
    headline: "",
    detail: "",
    change: null,
    text: `${text}.`,
    weight: 1,
    evidence: {},
  };
  expect(mistakesOf(finding).map(([kind]) => kind)).toEqual(mistake === undefined ? [] : [mistake]);
});

/** Seeded: the counts change where the rules do. */
describe("of simulated pages", () => {
  test("with 20 equal cells, few say otherwise", () => {
    const rows = flatPages(program, { pages: 6, seed: 1, ns: [10] });
    const wrong = (kind: "any" | "tables") => rows.reduce((sum, row) => sum + row.wrong[kind], 0);
    expect(rows.map(({ pages }) => pages)).toEqual([6, 6, 6]);
    expect(wrong("tables")).toBeLessThanOrEqual(1);
    expect(wrong("any")).toBeLessThanOrEqual(3);
  });

  test("with two cells, most differences of 5 % are found, and hardly any that are none", () => {
    const noises = { "5 %": logNormal(0.05) };
    const [equal, slower, pairedEqual, pairedSlower] = pairPower(program, { pages: 60, seed: 1, noises });
    for (const row of [equal, pairedEqual]) expect((row?.slower ?? 60) + (row?.faster ?? 60)).toBeLessThanOrEqual(4);
    // In 2,000 pairs 68 % imported, 82 % in blocks.
    expect(slower?.slower).toBeGreaterThanOrEqual(38);
    expect(pairedSlower?.slower).toBeGreaterThanOrEqual(45);
  });

  test("with seven strategies, the interval of the quoted gain holds the truth", () => {
    const rows = adviceCoverage(program, { pages: 15, seed: 1 });
    const sum = (figure: "quoted" | "covered") => rows.reduce((total, row) => total + row[figure], 0);
    expect(sum("quoted")).toBe(60);
    expect(sum("covered")).toBeGreaterThanOrEqual(53);
  });

  test("with a critical threshold from 1 to 2 workers, that one is named where the noise is low", () => {
    const [few, many, quietFew, quiet] = criticalThresholds(program, { pages: 20, seed: 1, ns: [5, 20] });
    for (const row of [few, many, quietFew]) expect(row?.wrong.any).toBeLessThanOrEqual(1);
    expect(quiet).toMatchObject({ n: 20, spreadPercent: 2, wrong: { any: 0 } });
    expect(quiet?.named).toBeGreaterThanOrEqual(16);
  });
});
