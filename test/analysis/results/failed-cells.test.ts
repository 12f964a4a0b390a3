import { describe, expect, it } from "vitest";
import { failedExperiments, failureWords } from "../../../src/analysis/results/failed-cells.js";
import type { CellSummary } from "../../../src/analysis/results/run-analysis.js";

function cell(label: string, more: Record<string, string>, reason?: string): CellSummary {
  const trials = { ok: 0, failed: 1, timeout: 0 };
  return {
    label,
    factors: { more },
    trials,
    failures: reason === undefined ? [] : [{ reason, count: 1 }],
  } as unknown as CellSummary;
}

describe("the failures of a run", () => {
  const outOfMemory = cell("heap 32", { heap: "32" }, "out-of-memory");

  it("leave out what ran out of a heap that was asked for", () => {
    expect(failureWords([{ title: "Work", cells: [outOfMemory] }])).toEqual([]);
  });

  it("name their experiment where there are several", () => {
    const broken = cell("2 workers", {}, "exit");
    const work = { title: "Work", cells: [broken] };
    expect(failureWords([work])).toEqual(["2 workers (its 1 repeat): exit"]);
    expect(failureWords([work, { title: "Rest", cells: [cell("4 workers", {}, "exit")] }])).toEqual([
      "Work: 2 workers (its 1 repeat): exit",
      "Rest: 4 workers (its 1 repeat): exit",
    ]);
  });

  it("of one of two versions name it", () => {
    const of = (version: string, reason?: string) => cell(`1 worker, ${version}`, { version }, reason);
    const cells = [of("before"), of("after", "exit")];
    expect(failedExperiments([{ title: "Work", cells }])).toMatchObject([{ headline: "Work: after failed" }]);
    const both = [of("before", "exit"), of("after", "exit")];
    expect(failedExperiments([{ title: "Work", cells: both }])).toMatchObject([
      { headline: "Work failed in both combinations" },
    ]);
  });

  it("are its reason where they ended it: all ran out of their heaps; planned faults are none", () => {
    const cells = [outOfMemory, cell("killed", { fault: "kill" }, "killed")];
    expect(failedExperiments([{ title: "Work", cells }])).toMatchObject([
      { headline: "Work failed in 1 of 2 combinations", groups: [{ words: "out of memory", count: 1, of: 1 }] },
    ]);
  });
});
