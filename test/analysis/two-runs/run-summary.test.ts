import { readdirSync, readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { summaryOf } from "../../../src/analysis/two-runs/run-summary.js";
import { parseRunText } from "../../../src/record/schema/parse-run.js";
import { sampleRun } from "../../record/sample.js";

const folder = new URL("../../../runs/", import.meta.url);
const runs = readdirSync(folder)
  .filter((name) => name.endsWith(".json"))
  .map((name) => parseRunText(readFileSync(new URL(name, folder), "utf8"), name));

it.each(runs.map((run) => [run.id, run] as const))("%s: counts its trials, and is small", (_id, run) => {
  const summary = summaryOf({ run });
  expect(summary.experiments).toEqual(run.experiments.map(({ id }) => id));
  const trials = run.experiments.flatMap((experiment) => experiment.cells.flatMap((cell) => cell.trials));
  expect(summary.trials.ok).toBe(trials.filter(({ status }) => status === "ok").length);
  expect(summary.trials.ok + summary.trials.failed).toBe(trials.length);
  // A summary is kept for every run of an archive: it must not grow with the trials.
  expect(JSON.stringify(summary).length).toBeLessThan(1_000);
});

it("is the same whatever was read before, and holds no more than JSON does", () => {
  for (const run of runs) expect(JSON.parse(JSON.stringify(summaryOf({ run })))).toEqual(summaryOf({ run }));
});

it("tells machines of another kind apart, and only those", () => {
  const { machine } = sampleRun();
  const kindOf = (more: Partial<typeof machine>) =>
    summaryOf({ run: sampleRun({ machine: { ...machine, ...more } }) }).machine.kind;
  expect(kindOf({ osRelease: "9.9.9" })).toBe(kindOf({}));
  expect(kindOf({ id: "m-another", cpuModel: "another", availableParallelism: 63 })).not.toBe(kindOf({}));
});
