import type { FindingRule } from "./finding.js";
import { rivalFindings } from "./rival-strategies.js";

/** A pool that keeps its workers against one thread or process for every task, as many at a time as the pool has. */
export const poolVsPerTask: FindingRule = (context) =>
  rivalFindings(context, (one, other) => {
    const pair = [one.strategy, other.strategy].sort().join(" ");
    const opposed = pair === "process-per-task process-pool" || pair === "thread-per-task thread-pool";
    return opposed && one.launch !== "all-at-once" && other.launch !== "all-at-once";
  });
