import { statement } from "../../words/headline.js";
import { measured, measuredChange, measuredTimes, measureNoun, measureVerb } from "../../words/measure.js";
import { whole, workerWords } from "../../words/number.js";
import { sentenceCase } from "../../words/sentence.js";
import { lineWords } from "../cells/cell-labels.js";
import { decidedWords, evidenceWords, isUndecided, typicalWords, undecidedWords } from "../comparing/change-words.js";
import type { CellChange } from "../comparing/comparisons.js";
import type { Change } from "../results/run-analysis.js";
import type { FindingRule } from "./finding.js";
import { flatStep } from "./flat-step.js";

/** The change over the whole range of workers, strategy by strategy; where it is one step, `flat-step` may say it. */
export const firstToLast: FindingRule = (context) => {
  const { varying, comparisons } = context;
  const flat = new Set(flatStep(context).flatMap(({ changes = [] }) => changes.map(({ change }) => change)));
  return comparisons.changes.firstToLast.flatMap((entry) => {
    const { change, from } = entry;
    if (change.ratio === null || flat.has(change)) return [];
    const name = sentenceCase(lineWords(from.factors, varying));
    const point = pointWords(entry);
    return {
      ...statement([`${name}: ${point}`, sentenceCase(point)], detailWords(change)),
      change,
      // Among strategies, the one with the most to tell comes first.
      weight: (isUndecided(change) ? 40 : 70) + Math.min(5, Math.abs(Math.log(change.ratio))),
      changes: [entry],
    };
  });
};

/** "8 workers take 80.2 % less time than 1". */
function pointWords({ from, to, change }: CellChange): string {
  const [first, last] = [whole(from.factors.workers), workerWords(to.factors.workers)];
  const { measure } = change;
  const take = measureVerb(measure, "take");
  const wanted = measure?.better === "higher" ? "more" : "less";
  if (isUndecided(change))
    return `whether ${last} ${take} ${wanted} ${measureNoun(measure)} than ${first} is not decided`;
  if (change.interval === null)
    return `${last} ${measureVerb(measure, "took")} ${measuredChange(change.changePercent as number, measure, first)}, measured once`;
  return `${last} ${take} ${decidedWords(change, first)}`;
}

function detailWords(change: Change): string {
  if (isUndecided(change)) return sentenceCase(`there is ${undecidedWords(change)}.`);
  const times = measuredTimes(change.ratio as number, change.measure);
  if (change.interval === null) {
    const [first, last] = [change.fromMs as number, change.toMs as number].map((value) =>
      measured(value, change.measure),
    );
    return `From ${first} to ${last}${times && `, ${times}`}; there is no interval.`;
  }
  return `${sentenceCase([times, evidenceWords(change)].filter(Boolean).join("; "))}${mediansWords(change)}.`;
}

/** "; medians 306 s and 56.1 s". */
function mediansWords(change: Change): string {
  const [first, last] = [change.fromMs as number, change.toMs as number];
  // The change is estimated within blocks: it lies near the quotient of the medians, in wild trials on the other side.
  const agree = last < first === (change.ratio as number) < 1;
  return agree
    ? `; ${typicalWords(change)} ${measured(first, change.measure)} and ${measured(last, change.measure)}`
    : "";
}
