import { describe, expect, it } from "vitest";
import { loadCatalogue } from "../../src/app/catalogue.js";
import { allExperiments, defaultStudy, wholeStudy } from "../../src/experiments/index.js";
import { charts } from "../../src/report/charts/kinds/index.js";
import { expectedTrialMs } from "../../src/study/cost.js";
import { expandExperiment } from "../../src/study/expand.js";
import { parseStudy } from "../../src/study/file/parse.js";
import type { ExperimentDefinition, PlannedCell } from "../../src/study/study.js";
import { roughTaskMs } from "../study/rough-cost.js";

const catalogue = await loadCatalogue();
const TWO_CORES = 2;

/** Charts, and the table that is asked for as charts are. */
const drawn = [...Object.keys(charts), "costs"];

const cellsOf = (experiment: ExperimentDefinition) => expandExperiment(experiment, catalogue);
const blockMs = (cells: PlannedCell[]) =>
  cells.reduce((sum, cell) => sum + expectedTrialMs(cell, roughTaskMs(cell, catalogue), TWO_CORES, catalogue), 0);

const byId = (id: string) => {
  const found = allExperiments.find((experiment) => experiment.id === id);
  if (found === undefined) throw new Error(`no experiment ${id}`);
  return cellsOf(found);
};

describe.each(allExperiments.map((experiment) => [experiment.id, experiment] as const))(
  "experiment %s",
  (_, experiment) => {
    it("asks a question, calls for charts that there are, and is what a study file may hold", () => {
      expect(experiment.question).toMatch(/\?$/);
      expect(experiment.title).not.toMatch(/[.?]$/);
      for (const id of experiment.charts ?? []) expect(drawn).toContain(id);
      expect(() => parseStudy({ id: "s", experiments: [experiment] }, "s", catalogue)).not.toThrow();
    });

    it("fits five blocks into 90 seconds on two cores", () => {
      expect(5 * blockMs(cellsOf(experiment))).toBeLessThan(90_000);
    });
  },
);

describe("the studies", () => {
  it("have no id twice, and the default one is part of the whole", () => {
    const ids = allExperiments.map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
    for (const { id } of defaultStudy.experiments) expect(ids).toContain(id);
    expect(wholeStudy.id).toBe("lab-all");
    for (const { experiments } of [defaultStudy, wholeStudy]) expect(experiments[0]?.id).toBe("workers");
  });

  it("fit ten blocks of the default one into 90 seconds on two cores, with time to spare", () => {
    expect(10 * blockMs(defaultStudy.experiments.flatMap(cellsOf))).toBeLessThan(75_000);
  });

  it("fit five blocks of everything into ten minutes on two cores", () => {
    expect(5 * blockMs(allExperiments.flatMap(cellsOf))).toBeLessThan(600_000);
  });
});

describe("what the lab asks", () => {
  it("a growing batch: 1 to 8 tasks for every worker count", () => {
    const cells = byId("growing-batch").map(({ workers, tasks }) => `${workers}/${tasks}`);
    expect(cells).toHaveLength(40);
    expect(cells).toContain("6/5");
  });

  it("weak scaling: as many tasks as workers, from a range if one is given", () => {
    expect(byId("weak-scaling").every(({ workers, tasks }) => workers === tasks)).toBe(true);
    const [weak] = allExperiments.filter(({ id }) => id === "weak-scaling") as [ExperimentDefinition];
    const range = Array.from({ length: 20 }, (_, index) => index + 1);
    expect(expandExperiment(weak, catalogue, { workers: range }).map(({ tasks }) => tasks)).toEqual(range);
  });

  it("strong scaling: 20 tasks in rounds up to 20 workers, and the plain sequential run", () => {
    const [sequential, ...others] = byId("strong-scaling");
    expect(sequential).toMatchObject({ strategy: "sequential", tasks: 20 });
    expect(others.every(({ scheduling, tasks }) => scheduling === "rounds" && tasks === 20)).toBe(true);
    expect(others.map(({ workers }) => workers)).toContain(20);
  });

  it("task length: from a microsecond to a second, which is six powers of ten", () => {
    const sizes = byId("task-length").map(({ n }) => n as number);
    expect(Math.max(...sizes) / Math.min(...sizes)).toBe(1e6);
  });

  it("uneven tasks: every scheduling on every skew", () => {
    const pools = byId("uneven-tasks").filter(({ strategy }) => strategy !== "sequential");
    expect(pools.map(({ scheduling, more }) => `${scheduling} ${more?.skew}`).sort()).toEqual(
      ["next-free", "rounds", "static-chunks"].flatMap((way) => [`${way} mixed`, `${way} one-long`]).sort(),
    );
  });

  it("real work: 5, 10, 20, 40 and 80 files", () => {
    expect([...new Set(byId("real-work").map(({ tasks }) => tasks))]).toEqual([5, 10, 20, 40, 80]);
  });

  it("reuse: every pool fresh and kept, on few and many tasks", () => {
    const pools = byId("reuse").filter(({ pool }) => pool !== undefined);
    expect(pools.filter(({ pool }) => pool === "warm")).toHaveLength(pools.length / 2);
  });

  it("pool libraries: five pools, on tiny tasks and on uneven ones", () => {
    const pools = byId("pool-libraries").filter(({ strategy }) => strategy !== "sequential");
    expect(new Set(pools.map(({ strategy }) => strategy)).size).toBe(5);
    expect(new Set(pools.map(({ more }) => more?.skew))).toEqual(new Set([undefined, "one-long"]));
  });
});
