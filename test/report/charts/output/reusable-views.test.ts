import { describe, expect, it } from "vitest";
import { analyseRun } from "../../../../src/analysis/analyse.js";
import type { Run } from "../../../../src/record/schema/run-schema.js";
import { charts } from "../../../../src/report/charts/kinds/index.js";
import type { Spec } from "../../../../src/report/charts/marks/chart.js";
import { createRenderer } from "../../../../src/report/charts/output/render.js";
import { shapeOf } from "../../../../src/report/charts/output/spec-with-holes.js";
import { hostileRun } from "../../hostile-run.js";
import { questionExperiments } from "../../question-runs.js";
import { importedRun, labExperiments, makeRun, noise, workersExperiment } from "../../sample-runs.js";

const RENDERING = { id: "a", labelledBy: "b" };

/** Every picture of a run for both rooms. */
function specsOf(run: Run): Spec[] {
  const analysis = analyseRun(run);
  return run.experiments.flatMap((experiment, index) => {
    const analysed = analysis.experiments[index];
    return Object.values(charts).flatMap((chart) => {
      if (!analysed?.cells.length || !chart.applies(analysed, experiment)) return [];
      const { spec, narrow } = chart.spec({ analysis: analysed, experiment, machine: run.machine });
      return [spec, narrow];
    });
  });
}

const drawn = [
  makeRun({ experiments: [workersExperiment(4, noise(1))] }),
  makeRun({ experiments: [workersExperiment(12, noise(2))] }),
  makeRun({ experiments: labExperiments(3) }),
  makeRun({ experiments: questionExperiments() }),
  importedRun("cores-host"),
  hostileRun(),
].flatMap(specsOf);

describe("charts drawn by a view that drew another one before", () => {
  it("are the same, byte for byte, whatever was drawn before", async () => {
    const forth = await createRenderer();
    const back = await createRenderer();
    const inOrder: string[] = [];
    for (const spec of drawn) inOrder.push(await forth(spec, RENDERING));
    for (const [index, spec] of [...drawn.entries()].toReversed()) {
      expect(await back(structuredClone(spec), RENDERING), `spec ${index}`).toBe(inOrder[index]);
      expect(await back.compile(spec), `spec ${index}`).toEqual(await forth.compile(structuredClone(spec)));
    }
    // Otherwise nothing would be drawn by a view that is used again.
    expect(new Set(drawn.map((spec) => shapeOf(spec).key)).size).toBeLessThan(drawn.length);
  }, 60_000);

  it("keep apart when several are drawn at once", async () => {
    const render = await createRenderer();
    const some = drawn.slice(0, 8);
    const alone: string[] = [];
    for (const spec of some) alone.push(await render(spec, RENDERING));
    expect(await Promise.all(some.map((spec) => render(structuredClone(spec), RENDERING)))).toEqual(alone);
  });
});
