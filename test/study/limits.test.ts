import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it, onTestFinished } from "vitest";
import { loadCatalogue } from "../../src/app/catalogue.js";
import { planCells } from "../../src/runner/request/run-cells.js";
import { expandExperiment, refuseManyCombinations } from "../../src/study/expand.js";
import { loadStudy } from "../../src/study/file/load.js";
import { parseCounts, parseSizes } from "../../src/study/levels.js";
import { type ExperimentDefinition, type Matrix, matrix } from "../../src/study/study.js";
import { UserError } from "../../src/user-error.js";
import { growthOf } from "../work.js";

const catalogue = await loadCatalogue();
const about = { id: "mine", title: "t", question: "q" };
const upTo = (most: number) => Array.from({ length: most }, (_, index) => index + 1);
const sleeping = (levels: Partial<Matrix>): ExperimentDefinition => ({
  ...about,
  matrix: [matrix({ workload: ["sleep"], strategy: ["thread-pool"], n: [1], ...levels })],
});
const studyOf = (...experiments: ExperimentDefinition[]) => ({ id: "lab", experiments });

describe("the cells of a study", () => {
  /** Levels that may be counted and not gone through. */
  const untouched = Object.assign(upTo(1_000), {
    [Symbol.iterator]: () => {
      throw new Error("they were gone through");
    },
  });

  it("are counted before anything is expanded: 1..1000 x 1..1000 is refused", () => {
    const experiment = sleeping({ strategy: ["sequential", "thread-pool"], workers: untouched, tasks: untouched });
    const message = "mine asks for 1001000 combinations: at most 10000 are recorded; give fewer levels";
    expect(() => expandExperiment(experiment, catalogue)).toThrow(new UserError(message));
    const study = studyOf(experiment, experiment);
    expect(() => refuseManyCombinations(study, catalogue, {})).toThrow("lab asks for 2002000 combinations");
    expect(() => refuseManyCombinations(study, catalogue, { tasks: [1] })).not.toThrow();
  });

  it("are ten thousand at most over all experiments; what is excluded does not count", () => {
    const half = sleeping({ workers: upTo(50), tasks: upTo(101) });
    expect(planCells(studyOf(half), catalogue, {})[0]?.planned).toHaveLength(5_050);
    expect(() => planCells(studyOf(half, half), catalogue, {})).toThrow(
      "lab asks for 10100 combinations: at most 10000",
    );
    const less = { ...half, exclude: [{ workers: [50] }] };
    expect(() => planCells(studyOf(half, less), catalogue, {})).not.toThrow();
  });

  it("of a command are laid out in work that grows with their number", async () => {
    const { layOutCells } = await import("../../src/runner/request/run-cells.js");
    const growth = await growthOf((cells) => {
      const experiment = {
        ...sleeping({ workload: ["command"], strategy: ["command"], workers: upTo(cells) }),
        command: "x {workers}",
      };
      const known = {
        ...catalogue,
        strategies: { command: { title: "", usesWorkers: true, startsProcesses: false, factors: [] } },
      };
      return () => {
        const planned = planCells(studyOf(experiment), known, {});
        layOutCells(planned, [planned[0]?.planned.map((cell) => ({ ...cell, n: 1, taskMs: 0 })) ?? []], known);
      };
    }, 300);
    expect(growth).toBeLessThan(2.7);
  });
});

describe("levels beyond their limit are told with the limit", () => {
  it.each([
    [() => parseSizes("1e15", "--sizes"), "--sizes has 1000000000000000: give whole sizes from 1 to 1e12"],
    [() => parseCounts("2000000", "--workers"), "--workers has 2000000: give whole numbers from 1 to 1000000"],
  ])("%#", (parse, message) => {
    expect(parse).toThrow(message);
  });
});

describe("a command that is not told a number", () => {
  const known = {
    strategies: { command: { title: "", usesWorkers: true, startsProcesses: false, factors: [] } },
    workloads: {},
  };
  const cells = (command: string, levels: Partial<Matrix>, more: Partial<ExperimentDefinition> = {}) => {
    const experiment = { ...sleeping({ workload: ["command"], strategy: ["command"], ...levels }), command, ...more };
    return () => planCells(studyOf(experiment), known, {});
  };

  it("is the same program every time, and refused where that number has several levels", () => {
    expect(cells("./sum", { workers: [1, 2, 4] })).toThrow(
      "mine has 3 levels of workers, and no command line or hook has {workers}: every trial would be of the same program; write {workers} where the program takes it, or give one level",
    );
    expect(cells("./sum {workers}", { workers: [1, 2], n: [10, 20] })).toThrow("mine has 2 levels of n");
    expect(cells("./sum {workers}", { workers: [1, 2], tasks: ["per-worker"] })).toThrow("mine has 2 levels of tasks");
    expect(cells("./sum", { tasks: upTo(9) })).toThrow("mine has 9 levels of tasks");
  });

  it("may be told by a hook", () => {
    expect(cells("./sum", { workers: [2], n: [7] })).not.toThrow();
    expect(cells("./sum", { workers: [1, 2] }, { hooks: { prepare: "echo {workers} > threads" } })).not.toThrow();
  });
});

describe("a study file", () => {
  async function messageOf(name: string, content: string): Promise<string> {
    const dir = mkdtempSync(join(tmpdir(), "scalebook-study-"));
    onTestFinished(() => rmSync(dir, { recursive: true }));
    const path = join(dir, name);
    writeFileSync(path, content);
    const error = await loadStudy(path, catalogue).catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(UserError);
    return (error as Error).message.replaceAll(path, name);
  }
  const nested = "is nested deeper than 32 levels, or a part of it holds itself: write it out";

  it.each([
    ["that holds itself", "s.yaml", "&all\nid: own\nexperiments: [*all]", `s.yaml ${nested}`],
    ["of brackets", "s.yaml", "[".repeat(900_000), `s.yaml ${nested}`],
    ["of items within items", "s.yaml", "- ".repeat(40_000), nested],
    ["of several MB", "s.yaml", "#".repeat(2_500_000), "s.yaml is 2.5 MB large: a study file holds at most 1 MB"],
  ])("%s", async (_, name, content, message) => {
    expect(await messageOf(name, content)).toContain(message);
  });

  const experiment = "title: t, question: q, matrix: [{ workload: sleep, strategy: sequential, n: 1 }]";
  it.each(["con", "nul", "com1"])("whose ids would be folders called %s", async (id) => {
    const told = await messageOf("s.yaml", `id: ${id}\nexperiments: [{ id: ${id}, ${experiment} }]`);
    expect(told).toContain(`id is "${id}": Windows keeps this name for a device: choose another`);
    expect(told).toContain(`experiments[0].id is "${id}"`);
  });

  it("with keys that would steer a terminal tells them with escapes", async () => {
    const told = await messageOf(
      "s.json",
      JSON.stringify({ id: "own", "\u001b[2J\u202e": 1, experiments: "\u009b2J" }),
    );
    expect(told).toContain('["\\u001b[2J\\u202e"] is not known here');
    expect(told).toContain('experiments is "\\u009b2J"');
  });
});
