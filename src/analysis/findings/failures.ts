import { statement } from "../../words/headline.js";
import { plural, whole } from "../../words/number.js";
import { list, listStart, sentenceCase } from "../../words/sentence.js";
import type { CellSummary } from "../results/run-analysis.js";
import type { FindingRule } from "./finding.js";

/** Trials that failed or timed out: data to show, never part of a ratio. A fault that was asked for is no news. */
export const failures: FindingRule = ({ cells }) => {
  const failing = cells.filter((cell) => cell.failures.length > 0 && cell.factors.more?.fault === undefined);
  if (failing.length === 0) return [];
  const headline = headlineOf(failing);
  const detail = `${sentenceCase(listStart(failing.map(describe)))}.`;
  return [{ ...statement(headline, detail), weight: 88, cells: failing }];
};

function headlineOf(failing: readonly CellSummary[]): string {
  const isAll = failing.every(({ trials }) => trials.ok === 0);
  return isAll
    ? `No repeat of ${plural(failing.length, "combination")} finished`
    : `Some repeats of ${plural(failing.length, "combination")} did not finish, and count in no comparison`;
}

/** "2 workers (all 20 repeats: exit code 3)", "4 workers (3 of 20 repeats: 2 timeout and 1 out of memory)". */
function describe({ label, trials, failures: reasons }: CellSummary): string {
  const bad = trials.failed + trials.timeout;
  const all = trials.ok + bad;
  const some = bad < all ? `${whole(bad)} of` : all === 1 ? "its" : "all";
  const words = reasons.map((one) => `${reasons.length === 1 ? "" : `${whole(one.count)} `}${reasonWords(one)}`);
  return `${label} (${some} ${plural(all, "repeat")}: ${list(words)})`;
}

/** Exit code where there was one, else the reason. */
function reasonWords({ reason, detail }: CellSummary["failures"][number]): string {
  return /^exit code \d+/.exec(detail ?? "")?.[0] ?? reason.replaceAll("-", " ");
}
