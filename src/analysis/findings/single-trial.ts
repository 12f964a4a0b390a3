import { statement } from "../../words/headline.js";
import { meanWords, oneEach } from "../results/once-words.js";
import type { FindingRule } from "./finding.js";

/** No cell has more than one usable trial: the figures stand without intervals, and the page must say so. */
export const singleTrial: FindingRule = ({ cells }) => {
  const timed = cells.filter(({ trials }) => trials.ok > 0);
  if (timed.length === 0 || timed.some(({ trials }) => trials.ok > 1)) return [];
  const says = statement(
    `${oneEach(timed)}: no difference here can be told from noise`,
    `${meanWords(timed)}There are no intervals. Verdicts need 20 interleaved repeats or more.`,
  );
  return [{ ...says, weight: 65, cells: timed, figures: { trials: 1 } }];
};
