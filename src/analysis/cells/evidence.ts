import { sum } from "d3-array";
import { largest, smallest } from "../../record/limits/extremes.js";
import type { Run } from "../../record/schema/run-schema.js";
import type { RunAnalysis } from "../results/run-analysis.js";
import { starvationOf } from "./starved.js";

/** Fewer blocks are labelled quick. */
const BLOCKS_FOR_VERDICTS = 20;

/** Evidence of a run before anything is compared. */
export type Standing = Pick<RunAnalysis, "blocks" | "quick" | "starved">;

/** @param usable numbers of usable trials, one a cell */
export function standingOf(run: Pick<Run, "experiments" | "machine">, usable: readonly number[]): Standing {
  const blocks = blockCounts(usable);
  return { blocks, quick: blocks.min < BLOCKS_FOR_VERDICTS, starved: starvedOf(run) };
}

/** Fewest and most usable trials of the cells that have any. */
function blockCounts(usable: readonly number[]): RunAnalysis["blocks"] {
  const counts = usable.filter((count) => count > 0);
  if (counts.length === 0) return { min: 0, max: 0 };
  return { min: smallest(counts), max: largest(counts) };
}

/** Trials of a run that foreign load starved, of those that can be judged. */
export function starvedOf({ experiments, machine }: Pick<Run, "experiments" | "machine">): RunAnalysis["starved"] {
  const cells = experiments.flatMap((experiment) =>
    experiment.cells.map((cell) => starvationOf(cell, experiment, machine)),
  );
  return {
    trials: sum(cells, ({ starved }) => starved.length),
    judged: sum(cells, ({ judged }) => judged),
  };
}
