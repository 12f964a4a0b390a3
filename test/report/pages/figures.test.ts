import { beforeAll, describe, expect, it } from "vitest";
import { analyseRun } from "../../../src/analysis/analyse.js";
import type { Run } from "../../../src/record/schema/run-schema.js";
import { charts } from "../../../src/report/charts/kinds/index.js";
import type { Chart, Picture } from "../../../src/report/charts/marks/chart.js";
import { createRenderer, type Renderer } from "../../../src/report/charts/output/render.js";
import { plainColours, standaloneSpec, standaloneSvg } from "../../../src/report/charts/output/standalone.js";
import { chartPages, type DrawnFigure, drawFigure } from "../../../src/report/pages/figures.js";
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

const place = {
  id: "x-a",
  path: "run/r/workers/index.html",
  folder: "chart/r/workers/speed-up/",
  csv: "run/r/charts.csv",
  experiment: "workers",
  chart: "speed-up",
};

async function drawn(given: Picture): Promise<DrawnFigure> {
  return drawFigure(render, place, given);
}

function svgOf(figure: DrawnFigure): string {
  const [page] = chartPages([figure], { path: "run/r/index.html", text: "The run" });
  const [file, ...more] = page?.files ?? [];
  expect([file?.path, more]).toEqual([`${place.folder}chart.svg`, []]);
  return file?.content ?? "";
}

describe("a chart as a file of its own", () => {
  it("SVG: says what it is, needs no style sheet, and leaves words as they are", async () => {
    const svg = svgOf(await drawn(picture(lab, "workers speed-up")));
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
      const svg = svgOf(await drawn(given));
      expect(svg.match(/var\(|color-mix/g)).toBeNull();
      expect(JSON.stringify(standaloneSpec(given)).match(/var\(|color-mix/g)).toBeNull();
    },
  );

  it("mixes colours as a browser does", () => {
    expect(plainColours("color-mix(in srgb, var(--c-good,#1651be) 45%, var(--c-paper,#ffffff))")).toBe("#96b1e2");
  });

  it("Vega-Lite: draws the same picture by itself", async () => {
    const given = picture(lab, "workers speed-up");
    const spec = standaloneSpec(given) as { title: { text: string[] }; layer: unknown[] };
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
    const shown = page?.body.figure as DrawnFigure["figure"];
    expect(shown.files.svg).toBe(`../../../../${place.folder}chart.svg`);
    expect(shown.files.csv).toBe("../../../../run/r/charts.csv");
    expect(shown.files.record).toBe("../../../../run/r/workers/charts.js");
    expect([figure.figure.files.record, figure.figure.files.csv]).toEqual(["charts.js", "../charts.csv"]);
  });

  it("is shown by markup that names the chart and leaves it room", async () => {
    const { figure } = await drawn({ ...picture(lab, "workers speed-up"), title: 'Say "no" <b>' });
    expect(figure.files.embed).toContain('title="Say &quot;no&quot; &lt;b>"');
    expect(Number(/height="(\d+)"/.exec(figure.files.embed)?.[1])).toBeGreaterThan(400);
  });
});
