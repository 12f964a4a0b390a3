import { group } from "d3-array";
import { plural, whole } from "../../words/number.js";
import { sentenceCase } from "../../words/sentence.js";
import type { FindingRule } from "./finding-context.js";

/** Cells named for each reason; the table of the page has the rest. */
const MOST_NAMED = 4;

/** Cells that were planned and then left out, by recorded reason. */
export const dropped: FindingRule = ({ cells }) => {
  const missing = cells.flatMap(({ dropped, label, key }) => (dropped === undefined ? [] : [{ dropped, label, key }]));
  if (missing.length === 0) return [];
  const reasons = [...group(missing, ({ dropped }) => dropped)].map(([reason, group]) => {
    const labels = group.slice(0, MOST_NAMED).map(({ label }) => label);
    const rest = group.length > MOST_NAMED ? [`${whole(group.length - MOST_NAMED)} more`] : [];
    return `${sentenceCase(reason)}: ${[...labels, ...rest].join("; ")}.`;
  });
  const text = `${plural(missing.length, "cell")} left out or cut short. ${reasons.join(" ")}`;
  return [{ text, weight: 35, evidence: { cells: missing.map(({ key }) => key) } }];
};
