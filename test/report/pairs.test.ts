import { describe, expect, it } from "vitest";
import type { Run } from "../../src/record/schema.js";
import { openArchive } from "../../src/report/archive.js";
import { choosePairs, pairSlug } from "../../src/report/pairs.js";
import { importedRun, MACHINE, makeRun, stored, workersExperiment } from "./sample-runs.js";

function run(day: number, machine: string, study = "lab", virtualisation = "none"): Run {
  const at = `2026-11-${String(day).padStart(2, "0")}T00:00:00.000Z`;
  const id = `202611${String(day).padStart(2, "0")}t000000z-${study}-00000${day % 10}`;
  const more = {
    id,
    study,
    startedAt: at,
    finishedAt: at,
    machine: { ...MACHINE, id: machine, name: machine, virtualisation },
  };
  return makeRun({ ...more, experiments: [workersExperiment(1)] });
}

function pairs(...runs: Run[]): string[] {
  return choosePairs(openArchive(runs.map((one) => stored(one)))).map(
    ({ a, b }) => `${a.run.id.slice(0, 8)} ${b.run.id.slice(0, 8)}`,
  );
}

/** The experiments as a run records them that goes on with one of a single block. */
function numberedOn(experiments: Run["experiments"]): Run["experiments"] {
  return experiments.map((experiment) => ({
    ...experiment,
    cells: experiment.cells.map((cell) => ({
      ...cell,
      trials: cell.trials.map((trial) => ({ ...trial, block: trial.block + 1 })),
    })),
  }));
}

describe("choosePairs", () => {
  it("sets no run against one that it goes on with, but against the one before both", () => {
    const [older, parent, last] = [run(1, "m"), run(2, "m"), run(3, "m")];
    const child = { ...last, parent: parent.id, experiments: numberedOn(last.experiments) };
    expect(pairs(older, parent, child)).toEqual(["20261101 20261103", "20261101 20261102"]);
  });

  it("sets every run against the one before it on the same machine", () => {
    expect(pairs(run(1, "m"), run(3, "m"), run(2, "m"))).toEqual(["20261102 20261103", "20261101 20261102"]);
  });

  it("sets the newest runs of a study's machines against each other, bare metal first", () => {
    expect(pairs(run(1, "vm", "lab", "kvm"), run(2, "host"), run(3, "vm", "lab", "kvm"))).toEqual([
      "20261102 20261103",
      "20261101 20261103",
    ]);
  });

  it("does not cross studies, but for imports that share cells", () => {
    expect(pairs(run(1, "m", "one"), run(2, "m", "two"))).toEqual([]);
    const imports = (["cores-host", "cores-vm", "list-append", "file-write"] as const).map((name) => importedRun(name));
    const [only, ...others] = choosePairs(openArchive(imports.map((one) => stored(one))));
    expect(others).toEqual([]);
    expect(only && pairSlug(only)).toBe("20261120t100100z-cores-host-000001--20261120t100200z-cores-vm-000002");
  });

  it("is bounded: ten machines make pages for six", () => {
    const many = Array.from({ length: 10 }, (_, index) => run(index + 1, `m${index}`));
    expect(pairs(...many)).toHaveLength(15);
  });

  it("names no pair twice", () => {
    const found = pairs(run(1, "m"), run(2, "m"), run(3, "n"));
    expect(new Set(found).size).toBe(found.length);
  });
});
