import * as vega from "vega";
import { expressionInterpreter } from "vega-interpreter";
import { beforeAll, describe, expect, it, vi } from "vitest";
import { analyseRun } from "../../../../src/analysis/analyse.js";
import type { Run } from "../../../../src/record/schema/run-schema.js";
import { type Point, pointsIn, type SceneItem } from "../../../../src/report/browser/points.js";
import { signalsOf, viewBetween } from "../../../../src/report/browser/zoom.js";
import { type Explorable, explorable } from "../../../../src/report/charts/explorer/explorable.js";
import { charts } from "../../../../src/report/charts/kinds/index.js";
import type { Chart, Picture, Spec } from "../../../../src/report/charts/marks/chart.js";
import { createRenderer, type Renderer } from "../../../../src/report/charts/output/render.js";
import { ATTACKS, hostileRun } from "../../hostile-run.js";
import { questionExperiments } from "../../question-runs.js";
import { labExperiments, makeRun } from "../../sample-runs.js";

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

function open(spec: Spec, interpreted: boolean): vega.View {
  const runtime = vega.parse(spec as never, undefined, { ast: interpreted } as never);
  return new vega.View(runtime, { renderer: "none", ...(interpreted && { expr: expressionInterpreter }) } as never);
}

async function svgOf(view: vega.View): Promise<string> {
  vega.resetSVGDefIds();
  return view.toSVG();
}

function pointsOf(view: vega.View): Point[] {
  return pointsIn({ items: [(view.scenegraph() as unknown as { root: SceneItem }).root] }, [0, 0]);
}

/** A chart of the lab, ready to be explored. */
async function labChart(name: string): Promise<{ picture: Picture; ready: Explorable }> {
  const found = pictures(lab).find((one) => one.name === name);
  if (!found) throw new Error(`no ${name}`);
  return { picture: found.picture, ready: explorable(await render.compile(found.picture.spec), found.picture.table) };
}

describe("a chart made to be explored", () => {
  it.each([lab, questions, hostileRun()].flatMap(pictures))(
    "$name: looks as the picture does, without code made at run time",
    async ({ picture }) => {
      for (const spec of [picture.spec, picture.narrow]) {
        const before = JSON.stringify(spec);
        const ready = explorable(await render.compile(spec), picture.table);
        expect(JSON.stringify(spec)).toBe(before);
        const compiled = await render.compile(spec);
        const explored = await svgOf(open(ready.spec, true));
        // Opaque, and said so: what stands in pixels may vanish later.
        expect(explored.replaceAll(' opacity="1"', "")).toBe(
          (await svgOf(open(compiled, false))).replaceAll(' opacity="1"', ""),
        );
      }
    },
  );

  it.each([lab, questions].flatMap(pictures))("$name: has something to say of what is drawn", async ({ picture }) => {
    const view = open(explorable(await render.compile(picture.spec), picture.table).spec, true);
    await view.runAsync();
    const points = pointsOf(view);
    expect(points.length).toBeGreaterThan(1);
    for (const { words, x1, x2 } of points) {
      expect(words).not.toMatch(/undefined|NaN|null/);
      expect(x2).toBeGreaterThanOrEqual(x1);
    }
  });

  it("says of a point what the table says of its cell", async () => {
    const { picture, ready } = await labChart("workers time-vs-workers");
    const view = open(ready.spec, true);
    await view.runAsync();
    const words = pointsOf(view).map((point) => point.words);
    const [head, median] = picture.table.rows.find(([name]) => name === "thread pool, 4 workers") ?? [];
    expect(words.find((text) => text.startsWith(`${head}\n`))).toContain(`median: ${median} `);
  });

  it("leaves out a series that is hidden, its label too", async () => {
    const { ready } = await labChart("workers time-vs-workers");
    const view = open(ready.spec, true);
    await view.runAsync();
    expect(await svgOf(view)).toContain(">thread pool<");
    const before = pointsOf(view).length;
    await view.signal("hidden", ["thread pool"]).runAsync();
    expect(await svgOf(view)).not.toContain(">thread pool<");
    expect(pointsOf(view).length).toBeLessThan(before);
    await view.signal("hidden", []).runAsync();
    expect(pointsOf(view)).toHaveLength(before);
  });

  it("shows a part of an axis with ticks of its own, and all of it again", async () => {
    const { ready } = await labChart("workers speed-up");
    const { x, y } = ready.panels[0] as Explorable["panels"][number];
    if (!x || !y) throw new Error("axes");
    const view = open(ready.spec, true);
    const whole = await svgOf(view);
    const set = async (signals: Record<string, unknown>) => {
      for (const [name, value] of Object.entries(signals)) view.signal(name, value);
      await view.runAsync();
    };
    const part = viewBetween(y, null, 0.6, 0.9);
    await set({ ...signalsOf(y, part), ...signalsOf(x, viewBetween(x, null, 0.2, 0.7)), zoomed: true });
    expect((view.scale(y.name) as { domain(): number[] }).domain()).toEqual(part);
    const zoomed = await svgOf(view);
    for (const label of Object.values(signalsOf(y, part)[`labels_${y.name}`] as object)) {
      expect(zoomed).toContain(`>${label}<`);
    }
    // What was placed in pixels along the axes stands for nothing now.
    expect(zoomed.match(/<text[^>]*opacity="0"[^>]*>4 cores</)).not.toBeNull();
    await set({ ...signalsOf(y, null), ...signalsOf(x, null), zoomed: false });
    // Ticks that were gone come back behind the others: no two of them overlap.
    const elements = (svg: string) => svg.split(/(?=<)/).sort();
    expect(elements(await svgOf(view))).toEqual(elements(whole));
  });

  it("has words of a run in rows of data, labels and nowhere else: no expression is theirs", async () => {
    for (const { picture } of pictures(hostileRun())) {
      const { spec } = explorable(await render.compile(picture.spec), picture.table);
      const words = JSON.stringify(spec, (key, value) => (key === "values" && Array.isArray(value) ? [] : value));
      for (const attack of ATTACKS) expect(words).not.toContain(JSON.stringify(attack).slice(1, -1));
      expect(words).not.toContain("alert");
    }
  });
});

describe("an expression in the browser", () => {
  async function probe(update: string): Promise<unknown> {
    const view = open({ signals: [{ name: "probe", update }] }, true);
    await view.runAsync();
    return view.signal("probe");
  }

  it.each(["eval('1')", "fetch('x')", "setTimeout('1')", "constructor('1')", "_eval('1')", "[].map(abs)"])(
    "calls nothing but what Vega brings: %s",
    async (expression) => {
      await expect(probe(expression)).rejects.toThrow(/Unrecognized|Illegal/);
    },
  );

  it.each(["window", "globalThis", "process", "document.cookie", "Function"])("sees no global: %s", async (name) => {
    await expect(probe(name)).rejects.toThrow("Unrecognized signal name");
  });

  it.each([
    "[].constructor.constructor",
    "''.constructor.constructor",
    "[].map.constructor",
    "({a: [].map.constructor}).a",
  ])("gets nothing that makes code: %s", async (expression) => {
    const error = vi.spyOn(console, "error").mockReturnValue();
    expect(await probe(expression)).toBeUndefined();
    error.mockRestore();
  });

  it.each(["this", "item = 1", "(x) => x", "new Date()"])("is no statement: %s", async (expression) => {
    await expect(probe(expression)).rejects.toThrow("Expression parse error");
  });
});
