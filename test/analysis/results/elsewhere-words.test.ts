import { expect, it } from "vitest";
import { elsewhereSentences } from "../../../src/analysis/results/elsewhere-words.js";
import { cell, experiment, makeRun } from "../make-run.js";

function runBy(...launchers: string[]) {
  const cells = ["command", "command", "command"].map((strategy, at) => {
    const made = cell({ strategy, workers: at + 1 }, [100, 110]);
    const launcher = launchers[at];
    if (launcher !== undefined) for (const trial of made.trials) trial.notes = { "launched-by": launcher };
    return made;
  });
  return makeRun([experiment(cells)]);
}

it("says why CPU time and memory are missing where others start the work", () => {
  expect(elsewhereSentences(runBy("srun", "srun", "srun"))).toEqual([
    "CPU time and memory are not available: srun starts the program, and what it takes where it runs is not measured.",
  ]);
  expect(elsewhereSentences(runBy("srun", "mpirun"))[0]).toContain("mpirun and srun start the program");
});

it("says nothing of work that is done here", () => {
  expect(elsewhereSentences(runBy())).toEqual([]);
});
