import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { withId } from "../../../.build/record/schema/run-id.js";
import type { Run } from "../../../.build/record/schema/run-schema.js";
import { archiveRun } from "../archive-runs.js";

/** Of two cells and three trials each: a build draws few charts, and many builds can be tried. */
const [CELLS, TRIALS] = [2, 3];

export function smallRun(index: number): Run {
  const run = archiveRun({ runs: 10_000, seed: 1 }, index);
  const experiments = run.experiments.map((experiment) => ({
    ...experiment,
    cells: experiment.cells.slice(0, CELLS).map((cell) => ({ ...cell, trials: cell.trials.slice(0, TRIALS) })),
  }));
  return withId({ ...run, experiments });
}

/** Writes runs `from` to `to` (not included) into a folder, one file a run. */
export function writeSmallRuns(dir: string, from: number, to: number): void {
  mkdirSync(dir, { recursive: true });
  for (let index = from; index < to; index += 1) {
    const run = smallRun(index);
    writeFileSync(join(dir, `${run.id}.json`), `${JSON.stringify(run)}\n`);
  }
}
