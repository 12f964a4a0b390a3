import { describe, expect, it } from "vitest";
import { loadCatalogue } from "../../src/app/catalogue.js";
import { refuseUnused } from "../../src/app/unused-levels.js";
import { defaultStudy } from "../../src/experiments/index.js";
import { type ExperimentDefinition, matrix, type Overrides, type Study } from "../../src/study/study.js";

const catalogue = await loadCatalogue();
const python = {
  ...catalogue,
  runtimes: {
    python: { strategies: ["thread-pool", "process-pool"], workloads: ["random-loop"], startMethods: ["spawn"] },
  },
};
const workers = defaultStudy.experiments.filter(({ id }) => id === "workers");
const refused = (overrides: Overrides, study: Study = { id: "s", experiments: workers }, known = catalogue) => {
  try {
    refuseUnused(study, known, overrides);
    return null;
  } catch (error) {
    return (error as Error).message.split(" ")[0];
  }
};

describe("levels that no combination has", () => {
  it.each<[Overrides, string]>([
    [{ more: { interpreter: ["3.11"] } }, "--interpreter"],
    [{ more: { runtime: ["node"], interpreter: ["3.11"] } }, "--interpreter"],
    [{ more: { "start-method": ["spawn"] } }, "--start-method"],
    [{ strategies: ["sequential"], pool: ["warm"] }, "--pool"],
    [{ strategies: ["sequential"], workers: [2, 4] }, "--workers"],
  ])("are refused by their option: %j", (overrides, option) => {
    expect(refused(overrides)).toBe(option);
  });

  it.each<Overrides>([
    {},
    { workers: [1, 2], strategies: ["sequential", "thread-pool"], pool: ["warm"] },
    { taskMs: 5, more: { heap: [256], cores: [1] } },
  ])("others are not: %j", (overrides) => {
    expect(refused(overrides)).toBeNull();
  });

  it("go by the runtime: a way to start processes is for Python's, a Node binary for Node's", () => {
    const inPython = (more: Overrides["more"], strategies: string[]) =>
      refused({ strategies, more: { runtime: ["python"], ...more } }, undefined, python);
    expect(inPython({ "start-method": ["spawn"] }, ["process-pool"])).toBeNull();
    expect(inPython({ "start-method": ["spawn"] }, ["thread-pool"])).toBe("--start-method");
    expect(inPython({ node: ["20.0.0"] }, ["thread-pool"])).toBe("--node");
  });

  it("are those of hosts where every trial is a program, and a time where every size is given", () => {
    const command: ExperimentDefinition = {
      id: "c",
      title: "C",
      question: "Q?",
      command: "ls {n}",
      matrix: [matrix({ workload: ["command"], strategy: ["command"], workers: [1], n: [10] })],
    };
    const strategies = { command: { title: "", usesWorkers: true, startsProcesses: false, factors: [] } };
    const ofCommand = (overrides: Overrides) =>
      refused(overrides, { id: "c", experiments: [command] }, { ...catalogue, strategies });
    expect(ofCommand({ more: { heap: [256] } })).toBe("--heap");
    expect(ofCommand({ more: { node: ["20.0.0"] } })).toBe("--node");
    expect(ofCommand({ strategies: ["thread-pool"] })).toBe("--strategies");
    expect(ofCommand({ taskMs: 5 })).toBe("--task-time");
    expect(ofCommand({ sizes: [1, 2], more: { cores: [1] } })).toBeNull();
  });
});
