import type { ExperimentAnalysis, RunAnalysis } from "../results/run-analysis.js";
import type { VersionChange, VersionsAnalysis } from "../results/versions.js";
import type { Outcome } from "../two-runs/check.js";

/** A comparison of two versions with its result: of a speed-up "slower" is that it scales worse. */
export interface CheckedVersions extends VersionChange {
  experiment: string;
  outcome: Exclude<Outcome, "disturbed">;
}

export type VersionsExperiment = ExperimentAnalysis & { versions: VersionsAnalysis };

/** The experiments of a run that compare two versions, measured in turn. */
export function versionsExperiments({ experiments }: Pick<RunAnalysis, "experiments">): VersionsExperiment[] {
  return experiments.filter((one): one is VersionsExperiment => one.versions !== undefined);
}

/** The others, which such a check says nothing of. */
export function withoutVersions({ experiments }: Pick<RunAnalysis, "experiments">): string[] {
  return experiments.flatMap(({ id, versions }) => (versions === undefined ? [id] : []));
}

/**
 * Every comparison that an experiment's page decides, with the same decision. Trials of a block share what else the machine
 * did, so a disturbed run is no reason to refuse a verdict: it only widens the intervals.
 */
export function checkVersions({ id, versions }: VersionsExperiment): CheckedVersions[] {
  const failing = new Set([...versions.failing, ...versions.failingMore].map(({ key }) => key));
  const all = [...versions.changes, ...versions.scaling.flatMap(({ steps }) => steps.map(({ contrast }) => contrast))];
  return all.map((one) => {
    const { verdict } = one.change;
    const isFailing = one.scope === "cell" && one.keys.after.some((key) => failing.has(key));
    const outcome = isFailing ? "fails" : verdict === "inconclusive" ? "undecided" : verdict;
    return { ...one, experiment: id, outcome };
  });
}
