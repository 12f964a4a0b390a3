import { expect, test } from "vitest";
import { analyseRun } from "../../../src/analysis/analyse.js";
import { type RecordingResult, recordedText } from "../../../src/cli/print/recorded-run.js";
import { cell, experiment, makeRun } from "../../analysis/make-run.js";

test("what is said below the answer is wrapped at words, as the answer is", async () => {
  const queue = { strategy: "queue", workers: 2, tasks: 2, n: 1 };
  const trials = [50, 51].map(() => ({ taskMs: [1, 1], notes: { hosts: "h1, h2" } }));
  const detail = "the queue has 4 of the 6 slots that 6 workers need: start `scalebook worker` on more machines";
  const failed = [0, 1].map(() => ({ status: "failed" as const, wallMs: null, reason: "error", detail }));
  const run = makeRun([experiment([cell(queue, [50, 51], trials), cell({ ...queue, workers: 6 }, [1, 1], failed)])]);
  const recorded = { run, pooled: { analysis: analyseRun(run) }, given: {}, precision: null, isFull: false };
  const text = async (columns: number) => recordedText(recorded as unknown as RecordingResult, columns);
  const [narrow, wide] = [await text(60), await text(Number.POSITIVE_INFINITY)];
  expect(wide).toContain(detail);
  expect(wide).toContain("The tasks of the queue ran on h1 and h2. ");
  expect(narrow.split("\n").filter((line) => line.length > 60 || line.startsWith(" t"))).toEqual([]);
  expect(narrow.replaceAll(/\s+/g, " ")).toBe(wide.replaceAll(/\s+/g, " "));
});
