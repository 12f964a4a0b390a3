import type { findingRules } from "../../../analysis/findings/index.js";
import type { charts } from "../../charts/kinds/index.js";

/** The charts that show what a finding says, best first. A finding that is not here is carried by its tables. */
const CARRIED: Partial<Record<keyof typeof findingRules, readonly (keyof typeof charts)[]>> = {
  "best-cell": ["time-vs-workers", "time-vs-n", "time-vs-bytes", "time-vs-tasks", "throughput", "total-time"],
  crossover: ["crossover", "time-vs-n"],
  rounds: ["speed-up", "time-vs-workers", "batch-totals", "time-vs-tasks"],
  "first-to-last": ["time-vs-workers", "speed-up", "total-time"],
  "threads-vs-processes": ["time-vs-workers", "time-vs-n", "total-time", "time-per-task"],
  "pool-vs-per-task": ["total-time", "time-vs-workers", "time-vs-n"],
  "all-at-once": ["total-time", "memory"],
  "flat-step": ["speed-up", "time-vs-workers"],
  responsiveness: ["loop-delay"],
  "returned-data": ["time-vs-bytes"],
  "transfer-cost": ["transfer-time"],
  "out-of-memory": ["time-vs-n", "memory"],
  "usage-over-time": ["cpu-memory"],
  "memory-at-once": ["memory"],
  "cpu-time": ["cpu-time"],
  "event-loop": ["time-vs-workers", "total-time"],
  "critical-threshold": ["weak-scaling"],
  "noise-threshold": ["task-distribution"],
  "measuring-workers": ["weak-scaling", "task-distribution"],
  "batch-steps": ["batch-totals", "time-vs-tasks"],
  "best-by-size": ["time-vs-n", "time-vs-bytes"],
  "largest-loss": ["where-time-goes"],
  "without-loss": ["where-time-goes"],
  thresholds: ["speed-up", "efficiency", "time-vs-workers"],
  "scaling-law": ["speed-up"],
  "smallest-task": ["time-vs-n"],
  "cost-parts": ["time-vs-n"],
  "pool-reuse": ["total-time"],
  "uneven-tasks": ["schedules", "total-time"],
  "dispatch-cost": ["time-per-task"],
  "files-per-second": ["throughput"],
};

/** Ids of the charts that show what the finding says, best first. */
export function chartsCarrying(finding: string): readonly string[] {
  return Object.hasOwn(CARRIED, finding) ? (CARRIED[finding as keyof typeof CARRIED] ?? []) : [];
}
