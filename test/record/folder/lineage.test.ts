import { describe, expect, it } from "vitest";
import { lineageOf } from "../../../src/record/folder/lineage.js";
import type { Run } from "../../../src/record/schema/run-schema.js";
import { sampleRun, sampleTrial } from "../sample.js";

const HASH = "ab".repeat(32);

/** A run of two cells with one trial for each block. */
function runOf(id: string, blocks: number[], more: Partial<Run> = {}): Run {
  const run = sampleRun({ studyHash: HASH });
  const experiments = run.experiments.map((experiment) => ({
    ...experiment,
    cells: experiment.cells.map((cell) => ({ ...cell, trials: blocks.map((block) => sampleTrial({ block })) })),
  }));
  return { ...run, id, experiments, ...more };
}

const line = (run: Run, ...others: Run[]) => {
  const { runs, broken } = lineageOf(run, (id) => others.find((other) => other.id === id));
  return { ids: runs.map(({ id }) => id), broken };
};

const [A, B, C] = [1, 2, 3].map((day) => `2026112${day}t061500z-lab-00000${day}`) as [string, string, string];
const first = runOf(A, [0, 1]);
const second = runOf(B, [2, 3], { parent: A });
const third = runOf(C, [4], { parent: B });

describe("lineageOf", () => {
  it("goes back to the first of the line", () => {
    expect(line(third, first, second)).toEqual({ ids: [A, B, C], broken: null });
    expect(line(first)).toEqual({ ids: [A], broken: null });
  });

  it("says where the line breaks off", () => {
    expect(line(third, second)).toEqual({ ids: [B, C], broken: { id: A, why: "it is not at hand" } });
  });

  it.each<[string, Partial<Run>, RegExp]>([
    ["another machine", { machine: { id: "m-2", name: "\u001b[31mother" } }, /another machine, "\\u001b\[31mother"/],
    [
      "another Node",
      { software: { ...first.software, node: "22.0.0" } },
      /recorded on Node "22.0.0", not on Node "20.20.2"/,
    ],
    ["another study", { studyHash: "cd".repeat(32) }, /the study is not the same/],
    ["no hash of the study", { studyHash: null }, /the study is not the same/],
    ["another seed", { seed: 8 }, /its seed is another/],
    ["an import", { origin: { format: "csv", file: "f", sha256: HASH, note: "" } }, /it was imported/],
  ])("does not go on to a parent of %s", (_what, more, why) => {
    const { ids, broken } = line(second, { ...first, ...more });
    expect(ids).toEqual([B]);
    expect(broken?.why).toMatch(why);
  });

  it("does not go on to a parent whose blocks clash", () => {
    expect(line(second, runOf(A, [0, 1, 2])).broken?.why).toBe("its blocks are not numbered on from there");
  });

  it("goes on to a parent without trials", () => {
    expect(line(second, runOf(A, [])).ids).toEqual([A, B]);
  });

  it("ends where runs name each other, or themselves", () => {
    const loop = runOf(A, [0], { parent: C });
    expect(line(third, loop, second)).toEqual({
      ids: [A, B, C],
      broken: { id: C, why: "the runs name each other as parents" },
    });
    const own = runOf(A, [0], { parent: A });
    expect(line(own, own).broken?.why).toBe("the runs name each other as parents");
  });
});
