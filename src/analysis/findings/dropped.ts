import { group } from "d3-array";
import { statement } from "../../words/headline.js";
import { plural } from "../../words/number.js";
import { listStart, sentenceCase } from "../../words/sentence.js";
import type { FindingRule } from "./finding.js";

/** Cells named for each reason; the table of the page has the rest. */
const MOST_NAMED = 4;

/** Cells that were planned and then left out, by recorded reason. */
export const dropped: FindingRule = ({ cells }) => {
  const missing = cells.filter((cell) => cell.dropped !== undefined);
  if (missing.length === 0) return [];
  const reasons = [...group(missing, (cell) => cell.dropped ?? "")].map(([reason, those]) => {
    const labels = those.map(({ label }) => label);
    return `${sentenceCase(reason)}: ${listStart(labels, MOST_NAMED)}.`;
  });
  const headline = `${plural(missing.length, "combination")} ${missing.length === 1 ? "was" : "were"} left out or cut short`;
  return [{ ...statement(headline, reasons.join(" ")), weight: 35, cells: missing }];
};
