import { describe, expect, it } from "vitest";
import { COMMAND, commandOf } from "../../src/study/command-line.js";
import { expandExperiment } from "../../src/study/expand.js";
import { type ExperimentDefinition, matrix } from "../../src/study/study.js";
import { measuredVersion, namedVersions, withoutVersion, withVersions } from "../../src/study/versions.js";

const catalogue = {
  strategies: { [COMMAND]: { title: "a program", usesWorkers: true, startsProcesses: false, factors: [] } },
  workloads: {},
};
const variants = { before: "./a {workers}", after: "./b {workers}" };
const levels = { workload: [COMMAND], strategy: [COMMAND], workers: [1, 2], n: [1] };
const plain: ExperimentDefinition = { id: "e", title: "t", question: "q", variants, matrix: [matrix(levels)] };

describe("namedVersions", () => {
  it.each([
    [{ modules: { a: "x", b: "y" } }, false, { before: "a", after: "b" }],
    [{ modules: { after: "x", before: "y" } }, false, { before: "before", after: "after" }],
    [{ variants: { before: "x", after: "y" } }, false, { before: "before", after: "after" }],
    [{ variants: { after: "x", before: "y" } }, false, { before: "before", after: "after" }],
    [{ variants: { quick: "x", merge: "y" } }, true, { before: "quick", after: "merge" }],
    [{ variants: { quick: "x", merge: "y" } }, false, null],
    [{ variants: { before: "x", after: "y", third: "z" } }, true, null],
    [{ variants: { before: "x" } }, true, null],
    [{}, true, null],
  ])("%j, twin %s: %j", (programs, twin, names) => {
    expect(namedVersions(programs, twin)).toEqual(names);
  });
});

describe("two versions", () => {
  const twins = withVersions(plain, { before: "before", after: "after" }, true);

  it("are levels of more.version of one command; a twin runs the line of the first", () => {
    const cells = expandExperiment(twins, catalogue);
    expect(cells.map((cell) => [cell.strategy, cell.workers, cell.more?.version, commandOf(twins, cell)])).toEqual([
      ["command", 1, "before", "./a {workers}"],
      ["command", 2, "before", "./a {workers}"],
      ["command", 1, "after", "./b {workers}"],
      ["command", 2, "after", "./b {workers}"],
      ["command", 1, "before again", "./a {workers}"],
      ["command", 2, "before again", "./a {workers}"],
    ]);
  });

  it("keep other further levels, which the measured process sees; their own it does not", () => {
    const skewed = { ...plain, matrix: [matrix({ ...levels, more: { skew: ["mixed"] } })] };
    const { matrix: made, ...rest } = withVersions(skewed, { before: "before", after: "after" }, false);
    expect(made[0]?.more).toEqual({ skew: ["mixed"], version: ["before", "after"] });
    expect(withoutVersion(rest, { skew: "mixed", version: "after" })).toEqual({ skew: "mixed" });
    // A factor of that name in a study without versions is the study's own.
    expect(withoutVersion({}, { version: 3 })).toEqual({ version: 3 });
    expect(measuredVersion({}, { version: 3 })).toBeUndefined();
  });

  it("of which one is called as the twin would be are refused", () => {
    expect(() => withVersions(plain, { before: "a", after: "a again" }, true)).toThrow("rename it");
  });
});
