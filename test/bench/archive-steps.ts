import { type FollowedSeries, followSeries } from "../../.build/analysis/history/follow.js";
import { seriesOf } from "../../.build/analysis/history/series.js";
import { digestOf } from "../../.build/analysis/two-runs/run-digest.js";
import { type ArchivePlan, archiveRun, plantedSteps } from "./archive-runs.js";

/** A change counts as found where it is said to be at most so many runs from where it was planted. */
const NEAR = 3;
const FLAT_SERIES = 100;

export interface StepCounts {
  planted: number;
  found: number;
  /** Changes of the same series that nobody planted. */
  others: number;
  /** Series without a step, and how many of them are said to have one. */
  flat: number;
  flatWithChange: number;
}

/** How many planted steps the history finds, and how many it finds in as many flat series of the same noise and length. */
export function countSteps({ runs, seed }: Pick<ArchivePlan, "runs" | "seed">): StepCounts {
  const steps = plantedSteps({ runs, seed });
  const changes = followed({ runs, seed }).map((series) => series.changes.map(({ at }) => at));
  const near = (at: number, step: number) => Math.abs(at - step) <= NEAR;
  const flat: boolean[] = [];
  for (let other = 1; flat.length < FLAT_SERIES; other++)
    flat.push(...followed({ runs, seed: seed + 1_000 * other, flat: true }).map((one) => one.changes.length > 0));
  return {
    planted: steps.length,
    found: steps.filter((step, cell) => changes[cell]?.some((at) => near(at, step))).length,
    others: changes.flatMap((all, cell) => all.filter((at) => !near(at, steps[cell] as number))).length,
    flat: flat.length,
    flatWithChange: flat.filter(Boolean).length,
  };
}

/** The series of an archive, in the order of the cells. */
function followed(plan: ArchivePlan): FollowedSeries[] {
  const oldestFirst = Array.from({ length: plan.runs }, (_, index) => archiveRun(plan, index));
  return seriesOf(oldestFirst.toReversed().map((run) => ({ run, ...digestOf(run) }))).map((series) =>
    followSeries(series),
  );
}
