import { describe, expect, it } from "vitest";
import { loadCatalogue } from "../../src/app/catalogue.js";
import { everyStrategy } from "../../src/experiments/every-strategy.js";
import { allExperiments } from "../../src/experiments/index.js";
import { isElsewhere } from "../../src/record/timing/effective-workers.js";
import { strategyIds } from "../../src/strategies/index.js";
import { expandExperiment } from "../../src/study/expand.js";

const catalogue = await loadCatalogue();
const cellsOf = (id: string) => {
  const experiment = allExperiments.find((one) => one.id === id);
  if (experiment === undefined) throw new Error(`no experiment ${id}`);
  return expandExperiment(experiment, catalogue);
};

it("every strategy of one machine is asked where all are", () => {
  const here = strategyIds.filter((id) => !isElsewhere(id));
  expect([...everyStrategy].sort()).toEqual([...here].sort());
});

describe("the experiments", () => {
  it.each(allExperiments.map(({ id }) => id))("%s has cells, none of them twice", (id) => {
    const cells = cellsOf(id).map((cell) => JSON.stringify(cell));
    expect(cells.length).toBeGreaterThan(1);
    expect(new Set(cells).size).toBe(cells.length);
  });

  it("ask for five faults of every strategy, and for pools without their guard", () => {
    const cells = cellsOf("worker-dies");
    const pools = ["process-pool", "workerpool-processes"];
    const usual = cells.filter(
      ({ more, workers, strategy }) => more?.guard === undefined && !(workers === 1 && pools.includes(strategy)),
    );
    expect(usual).toHaveLength(5 * everyStrategy.length);
    expect(cells.filter(({ more }) => more?.guard === false)).toHaveLength(3);
  });

  it("give sequential a cell for every size of returned data", () => {
    const work = ({ more }: (typeof cells)[number]) => `${more?.form} ${more?.bytes}`;
    const cells = cellsOf("returned-data");
    const sequential = cells.filter(({ strategy }) => strategy === "sequential").map(work);
    expect(cells.filter((cell) => !sequential.includes(work(cell)))).toEqual([]);
  });

  it("watch one process that is idle beside those that work", () => {
    const cells = cellsOf("usage-over-time");
    expect(cells.map(({ strategy, workload }) => `${strategy} ${workload}`)).toContain("sequential sleep");
    expect(new Set(cells.map(({ more }) => more?.watch))).toEqual(new Set(["usage"]));
  });
});
