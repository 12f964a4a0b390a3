import { describe, expect, it } from "vitest";
import { FEWEST_REPEATS, likeMachines } from "../../../src/analysis/machines/like-machines.js";
import { median } from "../../../src/stats/median.js";
import { classRuns, machineRunOf, NOISE_NAMES } from "./simulated.js";

type Given = Parameters<typeof classRuns>[0];
const likeOf = (given: Given) => likeMachines(classRuns(given).map(machineRunOf));
const STUDIES = 40;

describe("like machines without a difference", () => {
  it.each(NOISE_NAMES)("are called different in one of twenty studies at most: %s noise", (noise) => {
    let alarms = 0;
    for (let seed = 0; seed < STUDIES; seed++) {
      const cells = likeOf({ machines: 8, seed, noise }).flatMap((group) => group.cells);
      expect(cells).toHaveLength(5);
      if (cells.some(({ differs }) => differs)) alarms++;
    }
    expect(alarms / STUDIES).toBeLessThanOrEqual(0.05);
  });
});

describe("a machine that is 10 % slower", () => {
  it.each(["log-normal", "two-peaked", "heavy-tailed", "unequal"])("is found and named: %s noise", (noise) => {
    let [named, others] = [0, 0];
    for (let seed = 0; seed < 20; seed++) {
      const [group] = likeOf({ machines: 8, seed, noise, factor: (machine) => (machine === 4 ? 1.1 : 1) });
      for (const { apart } of group?.cells ?? []) {
        for (const { run, changePercent, interval } of apart ?? []) {
          if (run.run.machine.id !== "laptop-5") others++;
          else {
            named++;
            expect(changePercent).toBeGreaterThan(interval[0]);
            expect(changePercent).toBeLessThan(interval[1]);
          }
        }
      }
    }
    expect(named).toBeGreaterThan(90);
    expect(others).toBeLessThan(6);
  });

  it("at one combination alone is named at that one", () => {
    const factor = (machine: number, workers: number) => (machine === 4 && workers === 8 ? 1.1 : 1);
    const [group] = likeOf({ machines: 8, seed: 3, factor });
    const differing = group?.cells.filter(({ differs }) => differs) ?? [];
    expect(differing.map(({ label }) => label)).toEqual(["thread pool, 8 workers"]);
    expect(differing[0]?.apart?.map(({ run }) => run.run.machine.name)).toEqual(["laptop-5"]);
    expect(differing[0]?.apart?.[0]?.changePercent).toBeCloseTo(10, -1);
  });
});

describe("likeMachines", () => {
  it("names none where no majority is alike, and gives the spread between them", () => {
    const [group] = likeOf({ machines: 6, seed: 2, factor: (machine) => 1.15 ** machine });
    for (const { differs, apart, betweenPercent, withinPercent } of group?.cells ?? []) {
      expect({ differs, apart }).toEqual({ differs: true, apart: null });
      expect(betweenPercent).toBeGreaterThan(20);
      expect(withinPercent).toBeLessThan(4);
    }
  });

  it("compares machines of one kind alone, and no cells of too few repeats or other sizes", () => {
    const machineOf = (index: number) =>
      index < 2 ? {} : index < 4 ? { cpuModel: "Other CPU" } : { cpuModel: `CPU ${index}` };
    const groups = likeOf({ machines: 6, seed: 1, machineOf, factor: (machine) => (machine < 2 ? 1 : 3) });
    expect(groups.map(({ runs }) => runs.map(({ run }) => run.machine.name))).toEqual([
      ["laptop-1", "laptop-2"],
      ["laptop-3", "laptop-4"],
    ]);
    expect(groups.flatMap(({ cells }) => cells).some(({ differs }) => differs)).toBe(false);
    expect(likeOf({ machines: 3, seed: 1, blocks: FEWEST_REPEATS - 1 })[0]?.cells).toEqual([]);
    const [first, second] = classRuns({ machines: 2, seed: 1 });
    const resized = second?.experiments.map((one) => ({
      ...one,
      cells: one.cells.map((cell) => ({ ...cell, factors: { ...cell.factors, n: 7 } })),
    }));
    const runs = [first, second && { ...second, experiments: resized ?? [] }].flatMap((run) =>
      run ? [machineRunOf(run)] : [],
    );
    expect(likeMachines(runs)[0]?.cells).toEqual([]);
  });

  it("has the medians of each cell, and what a floor leaves", () => {
    const runs = classRuns({ machines: 3, seed: 4, factor: (machine) => (machine === 0 ? 1.08 : 1) });
    const [cell] = likeMachines(runs.map(machineRunOf))[0]?.cells ?? [];
    const medians = runs.map((run) =>
      median(run.experiments[0]?.cells[0]?.trials.map(({ wallMs }) => wallMs ?? 0) ?? []),
    );
    expect(cell).toMatchObject({ medians: [Math.min(...medians), Math.max(...medians)], differs: true });
    const noisy = runs.map((run) => ({ ...run, machine: { ...run.machine, floorPercent: 12 } }));
    expect(likeMachines(noisy.map(machineRunOf))[0]?.cells.some(({ differs }) => differs)).toBe(false);
  });
});
