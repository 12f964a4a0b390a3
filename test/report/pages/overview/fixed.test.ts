import { expect, it } from "vitest";
import type { Machine, Run } from "../../../../src/record/schema/run-schema.js";
import { fixedPages } from "../../../../src/report/pages/overview/fixed.js";
import { openArchive } from "../../open-archive.js";
import { MACHINE, makeRun, workersExperiment } from "../../sample-runs.js";

function run(day: number, machine: Partial<Machine>): Run {
  const at = `2026-11-${day}T06:15:00.000Z`;
  const id = `202611${day}t061500z-lab-00000${day % 10}`;
  const experiments = [workersExperiment(1)];
  return makeRun({ id, startedAt: at, finishedAt: at, machine: { ...MACHINE, ...machine }, experiments });
}

const floors = (...runs: Run[]) => {
  const method = fixedPages(openArchive(runs)).find(({ template }) => template === "method");
  return method?.body.floors;
};

it("the method page names the machines whose floor is above the general one, as last measured", () => {
  const loud = { id: "loud", name: "loud box" };
  expect(
    floors(
      run(21, { ...loud, floorPercent: 5 }),
      run(22, { ...loud, floorPercent: 3.41 }),
      run(23, { id: "quiet", name: "quiet box", floorPercent: 0.9 }),
      run(24, { id: "none", name: "box" }),
    ),
  ).toEqual(["On loud box the smallest change that counts is 3.4 %, as last measured."]);
  expect(floors(run(21, { ...loud, floorPercent: 5 }), run(22, loud))).toEqual([]);
});
