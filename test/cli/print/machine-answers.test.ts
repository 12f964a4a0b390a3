import { expect, test } from "vitest";
import { analyseRun } from "../../../src/analysis/analyse.js";
import { answersOf } from "../../../src/analysis/answer/answer.js";
import { machineAnswers } from "../../../src/cli/print/machine-answers.js";
import { signedPercent } from "../../../src/words/percent.js";
import { classRuns } from "../../analysis/machines/simulated.js";
import { cell, experiment, makeRun } from "../../analysis/make-run.js";

test("each machine's own answer stands in a line, with its change; of many the first", async () => {
  const runs = classRuns({ machines: 11, seed: 1, workers: [2, 4] });
  const recorded = runs.map((run, index) => ({ host: `h${index}`, analysis: analyseRun(run) }));
  const lines = (await machineAnswers(recorded, Number.POSITIVE_INFINITY)).split("\n");
  expect(lines).toHaveLength(1 + 8 + 1 + 1);
  for (const [index, { host, analysis }] of recorded.slice(0, 8).entries()) {
    const [answer] = answersOf(analysis);
    expect(lines[1 + index]).toContain(`- ${host}: ${answer?.use}`);
    expect(lines[1 + index]).toContain(signedPercent(((answer?.change?.ratio ?? Number.NaN) - 1) * 100));
  }
  expect(lines[9]).toBe("- 3 further machines on the page");
});

test("a run that compares nothing says how long its work takes, and one without trials that nothing was measured", async () => {
  const run = (values: number[]) =>
    makeRun([experiment([cell({ strategy: "sequential", workers: 1, tasks: 2, n: 1 }, values)])]);
  const text = (values: number[]) => machineAnswers([{ host: "h1", analysis: analyseRun(run(values)) }], 80);
  expect(await text([50, 51])).toMatch(/^- h1: Sequential, .* takes 50.5 ms, 2 repeats$/m);
  expect(await text([])).toMatch(/^- h1: Nothing was measured/m);
});
