import { describe, expect, it } from "vitest";
import { analyseRun } from "../../../../../src/analysis/analyse.js";
import type { Machine, Run } from "../../../../../src/record/schema/run-schema.js";
import { speedUp } from "../../../../../src/report/charts/kinds/speed-up.js";
import { carriedLaw, fittedCurve } from "../../../../../src/report/charts/marks/lines/fitted.js";
import { scalingTable } from "../../../../../src/report/tables/scaling.js";
import { seededRandom } from "../../../../../src/stats/random.js";
import { amdahl, hardLimit, simulatedRun } from "../../../../bench/simulated-line.js";

const WORKERS = [1, 2, 3, 4, 6, 8];
const EIGHT_THREADS: Machine = { id: "m-1", name: "x", logicalCores: 8, physicalCores: 4, availableParallelism: 8 };

interface Setting {
  speedUpOf?: (workers: number) => number;
  workers?: number[];
  bound?: "cpu" | "wait";
  tasks?: number;
  blocks?: number;
}

function inputOf({ speedUpOf = amdahl(0.1), workers = WORKERS, bound = "wait", tasks, blocks = 20 }: Setting) {
  const random = seededRandom(12);
  const simulated = simulatedRun({ speedUpOf, workers, blocks, noise: 0.01, random });
  const [one] = simulated.experiments as [Run["experiments"][number]];
  const cells = one.cells.map((cell) => ({ ...cell, factors: { ...cell.factors, ...(tasks && { tasks }) } }));
  const experiment = { ...one, cells, workloads: { work: { title: "Work", bound } } };
  const run: Run = { ...simulated, machine: EIGHT_THREADS, experiments: [experiment] };
  const [analysis] = analyseRun(run).experiments;
  if (!analysis) throw new Error("one experiment");
  return { analysis, experiment, machine: run.machine };
}

function curveOf(setting: Setting) {
  const input = inputOf(setting);
  const law = carriedLaw(input.analysis.cells, input.analysis);
  return law && fittedCurve(law, input);
}

describe("the law in the speed-up chart", () => {
  it("runs through the true curve, within what was tested and no further", () => {
    const { solid = [], dotted } = curveOf({}) ?? {};
    expect(dotted).toEqual([]);
    expect(Math.min(...solid.map(({ x }) => x))).toBe(1);
    expect(Math.max(...solid.map(({ x }) => x))).toBe(8);
    for (const { x, y } of solid) expect(Math.abs(y / amdahl(0.1)(x) - 1)).toBeLessThan(0.02);
  });

  it("is solid over the physical cores of CPU-bound work, dotted beyond", () => {
    const { solid = [], dotted = [] } = curveOf({ bound: "cpu" }) ?? {};
    expect(Math.max(...solid.map(({ x }) => x))).toBeLessThanOrEqual(4);
    expect(Math.min(...dotted.map(({ x }) => x))).toBeGreaterThanOrEqual(4);
    expect(Math.max(...dotted.map(({ x }) => x))).toBe(8);
    expect(speedUp.spec(inputOf({ bound: "cpu" })).subtitle).toContain("dotted beyond the cores");
  });

  it("is a staircase where rounds count", () => {
    const inRounds = (workers: number) => amdahl(0.1)(8 / Math.ceil(8 / workers));
    const { solid = [] } = curveOf({ speedUpOf: inRounds, tasks: 8 }) ?? {};
    const at = (x: number) => solid.filter((point) => point.x === x).map(({ y }) => y);
    // 5, 6 and 7 workers take two rounds, as 4 do.
    for (const workers of [5, 6, 7]) expect(at(workers)).toEqual([at(4).at(-1)]);
    expect(at(8)).toEqual([at(4).at(-1), expect.closeTo(inRounds(8), 1)]);
  });

  it("is not drawn where the data carry none: too few counts, a limit, one measurement each", () => {
    for (const setting of [{ workers: [1, 2, 4] }, { speedUpOf: hardLimit(4) }, { blocks: 1 }]) {
      expect(curveOf(setting)).toBeUndefined();
      expect(speedUp.spec(inputOf(setting)).subtitle).not.toContain("Curve");
    }
  });

  it("is named in the subtitle with the share that the sentence gives", () => {
    const { subtitle } = speedUp.spec(inputOf({}));
    const [, share] = /Curve: Amdahl's law, ([\d.]+) % serial\./.exec(subtitle) ?? [];
    const sentence = inputOf({}).analysis.findings.find(({ id }) => id === "scaling-law")?.text;
    expect(sentence).toContain(`${share} % (95 % interval`);
  });
});

describe("the scaling table", () => {
  const rows = (setting: Setting) => {
    const table = scalingTable(inputOf(setting).analysis, { root: "../" });
    const labels = table?.columns.map(({ label }) => label) ?? [];
    const [group] = table?.groups ?? [];
    return (group?.rows ?? []).map(({ head, cells }) =>
      Object.fromEntries([head, ...cells].map(({ text }, index) => [labels[index], text.replaceAll("\u00a0", " ")])),
    );
  };

  it("gives both efficiencies, Karp and Flatt's share from 3 workers on, and the thresholds where they lie", () => {
    const table = rows({});
    expect(table.map((row) => row.workers)).toEqual(WORKERS.map(String));
    expect(table.map((row) => row.threshold)).toEqual(["", "efficient up to", "", "worth adding up to", "", ""]);
    expect(table.map((row) => row["serial share"] === "–")).toEqual([true, true, false, false, false, false]);
    for (const row of table) {
      const [speed = 0, workers = 0, ideal = 0] = [row["speed-up"], row.workers, row.ideal].map((text = "") =>
        Number.parseFloat(text),
      );
      expect(Number.parseFloat(row.efficiency ?? "")).toBeCloseTo((100 * speed) / workers, -0.5);
      expect(Number.parseFloat(row["of the ideal"] ?? "")).toBeCloseTo((100 * speed) / ideal, -0.5);
    }
    expect(table[2]?.["speed-up"]).toMatch(/^2\.\d\d× \(2\.\d\d to 2\.\d\d\)$/);
  });

  it("says of a threshold without an end that it still holds", () => {
    expect(rows({ speedUpOf: (workers) => workers }).at(-1)?.threshold).toBe("still efficient, still worth adding");
  });

  it("says of a threshold beyond which the trials leave all open that it is shown, and no more", () => {
    const marks = rows({ speedUpOf: (workers) => workers ** 0.94, blocks: 5 }).map((row) => row.threshold);
    expect(marks.join()).toContain("shown efficient up to");
    expect(marks.join()).not.toContain("still efficient");
  });

  it("is left out where there is no line of three counts", () => {
    expect(rows({ workers: [1, 2] })).toEqual([]);
  });
});
