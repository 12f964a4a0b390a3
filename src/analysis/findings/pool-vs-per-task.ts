import type { FindingRule } from "./finding-context.js";
import { rivalFindings } from "./rival-strategies.js";

/** A pool that keeps its workers against one thread or process for every task. */
export const poolVsPerTask: FindingRule = (context) =>
  rivalFindings(context, (one, other) => {
    const [kind, otherKind] = [one.split("-")[0], other.split("-")[0]];
    const arrangements = [one, other].map((strategy) => strategy.slice(strategy.indexOf("-") + 1)).sort();
    return kind === otherKind && arrangements[0] === "per-task" && arrangements[1] === "pool";
  });
