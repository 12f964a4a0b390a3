import type { Finding } from "../results/run-analysis.js";

/** Kinds of findings about the measurement, not about the question. */
const ABOUT_MEASUREMENT = ["foreign-load", "correction-limit", "dropped"];

export function isAboutMeasurement({ id }: Pick<Finding, "id">): boolean {
  return ABOUT_MEASUREMENT.includes(id);
}

/** Whether a finding says more than that the evidence does not reach. */
export function saysSomething({ evidence: { changes = [] }, id }: Finding): boolean {
  const [first] = changes;
  if (first === undefined) return true;
  // Advice rests on its first change, the gain over the baseline.
  const weighed = id === "best-cell" ? [first] : changes;
  return weighed.some(({ verdict, interval }) => verdict !== "inconclusive" || interval === null);
}

/** Kinds that answer the question of one experiment; the others fit any. */
const OWN_KINDS = [
  "by-cores",
  "versions",
  "interpreter-lock",
  "critical-threshold",
  "measuring-workers",
  "batch-steps",
  "smallest-task",
  "cost-parts",
  "phase-costs",
  "returned-data",
  "transfer-cost",
  "crossover",
  "out-of-memory",
  "usage-over-time",
  "memory-at-once",
  "pool-reuse",
  "uneven-tasks",
  "dispatch-cost",
  "files-per-second",
  "who-ran",
  "worker-dies",
  "separate-globals",
  "lost-updates",
  "responsiveness",
  "typical-time",
];

/** Whether the finding is of a kind that answers the question of one experiment. */
export function isOwnAnswer({ id }: Pick<Finding, "id">): boolean {
  return OWN_KINDS.includes(id);
}

/** Decided answers to the question of the experiment, then other decided findings, then undecided ones. */
export function byAnswer<F extends Finding>(findings: readonly F[]): F[] {
  const rank = (finding: Finding) => {
    if (isAboutMeasurement(finding)) return 3;
    // Two versions were asked about: that it is not decided is the answer, too.
    if (finding.id === "versions") return -1;
    const decided = saysSomething(finding) ? 0 : 1;
    return isOwnAnswer(finding) ? decided / 2 : 1 + decided;
  };
  return findings.toSorted((a, b) => rank(a) - rank(b));
}
