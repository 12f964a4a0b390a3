import { statement } from "../../words/headline.js";
import { measured, measureNoun, measureVerb } from "../../words/measure.js";
import { sentenceCase } from "../../words/sentence.js";
import { onlyTimed, typicalTimeWords } from "../cells/typical-time-words.js";
import type { FindingRule } from "./finding.js";

/** One cell has times: how long it takes is all that can be said. */
export const typicalTime: FindingRule = ({ cells }) => {
  const cell = onlyTimed(cells);
  if (cell === null) return [];
  const { measure } = cell;
  const has = `${measureVerb(measure)} ${measured(cell.medianMs, measure)}`;
  const of = measure === undefined ? "" : ` of ${measureNoun(measure)}`;
  const says = statement(
    [`${sentenceCase(cell.label)} ${has}${of}`, `The one combination ${has}${of}`],
    `${typicalTimeWords(cell)}. No other combination has a ${measureNoun(measure)}, so there is nothing to compare.`,
  );
  return [{ ...says, weight: 60, cells: [cell], figures: { medianMs: cell.medianMs, repeats: cell.trials.ok } }];
};
