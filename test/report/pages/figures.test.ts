import { beforeAll, describe, expect, it } from "vitest";
import { analyseRun } from "../../../src/analysis/analyse.js";
import { csvRows } from "../../../src/formats/foreign/csv-rows.js";
import type { Run } from "../../../src/record/schema/run-schema.js";
import { charts } from "../../../src/report/charts/kinds/index.js";
import type { Chart, Picture } from "../../../src/report/charts/marks/chart.js";
import { createRenderer, type Renderer } from "../../../src/report/charts/output/render.js";
import { plainColours, standaloneSpec, standaloneSvg } from "../../../src/report/charts/output/standalone.js";
import { chartPages, type DrawnFigure, drawFigure } from "../../../src/report/pages/figures.js";
import { hostileRun } from "../hostile-run.js";
import { questionExperiments } from "../question-runs.js";
import { labExperiments, makeRun } from "../sample-runs.js";

let render: Renderer;

beforeAll(async () => {
  render = await createRenderer();
});

const lab = makeRun({ experiments: labExperiments(12) });
const questions = makeRun({ experiments: questionExperiments() });

function pictures(run: Run): { name: string; picture: Picture }[] {
  const { experiments } = analyseRun(run);
  return run.experiments.flatMap((experiment, index) => {
    const analysis = experiments[index];
    if (!analysis) return [];
    return Object.values(charts)
      .filter((chart: Chart) => chart.applies(analysis, experiment))
      .map((chart: Chart) => ({
        name: `${experiment.id} ${chart.id}`,
        picture: chart.spec({ analysis, experiment, machine: run.machine }),
      }));
  });
}

function picture(run: Run, name: string): Picture {
  const found = pictures(run).find((one) => one.name === name);
  if (!found) throw new Error(`no ${name}`);
  return found.picture;
}

const place = { id: "x-a", path: "run/r/index.html", folder: "chart/r/workers/speed-up/" };

async function drawn(given: Picture): Promise<DrawnFigure> {
  return drawFigure(render, place, given);
}

function file({ files }: DrawnFigure, name: string): string {
  const found = files.find(({ path }) => path === `${place.folder}${name}`);
  if (!found) throw new Error(`no ${name}`);
  return found.content;
}

describe("the figures of a chart as CSV", () => {
  it.each([lab, questions, hostileRun()].flatMap(pictures))(
    "$name: a row each, told apart by its heads",
    async ({ picture: given }) => {
      const rows = csvRows(file(await drawn(given), "chart.csv"), "chart.csv").map(({ fields }) => fields);
      const [heads = [], ...figures] = rows;
      expect(new Set(heads).size).toBe(heads.length);
      expect(figures.length).toBeGreaterThanOrEqual(given.table.rows.length);
      for (const row of figures) expect(row).toHaveLength(heads.length);
      expect(given.table.data, "figures as numbers").toBeDefined();
      // biome-ignore lint/suspicious/noControlCharactersInRegex: controls are what it looks for
      for (const field of rows.flat()) expect(field).not.toMatch(/^[=+@\u0000-\u001f]|^-(?!\d)/);
    },
  );

  it("has numbers with all their digits, units in the heads, and the factors of every cell", async () => {
    const rows = csvRows(file(await drawn(picture(lab, "workers time-vs-workers")), "chart.csv"), "x");
    const [heads = [], ...cells] = rows.map(({ fields }) => fields);
    expect(heads).toEqual(
      expect.arrayContaining([
        "cell",
        "strategy",
        "workers",
        "median (ms)",
        "95 % interval from (ms)",
        "95 % interval to (ms)",
        "trials",
      ]),
    );
    const { cells: summaries = [] } = analyseRun(lab).experiments[0] ?? {};
    for (const { label, medianMs, intervalMs, factors } of summaries) {
      const row = cells.find(([name]) => name === label) ?? [];
      const at = (head: string) => row[heads.indexOf(head)];
      expect([at("strategy"), at("workers")]).toEqual([factors.strategy, String(factors.workers)]);
      expect(Number(at("median (ms)"))).toBe(medianMs);
      expect(Number(at("95 % interval from (ms)"))).toBe(intervalMs?.[0]);
    }
  });
});

describe("a chart as a file of its own", () => {
  it("SVG: says what it is, needs no style sheet, and leaves words as they are", async () => {
    const svg = file(await drawn(picture(lab, "workers speed-up")), "chart.svg");
    const { title, subtitle } = picture(lab, "workers speed-up");
    expect(svg).toContain(`<title id="x-a-title">${title}</title>`);
    expect(svg.replace(/<\/text>\n<text[^>]*>/g, " ")).toContain(`>${title} ${subtitle}</text>`);
    expect(svg).not.toMatch(/var\(|color-mix|class=| style=|NaN/);
    expect(svg).toMatch(
      /^<svg xmlns="http:\/\/www\.w3\.org\/2000\/svg" width="\d+" height="\d+" viewBox="0 0 \d+ \d+"/,
    );
    const odd = standaloneSvg(
      '<svg viewBox="0 0 9 9"><text fill="var(--c-ink,#1a1a1a)">var(--c-ink,#1a1a1a)</text></svg>',
      {
        id: "a",
        title: "<b> & co",
        subtitle: "",
      },
    );
    expect(odd).toContain('<text fill="#1a1a1a">var(--c-ink,#1a1a1a)</text>');
    expect(odd).toContain("&lt;b&gt; &amp; co");
  });

  it.each([lab, questions].flatMap(pictures))(
    "$name: no colour is left to a style sheet",
    async ({ picture: given }) => {
      const svg = file(await drawn(given), "chart.svg");
      expect(svg.match(/var\(|color-mix/g)).toBeNull();
      expect(standaloneSpec(given).match(/var\(|color-mix/g)).toBeNull();
    },
  );

  it("mixes colours as a browser does", () => {
    expect(plainColours("color-mix(in srgb, var(--c-good,#1651be) 45%, var(--c-paper,#ffffff))")).toBe("#96b1e2");
  });

  it("Vega-Lite: draws the same picture by itself", async () => {
    const given = picture(lab, "workers speed-up");
    const spec = JSON.parse(standaloneSpec(given)) as { title: { text: string[] }; layer: unknown[] };
    expect(spec.title.text.join(" ")).toBe(given.title);
    expect(spec.layer).toHaveLength((given.spec.layer as unknown[]).length);
    await expect(render(spec, { id: "a", labelledBy: "b" })).resolves.toContain(">ideal<");
  });
});

describe("the page of a chart by itself", () => {
  it("leads to its source, its files and its explorer from where it stands", async () => {
    const figure = await drawn(picture(lab, "workers speed-up"));
    const [page, ...more] = [...chartPages([figure], { path: "run/r/index.html", text: "The run" })];
    expect(more).toEqual([]);
    expect(page?.path).toBe("chart/r/workers/speed-up/index.html");
    expect(page?.body.source).toEqual({ href: "../../../../run/r/index.html#x-a", text: "The run" });
    const own = page?.files?.filter(({ isShared }) => !isShared).map(({ path }) => path.replace(place.folder, ""));
    expect(own).toEqual(["chart.csv", "chart.svg", "chart.vl.json", "explore.js"]);
    const shared = page?.files?.filter(({ isShared }) => isShared) ?? [];
    const explore = page?.files?.find(({ path }) => path.endsWith("explore.js"))?.content ?? "";
    expect(shared).toHaveLength(2);
    for (const { path } of shared)
      expect(explore).toContain(`"kind":"${/^assets\/kinds\/([0-9a-f]{16})\.js$/.exec(path)?.[1]}"`);
    const shown = page?.body.figure as DrawnFigure["figure"];
    expect(shown.files.csv).toBe(`../../../../${place.folder}chart.csv`);
  });

  it("is shown by markup that names the chart and leaves it room", async () => {
    const { figure } = await drawn({ ...picture(lab, "workers speed-up"), title: 'Say "no" <b>' });
    expect(figure.files.embed).toContain('title="Say &quot;no&quot; &lt;b>"');
    expect(Number(/height="(\d+)"/.exec(figure.files.embed)?.[1])).toBeGreaterThan(400);
  });
});
