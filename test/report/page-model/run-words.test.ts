import { expect, it } from "vitest";
import type { ListedRun } from "../../../src/report/archive/run-entry.js";
import { chipsOf, datedWords, dateWords } from "../../../src/report/page-model/run-words.js";

const startedAt = "2026-11-21T06:15:00.000Z";
const entry = (importedAt?: string) =>
  ({ run: { startedAt, ...(importedAt && { origin: { importedAt } }) } }) as unknown as ListedRun;
const [recorded, dated, undated] = [entry(), entry("2026-11-30T00:00:00.000Z"), entry(startedAt)];

it("the day of an import that says none is not called that of a recording", () => {
  expect(datedWords([recorded, dated])).toBe("recorded");
  expect(datedWords([undated])).toBe("imported");
  expect(datedWords([recorded, undated])).toBe("recorded or imported");
  expect(dateWords(dated)).toBe("21 Nov 2026, 06:15 UTC");
  expect(dateWords(undated)).toBe("imported 21 Nov 2026, 06:15 UTC");
});

it("of an interrupted run it is said how much of what was asked for is there", () => {
  const chips = (plan: object) =>
    chipsOf({
      run: { status: "interrupted", plan },
      analysis: { blocks: { min: 1, max: 1 }, quick: true, starved: { trials: 0, judged: 0 } },
      line: { runs: [], broken: null },
    } as unknown as ListedRun)[0]?.text;
  expect(chips({ budgetMs: null, blocksPlanned: 8, blocksFinished: 1 })).toBe("interrupted after 1 of 8 repeats");
  expect(chips({ budgetMs: 90_000, blocksPlanned: 8, blocksFinished: 1 })).toBe("interrupted");
});

it("repeats for which the file had no room stand beside the answer", () => {
  const chips = (plan: { blocksPlanned: number; blocksFinished: number }) =>
    chipsOf({
      run: { status: "complete", plan },
      analysis: { blocks: { min: 20, max: 20 }, quick: false, starved: { trials: 0, judged: 0 } },
      line: { runs: [], broken: null },
    } as unknown as ListedRun).map(({ text }) => text);
  expect(chips({ blocksPlanned: 20, blocksFinished: 20 })).toEqual(["20 repeats"]);
  expect(chips({ blocksPlanned: 21, blocksFinished: 20 })).toEqual([
    "its file was full: 1 repeat left out",
    "20 repeats",
  ]);
});

it("what happened to the machine stands beside the answer", () => {
  const suspended = { kind: "suspended" as const, block: 1, position: 0, byMs: 9_000 };
  const cores = { kind: "cores" as const, block: 2, position: 0, before: 2, after: 1 };
  const chips = (...disturbances: (typeof suspended | typeof cores)[]) =>
    chipsOf({
      run: { status: "complete", conditions: { disturbances } },
      analysis: { blocks: { min: 20, max: 20 }, quick: false, starved: { trials: 0, judged: 0 } },
      line: { runs: [], broken: null },
    } as unknown as ListedRun).map(({ text }) => text);
  expect(chips()).toEqual(["20 repeats"]);
  expect(chips(suspended)).toEqual(["the machine was suspended for 9 s", "20 repeats"]);
  expect(chips(cores, suspended)[0]).toBe("the usable cores changed: 2 cores, then 1 core, and 1 more");
});
