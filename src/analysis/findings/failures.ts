import { statement } from "../../words/headline.js";
import { plural } from "../../words/number.js";
import { sentenceCase } from "../../words/sentence.js";
import { failureGroups, groupWords } from "../results/failed-cells.js";
import type { CellSummary } from "../results/run-analysis.js";
import type { FindingRule } from "./finding.js";

/** Trials that failed or timed out: data to show, never part of a ratio. A fault that was asked for is no news. */
export const failures: FindingRule = ({ cells }) => {
  const failing = cells.filter((cell) => cell.failures.length > 0 && cell.factors.more?.fault === undefined);
  if (failing.length === 0) return [];
  const headline = headlineOf(failing);
  const detail = `${sentenceCase(failureGroups(failing).map(groupWords).join("; "))}.`;
  return [{ ...statement(headline, detail), weight: 88, cells: failing }];
};

function headlineOf(failing: readonly CellSummary[]): string {
  const isAll = failing.every(({ trials }) => trials.ok === 0);
  return isAll
    ? `No repeat of ${plural(failing.length, "combination")} finished`
    : `Some repeats of ${plural(failing.length, "combination")} did not finish, and count in no comparison`;
}
