import type { FindingRule } from "./finding.js";

/** No cell has more than one usable trial: the figures stand without intervals, and the page must say so. */
export const singleTrial: FindingRule = ({ cells }) => {
  const timed = cells.filter(({ trials }) => trials.ok > 0);
  if (timed.length === 0 || timed.some(({ trials }) => trials.ok > 1)) return [];
  const text =
    "One trial a cell: there are no intervals, and no difference here can be told from noise. " +
    "Twenty interleaved blocks or more would carry verdicts.";
  return [{ text, weight: 65, cells: timed, figures: { trials: 1 } }];
};
