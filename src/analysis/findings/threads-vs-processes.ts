import { variantFactors } from "../../record/schema/factors.js";
import type { FindingRule } from "./finding.js";
import { rivalFindings } from "./rival-strategies.js";

/** Threads against processes in the same arrangement: both one a task and launched alike, or both in a pool that is used alike. */
export const threadsVsProcesses: FindingRule = (context) =>
  rivalFindings(
    context,
    (one, other) =>
      kindOf(one.strategy) !== kindOf(other.strategy) &&
      arrangementOf(one.strategy) === arrangementOf(other.strategy) &&
      variantFactors.every((factor) => one[factor] === other[factor]),
  );

function kindOf(strategy: string): string | undefined {
  return /^(?:thread|process)(?=-)/.exec(strategy)?.[0];
}

/** The strategy itself where it is neither thread nor process: then it matches nothing but itself. */
function arrangementOf(strategy: string): string {
  return strategy.replace(/^(?:thread|process)-/, "");
}
