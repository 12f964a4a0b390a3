import { beforeAll, describe, expect, it } from "vitest";
import { analyseRun } from "../../../src/analysis/analyse.js";
import { csvRows } from "../../../src/formats/foreign/csv-rows.js";
import type { Run } from "../../../src/record/schema/run-schema.js";
import { explorable } from "../../../src/report/charts/explorer/explorable.js";
import { chartsFor } from "../../../src/report/charts/kinds/index.js";
import type { Picture } from "../../../src/report/charts/marks/chart.js";
import { createRenderer, type Renderer } from "../../../src/report/charts/output/render.js";
import { standaloneSpec } from "../../../src/report/charts/output/standalone.js";
import { csvFiles, figurePaths, recordFiles } from "../../../src/report/pages/figure-files.js";
import { hostileRun } from "../hostile-run.js";
import { questionExperiments } from "../question-runs.js";
import { labExperiments, makeRun } from "../sample-runs.js";

let render: Renderer;

beforeAll(async () => {
  render = await createRenderer();
});

const lab = makeRun({ experiments: labExperiments(12) });
const questions = makeRun({ experiments: questionExperiments() });
const page = "run/r/index.html";

/** Every chart of a run as if one page had them all. */
function shownOf(run: Run) {
  const { experiments } = analyseRun(run);
  return run.experiments.flatMap((experiment, index) => {
    const analysis = experiments[index];
    if (!analysis) return [];
    return chartsFor(analysis, experiment).map(({ id: chart, spec }) => ({
      place: {
        id: `x-${experiment.id}-${chart}`,
        path: page,
        csv: figurePaths(page).csv,
        experiment: experiment.id,
        chart,
      },
      picture: spec({ analysis, experiment, machine: run.machine }),
    }));
  });
}

type Charts = Record<string, Record<"wide" | "narrow" | "csv" | "vl.json", unknown>>;

/** What the script of a record hands over. */
async function handedOver(script: string): Promise<Charts> {
  return new Function(script.replace("scalebookCharts=", "return "))();
}

function tableOf(csv: string) {
  const [heads = [], ...rows] = csvRows(csv, "csv").map(({ fields }) => fields);
  return { heads, rows };
}

const runs = [
  { name: "the lab", run: lab },
  { name: "questions", run: questions },
  { name: "a hostile run", run: hostileRun() },
];

describe("the record of a page's charts", () => {
  it.each(runs)("$name: gives back what each chart becomes, without a word of them becoming code", async ({ run }) => {
    const shown = shownOf(run);
    const [file, ...more] = await recordFiles(shown, render);
    expect([file?.path, more]).toEqual(["run/r/charts.js", []]);
    const charts = await handedOver(file?.content ?? "");
    expect(Object.keys(charts)).toEqual(shown.map(({ place }) => place.id));
    const ready = async (spec: Picture["spec"], { table }: Picture) =>
      JSON.parse(JSON.stringify(explorable(await render.compile(spec), table)));
    for (const { place, picture } of shown) {
      const { wide, narrow, "vl.json": spec } = charts[place.id] ?? {};
      expect(wide).toEqual(await ready(picture.spec, picture));
      expect(narrow).toEqual(await ready(picture.narrow, picture));
      expect(spec).toEqual(standaloneSpec(picture));
    }
    expect(file?.content.replace(/"[\w+/=]{99,}"/, "").length).toBeLessThan(400);
  });

  it("is none where a page has no charts", async () => {
    expect([await recordFiles([], render), csvFiles([])]).toEqual([[], []]);
  });
});

describe("the figures of charts as CSV", () => {
  it.each(runs)("$name: a row each, told apart by its heads, by itself and among all", async ({ run }) => {
    const shown = shownOf(run);
    const [file] = await recordFiles(shown, render);
    const charts = await handedOver(file?.content ?? "");
    const [together] = csvFiles(shown);
    expect(together?.path).toBe("run/r/charts.csv");
    const all = tableOf(together?.content ?? "");
    expect(new Set(all.heads).size).toBe(all.heads.length);
    let place = 0;
    for (const { place: at, picture } of shown) {
      const own = tableOf(String(charts[at.id]?.csv));
      expect(new Set(own.heads).size).toBe(own.heads.length);
      expect(own.rows.length).toBeGreaterThanOrEqual(picture.table.rows.length);
      expect(picture.table.data, "figures as numbers").toBeDefined();
      for (const row of own.rows) {
        expect(row).toHaveLength(own.heads.length);
        const among = all.rows[place++] ?? [];
        expect(among.slice(0, 2)).toEqual([at.experiment, at.chart]);
        const known = Object.fromEntries(all.heads.slice(2).map((head, index) => [head, among[index + 2]]));
        for (const [head, value] of Object.entries(known)) expect(value).toBe(row[own.heads.indexOf(head)] ?? "");
      }
      // biome-ignore lint/suspicious/noControlCharactersInRegex: controls are what it looks for
      for (const field of [own.heads, ...own.rows].flat()) expect(field).not.toMatch(/^[=+@\u0000-\u001f]|^-(?!\d)/);
    }
    expect(place).toBe(all.rows.length);
  });

  it("has numbers with all their digits, units in the heads, and the factors of every cell", () => {
    const shown = shownOf(lab).filter(({ place }) => place.id === "x-workers-time-vs-workers");
    const { heads, rows } = tableOf(csvFiles(shown)[0]?.content ?? "");
    expect(heads.slice(0, 3)).toEqual(["experiment", "chart", "cell"]);
    expect(heads).toEqual(
      expect.arrayContaining(["median (ms)", "95 % interval from (ms)", "95 % interval to (ms)", "trials"]),
    );
    const { cells: summaries = [] } = analyseRun(lab).experiments[0] ?? {};
    for (const { label, medianMs, intervalMs, factors } of summaries) {
      const row = rows.find((fields) => fields[2] === label) ?? [];
      const at = (head: string) => row[heads.indexOf(head)];
      expect([at("strategy"), at("workers")]).toEqual([factors.strategy, String(factors.workers)]);
      expect(Number(at("median (ms)"))).toBe(medianMs);
      expect(Number(at("95 % interval from (ms)"))).toBe(intervalMs?.[0]);
    }
  });
});
