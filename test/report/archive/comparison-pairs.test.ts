import { describe, expect, it } from "vitest";
import type { Run } from "../../../src/record/schema/run-schema.js";
import { choosePairs, pairSlug } from "../../../src/report/archive/comparison-pairs.js";
import { openArchive } from "../open-archive.js";
import { importedRun, MACHINE, makeRun, workersExperiment } from "../sample-runs.js";

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

const entriesOf = (runs: readonly Run[]) => openArchive(runs);
const slugs = (runs: readonly Run[], kept: string[] = []) => choosePairs(entriesOf(runs), kept).map(pairSlug);

/** "01 03": days of the reference and of the other run. */
function days(runs: readonly Run[], kept: string[] = []): string[] {
  return choosePairs(entriesOf(runs), kept).map(({ a, b }) => `${a.run.id.slice(6, 8)} ${b.run.id.slice(6, 8)}`);
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
  it("sets no run against one that it goes on with, but both against the one before", () => {
    const [older, parent, last] = [run(1, "m"), run(2, "m"), run(3, "m")];
    const child = { ...last, parent: parent.id, experiments: numberedOn(last.experiments) };
    expect(days([older, parent, child])).toEqual(["01 03", "01 02"]);
    expect(days([parent, child])).toEqual([]);
  });

  it("sets the first runs of a study against each other, the earlier as reference, newest pairs first", () => {
    expect(days([run(1, "m"), run(3, "m"), run(2, "m")])).toEqual(["02 03", "01 03", "01 02"]);
  });

  it("sets later runs against the run before on their machine and the newest of the other machines", () => {
    const first = [1, 2, 3, 4, 5].map((day) => run(day, "m"));
    const later = days([...first, run(6, "n"), run(7, "m"), run(8, "n")]);
    expect(later.slice(0, 2)).toEqual(["07 08", "06 08"]);
    expect(later.slice(2, 4)).toEqual(["07 06", "05 07"]);
    expect(later).toHaveLength(4 + 15);
  });

  it("takes bare metal as the reference, whichever was recorded first", () => {
    expect(days([run(1, "vm", "lab", "kvm"), run(2, "host")])).toEqual(["02 01"]);
  });

  it("sets no runs against each other that share no cell", () => {
    const other = { ...run(2, "m"), experiments: [{ ...workersExperiment(1), id: "other" }, workersExperiment(1)] };
    const alone = {
      ...run(1, "m"),
      experiments: [
        { ...workersExperiment(1), id: "one" },
        { ...workersExperiment(1), id: "two" },
      ],
    };
    expect(days([alone, other])).toEqual([]);
    expect(days([{ ...alone, experiments: other.experiments }, other])).toEqual(["01 02"]);
  });

  it("does not cross studies, but for imports that share cells", () => {
    expect(slugs([run(1, "m", "one"), run(2, "m", "two")])).toEqual([]);
    const imports = (["cores-host", "cores-vm", "list-append", "file-write"] as const).map((name) => importedRun(name));
    expect(slugs(imports)).toEqual(["20261120t100100z-cores-host-000001--20261120t100200z-cores-vm-000002"]);
  });

  it("takes no pair away when runs are added, and grows with them in proportion", () => {
    const many = Array.from({ length: 28 }, (_, index) => run(index + 1, `m${index % 9}`));
    let before: string[] = [];
    for (const [index] of many.entries()) {
      const now = slugs(many.slice(0, index + 1));
      expect(now).toEqual(expect.arrayContaining(before));
      expect(now.length - before.length).toBeLessThanOrEqual(6);
      before = now;
    }
  });

  it("keeps pairs that were published or asked for, as long as both runs are here", () => {
    const runs = Array.from({ length: 9 }, (_, index) => run(index + 1, "m"));
    const slug = `${runs[0]?.id}--${runs[8]?.id}`;
    expect(slugs(runs)).not.toContain(slug);
    expect(slugs(runs, [slug])).toContain(slug);
    expect(slugs(runs.slice(1), [slug])).not.toContain(slug);
    expect(slugs(runs, [slug, "no-pair", `${runs[0]?.id}--${runs[0]?.id}`])).toHaveLength(slugs(runs).length + 1);
  });

  it("names no pair twice", () => {
    const found = slugs([run(1, "m"), run(2, "m"), run(3, "n")]);
    expect(new Set(found).size).toBe(found.length);
  });
});
