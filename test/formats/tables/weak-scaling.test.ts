import { describe, expect, it } from "vitest";
import { analyseRun } from "../../../src/analysis/analyse.js";
import { importers } from "../../../src/formats/index.js";
import type { Run } from "../../../src/record/schema/run-schema.js";
import { importing } from "../imported.js";

const { run } = importing(importers.csv, "t.csv");

/** As in case 17. */
const seconds = [0.52, 0.68, 1.04, 1.42, 1.79, 2.17, 2.57, 2.94];
const growing = `workers,wall_s,n\n${seconds.map((time, index) => `${index + 1},${time},${1e6 * (index + 1)}`).join("\n")}`;

const efficiencies = (of: Run) =>
  analyseRun(of).experiments[0]?.scaling.flatMap(({ kind, points }) =>
    points.map(({ efficiency }) => `${kind} ${((efficiency?.value ?? 0) * 100).toFixed(1)}`),
  );
const weakOf = (times: readonly number[]) => times.map((time) => `weak ${((100 * (times[0] ?? 0)) / time).toFixed(1)}`);

describe("weak scaling", () => {
  it("is found where n grows with the workers, and said so", () => {
    const told: string[] = [];
    const found = run(growing, undefined, { tell: (sentence) => told.push(sentence) });
    expect(efficiencies(found)).toEqual(weakOf(seconds));
    expect(efficiencies(found)?.slice(0, 4)).toEqual(["weak 100.0", "weak 76.5", "weak 50.0", "weak 36.6"]);
    expect(told.join()).toContain("n grows in proportion to the workers (1,000,000 for each worker), so this was read");
    expect(found.origin?.note).toContain(told.join());
    expect(found.experiments[0]?.charts).toEqual(["weak-scaling"]);
    const finding = analyseRun(found).findings.find(({ id }) => id === "weak-efficiency");
    expect(finding?.text).toContain("8 workers with as much work each are 17.7 % efficient, measured once");
  });

  it("is found in several lines, of several sizes for each worker", () => {
    const rows = ["a", "b"].flatMap((strategy) =>
      [1, 2, 4].flatMap((workers) => [10, 30].map((size) => `${strategy},${workers},${size * workers},${workers + 1}`)),
    );
    const found = run(`strategy,workers,n,wall_s\n${rows.join("\n")}`);
    expect(efficiencies(found)).toEqual([1, 2, 3, 4].flatMap(() => weakOf([2, 3, 5])));
  });

  it.each([
    ["strong scaling", "workers,n,wall_s\n1,8,4\n2,8,2\n4,8,1"],
    ["every size with every count", "workers,n,wall_s\n1,1,1\n2,1,1\n4,1,1\n1,2,1\n2,2,1\n4,2,1\n1,4,1\n2,4,1\n4,4,1"],
    [
      "sequential times of every size",
      "strategy,workers,n,wall_s\nsequential,1,1,1\nsequential,1,2,2\na,1,1,1\na,2,2,1\na,4,4,1",
    ],
    ["two counts", "workers,n,wall_s\n1,8,4\n2,16,4"],
    ["sizes near to it", "workers,n,wall_s\n1,100,4\n2,201,4\n4,400,4"],
  ])("is not found in %s", (_what, text) => {
    const found = run(text);
    expect(found.experiments[0]?.cells.some(({ factors }) => factors.tasks !== undefined)).toBe(false);
  });

  it("is taken on the user's word where sizes do not grow, or are not there", () => {
    const asked = (text: string) => efficiencies(run(text, undefined, { weak: true }));
    expect(asked("workers,wall_s\n1,4\n2,5\n4,8")).toEqual(weakOf([4, 5, 8]));
    expect(asked("workers,n,wall_s\n1,7,4\n2,7,5\n4,7,8")).toEqual(weakOf([4, 5, 8]));
    expect(asked("workers,n,wall_s\n1,7,4\n2,14,5")).toEqual(weakOf([4, 5]));
    expect(asked("workers,tasks,wall_s\n1,1,4\n2,2,5")).toEqual(weakOf([4, 5]));
    expect(() => asked("workers,n,wall_s\n1,10,4\n2,14,5\n4,20,8")).toThrow(
      "t.csv: --weak, and n neither grows in proportion",
    );
    expect(() => asked("workers,tasks,wall_s\n1,8,4\n2,8,5")).toThrow("the tasks are not as many as the workers");
  });

  it("is asked about where the name of the file or of a column says so and no size does", () => {
    const told = (file: string, text: string, weak = false) => {
      const sentences: string[] = [];
      importing(importers.csv, file).run(text, "weak_eff=-", { weak, tell: (sentence) => sentences.push(sentence) });
      return sentences.join();
    };
    const text = "workers,wall_s,weak_eff\n1,9.9,1\n2,11.5,0.9\n4,15.8,0.6\n";
    const asked = "and this was read as the same work at every worker count: if the work grows, import it with --weak";
    expect(told("t.csv", text)).toBe(`weak_eff says weak scaling, ${asked}.`);
    expect(told("weak_scaling.csv", text, true)).not.toContain(asked);
  });
});
