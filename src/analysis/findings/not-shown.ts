import { statement } from "../../words/headline.js";
import { plural, whole } from "../../words/number.js";
import type { FindingRule } from "./finding.js";

/** Cells of a very large experiment beyond those that are analysed. */
export const notShown: FindingRule = ({ experiment: { cells }, recordedCells }) => {
  if (recordedCells <= cells.length) return [];
  const headline = `Only the first ${whole(cells.length)} of ${plural(recordedCells, "combination")} are shown`;
  const detail =
    "What is said here is said of these, in the order of the run file, sequential ones first. The run file has all, and scalebook export writes them.";
  return [{ ...statement(headline, detail), weight: 34, cells: [] }];
};
