import { plural, whole } from "../../words/number.js";
import { list, listStart } from "../../words/sentence.js";
import type { CellSummary } from "../results/run-analysis.js";
import type { FindingRule } from "./finding-context.js";

/** Trials that failed or timed out: data to show, never part of a ratio. A fault that was asked for is no news. */
export const failures: FindingRule = ({ cells }) => {
  const failing = cells.filter(({ failures, factors }) => failures.length > 0 && factors.more?.fault === undefined);
  if (failing.length === 0) return [];
  const text = `${plural(failing.length, "cell")} had trials that did not finish: ${listStart(failing.map(describe))}. They are in no ratio.`;
  return [{ text, weight: 88, evidence: { cells: failing.map(({ key }) => key) } }];
};

/** "2 workers (all 20 trials: exit code 3)", "4 workers (3 of 20 trials: 2 timeout and 1 out of memory)". */
function describe({ label, trials, failures }: CellSummary): string {
  const all = trials.ok + trials.failed + trials.timeout;
  const bad = trials.failed + trials.timeout;
  const [only] = failures;
  const reasons =
    only && failures.length === 1
      ? reasonWords(only)
      : list(failures.map((failure) => `${whole(failure.count)} ${reasonWords(failure)}`));
  return `${label} (${bad === all ? (all === 1 ? "its" : "all") : `${whole(bad)} of`} ${plural(all, "trial")}: ${reasons})`;
}

/** The exit code where there was one, else the reason. */
function reasonWords({ reason, detail }: CellSummary["failures"][number]): string {
  return /^exit code \d+/.exec(detail ?? "")?.[0] ?? reason.replaceAll("-", " ");
}
