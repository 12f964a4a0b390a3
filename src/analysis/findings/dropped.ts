import { group } from "d3-array";
import { plural, whole } from "../../words/number.js";
import { sentenceCase } from "../../words/sentence.js";
import type { FindingRule } from "./finding.js";

/** Cells named for each reason; the table of the page has the rest. */
const MOST_NAMED = 4;

/** Cells that were planned and then left out, by recorded reason. */
export const dropped: FindingRule = ({ cells }) => {
  const missing = cells.filter((cell) => cell.dropped !== undefined);
  if (missing.length === 0) return [];
  const reasons = [...group(missing, (cell) => cell.dropped ?? "")].map(([reason, those]) => {
    const labels = those.slice(0, MOST_NAMED).map(({ label }) => label);
    const rest = those.length > MOST_NAMED ? [`${whole(those.length - MOST_NAMED)} more`] : [];
    return `${sentenceCase(reason)}: ${[...labels, ...rest].join("; ")}.`;
  });
  const text = `${plural(missing.length, "cell")} left out or cut short. ${reasons.join(" ")}`;
  return [{ text, weight: 35, cells: missing }];
};
