import { expect, it } from "vitest";
import { analyseRun } from "../../../src/analysis/analyse.js";
import { queueCounts, queueSentences } from "../../../src/analysis/results/queue-words.js";
import type { Trial } from "../../../src/record/schema/run-schema.js";
import type { ListedRun, RunEntry } from "../../../src/report/archive/run-entry.js";
import { chipsOf } from "../../../src/report/page-model/run-words.js";
import { limitsOf } from "../../../src/report/pages/run/limits.js";
import { cell, experiment, makeRun } from "../make-run.js";

const factors = { workers: 2, tasks: 2, n: 1, workload: "sleep" };
const trial = (more: Partial<Trial>, figures: Record<string, number>): Partial<Trial> => ({
  startUpMs: 5,
  taskMs: [1, 1],
  notes: { hosts: "h1, h2" },
  ...more,
  figures: { tries: 2, stalls: 0, "clock-uncertainty-ms": 0.25, ...figures },
});
const runOf = (...trials: Partial<Trial>[]) =>
  makeRun([
    experiment([
      cell({ ...factors, strategy: "sequential" }, [100]),
      cell(
        { ...factors, strategy: "queue" },
        trials.map(() => 50),
        trials,
      ),
    ]),
  ]);

it("a run without a queue says nothing of it", () => {
  const run = makeRun([experiment([cell({ ...factors, strategy: "sequential" }, [100])])]);
  expect([queueCounts(run), queueSentences(run)]).toEqual([null, []]);
});

it("where all went well, it is said where the tasks ran, that none was lost, and how well the clocks are known", () => {
  expect(
    queueSentences(runOf(trial({}, {}), trial({ notes: { hosts: "h2" } }, { "clock-uncertainty-ms": 0.5 }))),
  ).toEqual([
    "The tasks of the queue ran on h1 and h2. Their CPU time and memory there are not available.",
    "4 tasks of the queue were begun 4 times: none was lost with its machine.",
    "The clocks of the machines are known to within 500 µs of this one's.",
  ]);
});

it("where machines tell the CPU time of their tasks, as the loss stack has it, it is said that no other is known", () => {
  expect(queueSentences(runOf(trial({ taskCpuMs: 12 }, {})))[0]).toBe(
    "The tasks of the queue ran on h1 and h2. Of CPU time there only that within tasks is known, of memory nothing.",
  );
});

it("tasks that were begun again are counted, and stand beside the answer", () => {
  const run = runOf(trial({}, { tries: 5, stalls: 2 }), trial({}, {}));
  expect(queueCounts(run)).toEqual({ tasks: 4, tries: 7, stalls: 2 });
  expect(queueSentences(run)[1]).toBe(
    "4 tasks of the queue were begun 7 times, 2 of them taken from a machine that did not answer; each result counts once.",
  );
  const analysis = { blocks: { min: 2, max: 2 }, quick: true, starved: { trials: 0, judged: 0 } };
  const chips = chipsOf({ run, analysis, line: { runs: [], broken: null } } as unknown as ListedRun);
  expect(chips.map(({ text }) => text)).toContain("3 tasks of the queue begun again");
});

it("where a clock is known too badly, it is said that only durations are compared", () => {
  const sentences = queueSentences(runOf(trial({ startUpMs: null }, { "clock-uncertainty-ms": 40 }), trial({}, {})));
  expect(sentences.at(-1)).toBe(
    "In 1 of 2 measurements clocks are known too badly to say when a task ran: only how long it took is compared.",
  );
  expect(sentences.join()).toContain("within 250 µs");
});

it("a run of a queue is not called one of one machine", () => {
  const limits = (run: ReturnType<typeof runOf>) =>
    limitsOf({ run, analysis: analyseRun(run), line: { runs: [run], broken: null } } as unknown as RunEntry).join(" ");
  expect(limits(runOf(trial({}, {})))).toContain("One machine and those of its queue, one day.");
  expect(limits(makeRun([experiment([cell({ ...factors, strategy: "sequential" }, [100])])]))).toContain(
    "One machine, one day.",
  );
});
