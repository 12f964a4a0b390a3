import type { Lineage } from "../../record/folder/lineage.js";
import { poolRuns } from "../../record/folder/pool-runs.js";
import { idsWithin } from "../../record/folder/run-facts.js";
import type { Run } from "../../record/schema/run-schema.js";

/**
 * Two runs as they can be set against each other: each with the blocks of those that it goes on with, unless the two
 * have a run in common, as its blocks would then stand on both sides; in that case each by itself.
 */
export function comparedRuns(a: Lineage, b: Lineage): { a: Run; b: Run; apart: boolean } {
  if (!haveCommonRun(a, b)) return { a: poolRuns(a.runs), b: poolRuns(b.runs), apart: false };
  return { a: ownRun(a), b: ownRun(b), apart: true };
}

/** The runs of a line, by their ids alone. */
interface Line {
  runs: readonly Pick<Run, "id" | "resumed">[];
}

/** Whether trials of some run are in both lines. */
export function haveCommonRun(a: Line, b: Line): boolean {
  const ids = new Set(a.runs.flatMap(idsWithin));
  return b.runs.flatMap(idsWithin).some((id) => ids.has(id));
}

function ownRun({ runs }: Lineage): Run {
  return runs.at(-1) as Run;
}
