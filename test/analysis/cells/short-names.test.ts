import { describe, expect, it } from "vitest";
import { shortNames, withShortNames } from "../../../src/analysis/cells/short-names.js";

const command = (solver: string, more = "") =>
  `python3 ~/thesis/simulate.py --grid 1024 --boundary periodic --solver ${solver} --threads {threads}${more}`;
const short = (...names: string[]) => [...shortNames(names).values()];

describe("long names", () => {
  it("are cut to what tells them apart", () => {
    expect(short(command("multigrid"), command("jacobi"))).toEqual(["multigrid", "jacobi"]);
    expect(
      short(
        "BM_MixedLifetimeWorkingSet/live_set:256/wave_allocations:64/backend:10",
        "BM_MixedLifetimeWorkingSet/live_set:256/wave_allocations:64/backend:12",
      ),
    ).toEqual(["backend:10", "backend:12"]);
  });

  it("keep the word before a number", () => {
    expect(short(command("1"), command("10"))).toEqual(["--solver 1", "--solver 10"]);
  });

  it("keep the word beside a strategy of ours, which they are not", () => {
    expect(short(command("sequential"), command("jacobi"))).toEqual(["--solver sequential", "--solver jacobi"]);
    const behind = " --grid 1024 --boundary periodic --threads 8";
    expect(short(`sequential${behind}`, `parallel${behind}`)).toEqual(["sequential --grid", "parallel --grid"]);
  });

  it("keep something where one is the start of the other", () => {
    expect(short(command("jacobi"), command("jacobi", " --pin"))).toEqual(["{threads}", "{threads} --pin"]);
  });

  it("keep both ends where they have little in common", () => {
    const [a, b] = [`${"alpha ".repeat(20)}one`, `${"beta ".repeat(20)}two`];
    expect(short(a, b)).toEqual(["alpha alpha alph … alpha alpha one", "beta beta beta b … ta beta beta two"]);
    expect(short("x".repeat(100))).toEqual([`${"x".repeat(16)} … ${"x".repeat(16)}`]);
  });

  it("stay apart whatever they are", () => {
    const names = Array.from({ length: 40 }, (_, index) => `${"a".repeat(40)}${index}${"b".repeat(40)}`);
    expect(new Set(short(...names)).size).toBe(40);
  });
});

describe("an experiment", () => {
  const cellsOf = (...strategies: string[]) =>
    strategies.map((strategy) => ({ factors: { strategy, workers: 1, workload: "sum" }, trials: [] }));

  it("with short names is the same", () => {
    const experiment = { id: "e", title: "E", division: "tasks" as const, cells: cellsOf("C", "C++") };
    expect(withShortNames(experiment).experiment).toBe(experiment);
  });

  it("with long ones tells what the short ones stand for", () => {
    const [a, b] = [command("multigrid"), command("jacobi")];
    const { experiment, given } = withShortNames({ id: "e", title: "E", division: "tasks", cells: cellsOf(a, b) });
    expect(experiment.cells.map(({ factors }) => factors)).toEqual([
      { strategy: "multigrid", workers: 1, workload: "sum" },
      { strategy: "jacobi", workers: 1, workload: "sum" },
    ]);
    expect(given).toEqual({ multigrid: a, jacobi: b });
  });

  it("calls a strategy and a workload by names of their own", () => {
    const cells = (["multigrid", "jacobi"] as const).map((solver) => ({
      factors: { strategy: command(solver), workers: 1, workload: `of work: ${command(solver)}` },
      trials: [],
    }));
    const { experiment, given } = withShortNames({ id: "e", title: "E", division: "tasks", cells });
    for (const [index, { factors }] of experiment.cells.entries()) {
      expect(given[factors.strategy]).toBe(cells[index]?.factors.strategy);
      expect(given[factors.workload ?? ""]).toBe(cells[index]?.factors.workload);
    }
  });
});
