import { statement } from "../../words/headline.js";
import { sentenceCase } from "../../words/sentence.js";
import { formatTime } from "../../words/time.js";
import { onlyTimed, typicalTimeWords } from "../cells/typical-time-words.js";
import type { FindingRule } from "./finding.js";

/** One cell has times: how long it takes is all that can be said. */
export const typicalTime: FindingRule = ({ cells }) => {
  const cell = onlyTimed(cells);
  if (cell === null) return [];
  const time = formatTime(cell.medianMs);
  const says = statement(
    [`${sentenceCase(cell.label)} takes ${time}`, `The one combination takes ${time}`],
    `${typicalTimeWords(cell)}. No other combination has a time, so there is nothing to compare.`,
  );
  return [{ ...says, weight: 60, cells: [cell], figures: { medianMs: cell.medianMs, repeats: cell.trials.ok } }];
};
