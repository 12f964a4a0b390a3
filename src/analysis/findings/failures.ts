import type { CellSummary } from "../types.js";
import { counted, list, listStart } from "../words.js";
import type { FindingRule } from "./finding-context.js";

/** Trials that failed or timed out: data to show, never part of a ratio. A fault that was asked for is no news. */
export const failures: FindingRule = ({ cells }) => {
  const failing = cells.filter(({ failures, factors }) => failures.length > 0 && factors.more?.fault === undefined);
  if (failing.length === 0) return [];
  const text = `${counted(failing.length, "cell")} had trials that did not finish: ${listStart(failing.map(describe))}. They are in no ratio.`;
  return [{ text, weight: 88, evidence: { cells: failing.map(({ key }) => key) } }];
};

function describe({ label, trials, failures }: CellSummary): string {
  const all = trials.ok + trials.failed + trials.timeout;
  const reasons = failures.map(({ reason, count }) => `${reason.replaceAll("-", " ")} ${count}`);
  return `${label} (${trials.failed + trials.timeout} of ${counted(all, "trial")}: ${list(reasons)})`;
}
