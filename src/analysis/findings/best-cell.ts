import { least } from "d3-array";
import { plural } from "../../words/number.js";
import { timeChange } from "../../words/percent.js";
import { sentenceCase } from "../../words/sentence.js";
import { formatTime } from "../../words/time.js";
import { adviceText, undecidedBest, type Weighed, weigh } from "../advice/advice.js";
import { nameOf, namesOf, placeOf } from "../advice/advice-words.js";
import type { CellView } from "../cells/cell-view.js";
import { changeWords, isUndecided, timesWords, undecidedWords } from "../comparing/change-words.js";
import type { CellChange } from "../comparing/comparisons.js";
import { MIN_SIZES } from "./best-by-size.js";
import type { Draft, FindingContext, FindingRule } from "./finding.js";

/** Advice: the fewest workers in the group that is not clearly worse than the best. */
export const bestCell: FindingRule = (context) => {
  const all = weigh(context);
  const isSummed = all.filter(({ pointValues }) => !pointValues).length >= MIN_SIZES;
  return all.map((weighed) => (weighed.pointValues ? nameLeast(weighed, context) : advise(weighed, context, isSummed)));
};

/** @param isSummed whether one sentence says it of all sizes: then each is a detail */
function advise(weighed: Weighed, context: FindingContext, isSummed: boolean): Draft {
  const { field, rest, tied, chosen, gain, single } = weighed;
  const others = tied.filter((view) => view !== chosen);
  const reason = gain ? gainWords(gain, context) : withoutGain(weighed, context);
  const open = undecidedBest(weighed);
  const openWords = open
    ? ` Set against ${nameOf(open.from, context.varying)}, the least time, there is ${undecidedWords(open.change)}.`
    : "";
  const singleWords = single === 0 ? "" : ` Not weighed: ${plural(single, "cell")} of one trial.`;
  return {
    text: `${adviceText(weighed, context)}: ${reason}. ${othersWords(others, field.length, context)}.${openWords}${singleWords}`,
    weight: isSummed || (gain && isUndecided(gain.change)) ? 56 : 90,
    changes: [...(gain ? [gain] : []), ...rest],
    cells: [chosen, ...others],
    figures: { workers: chosen.factors.workers, tied: tied.length, compared: field.length },
  };
}

function gainWords({ from, change }: CellChange, { varying }: FindingContext): string {
  const other = nameOf(from, varying);
  if (isUndecided(change)) return `against ${other} there is ${undecidedWords(change)}`;
  return `it ${changeWords(change, other)}`;
}

/** Why there is no change against the baseline: the cell is the baseline, or the baseline has no time. */
function withoutGain({ chosen, best }: Weighed, { summaryOf }: FindingContext): string {
  if (summaryOf(chosen).isBaseline) return "no cell is clearly faster";
  return chosen === best ? "it takes the least time of those that finished" : "no cell that finished is clearly faster";
}

/** The other cells of the tied group, or how many cells are clearly slower. */
function othersWords(others: readonly CellView[], compared: number, { varying }: FindingContext): string {
  if (others.length > 0) return `Not clearly different: ${namesOf(others, varying)}`;
  if (compared === 2) return "The other cell is clearly slower";
  return compared === 3 ? "Both others are clearly slower" : `All ${compared - 1} others are clearly slower`;
}

function nameLeast({ field, best, rest, gain }: Weighed, { varying, summaryOf }: FindingContext): Draft {
  const next = gain ? undefined : least(rest, ({ change }) => change.ratio);
  const reference = gain ?? next;
  const medianMs = summaryOf(best).medianMs ?? Number.POSITIVE_INFINITY;
  const words = [
    formatTime(medianMs),
    ...(gain ? [relative(gain, nameOf(gain.from, varying))] : []),
    ...(next ? [`the next, ${nameOf(next.to, varying)}, took ${relative(next)}`] : []),
  ];
  return {
    text:
      `${sentenceCase(nameOf(best, varying))}${placeOf(best, varying)} took the least time of ${plural(field.length, "cell")}: ` +
      `${words.join("; ")}. This rests on one trial: there is no interval, and the next run may name another.`,
    weight: 60,
    changes: reference ? [reference] : [],
    cells: [best],
    figures: { workers: best.factors.workers, medianMs, compared: field.length },
  };
}

function relative({ change: { ratio, changePercent } }: CellChange, other?: string): string {
  const times = timesWords(ratio as number);
  return `${timeChange(changePercent as number, other)}${times && ` (${times})`}`;
}
