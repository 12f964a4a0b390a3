import { smallest } from "../../record/limits/extremes.js";
import { statement } from "../../words/headline.js";
import { plural, significant } from "../../words/number.js";
import type { FindingRule } from "./finding.js";

const ALPHA = 0.05;

/**
 * With few blocks the signed-rank p value cannot get small enough for one real change to survive the correction over a
 * large family (n = 10: not under 0.00195, so not among more than 25).
 */
export const correctionLimit: FindingRule = ({ comparisons: { changes, family } }) => {
  const ranked = changes.againstBaseline.filter(({ change }) => change.method === "signed-rank");
  if (ranked.length === 0) return [];
  const blocks = smallest(ranked.map(({ change }) => change.n));
  const familySize = family.decisions.length + family.untested;
  const smallestP = 2 / 2 ** blocks;
  if (smallestP * familySize <= ALPHA) return [];
  const needed = Math.ceil(Math.log2((2 * familySize) / ALPHA));
  const says = statement(
    `${plural(blocks, "repeat")} are too few to find a single change among ${plural(familySize, "comparison")}`,
    `The smallest p value that ranks of ${plural(blocks, "repeat")} can give is ${significant(smallestP)}, which does not pass ` +
      `the correction unless several changes are found together. With ${needed} repeats a single one can pass.`,
  );
  return [{ ...says, weight: 45, figures: { blocks, smallestP, familySize, needed } }];
};
