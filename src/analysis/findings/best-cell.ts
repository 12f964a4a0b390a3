import { plural } from "../../words/number.js";
import { timeChange } from "../../words/percent.js";
import { sentenceCase } from "../../words/sentence.js";
import { formatTime } from "../../words/time.js";
import { adviceText, undecidedBest, type Weighed, weigh } from "../advice/advice.js";
import { nameOf, namesOf, placeOf } from "../advice/advice-words.js";
import type { CellView } from "../cells/cell-view.js";
import { changeWords, timesWords } from "../comparing/change-words.js";
import type { CellChange } from "../comparing/comparisons.js";
import { isUndecided, undecidedWords } from "../comparing/undecided.js";
import type { Change } from "../results/run-analysis.js";
import { MIN_SIZES } from "./best-by-size.js";
import type { FindingContext, FindingRule } from "./finding-context.js";

/** What to use: the fewest workers in the group that is not clearly worse than the best. */
export const bestCell: FindingRule = (context) => {
  const all = weigh(context);
  const isSummed = all.filter(({ pointValues }) => !pointValues).length >= MIN_SIZES;
  return all.map((weighed) => (weighed.pointValues ? nameLeast(weighed, context) : advise(weighed, context, isSummed)));
};

/** @param isSummed whether one sentence says it of all sizes: then each is a detail */
function advise(weighed: Weighed, context: FindingContext, isSummed: boolean): ReturnType<FindingRule>[number] {
  const { field, rest, tied, chosen, gain, single } = weighed;
  const others = tied.filter((view) => view !== chosen);
  const reason = gain ? gainWords(gain, context) : withoutGain(weighed, context);
  const open = undecidedBest(weighed);
  return {
    text:
      `${adviceText(weighed, context)}: ${reason}. ${othersWords({ others, compared: field.length }, context)}.` +
      `${openWords(open, context)}${singleWords(single)}`,
    weight: isSummed || (gain && isUndecided(gain.change)) ? 56 : 90,
    evidence: {
      changes: [...(gain ? [gain.change] : []), ...rest.map(({ change }) => change)],
      cells: [chosen.key, ...others.map(({ key }) => key)],
      figures: { workers: chosen.factors.workers, tied: tied.length, compared: field.length },
    },
  };
}

/** Why without a change against the baseline: it is the baseline, or the baseline has no time. */
function withoutGain({ chosen, best }: Weighed, { summaryOf }: FindingContext): string {
  if (summaryOf(chosen).isBaseline) return "no cell is clearly faster";
  return chosen === best ? "it takes the least time of those that finished" : "no cell that finished is clearly faster";
}

/** What else is in the tied group, or how many cells are not. */
function othersWords({ others, compared }: { others: CellView[]; compared: number }, context: FindingContext): string {
  if (others.length > 0) return `Not clearly different: ${namesOf(others, context.varying)}`;
  if (compared === 2) return "The other cell is clearly slower";
  return compared === 3 ? "Both others are clearly slower" : `All ${compared - 1} others are clearly slower`;
}

/** " Set against 4 workers, the least time, there is not enough evidence of a change ...": what more blocks could tell. */
function openWords(open: CellChange | undefined, { varying }: FindingContext): string {
  return open
    ? ` Set against ${nameOf(open.from, varying)}, the least time, there is ${undecidedWords(open.change)}.`
    : "";
}

function singleWords(single: number): string {
  return single === 0 ? "" : ` Not weighed: ${plural(single, "cell")} of one trial.`;
}

function nameLeast({ field, best, rest, gain }: Weighed, context: FindingContext): ReturnType<FindingRule>[number] {
  const { varying } = context;
  const [next] = rest
    .filter(({ change }) => change.ratio !== null)
    .sort((a, b) => (a.change.ratio as number) - (b.change.ratio as number));
  const reference = gain ?? next;
  const words = [
    formatTime(medianOf(best, context)),
    ...(gain ? [relative(gain.change, nameOf(gain.from, varying))] : []),
    ...(!gain && next ? [`the next, ${nameOf(next.to, varying)}, took ${relative(next.change)}`] : []),
  ];
  const text =
    `${sentenceCase(nameOf(best, varying))}${placeOf(best, varying)} took the least time of ${plural(field.length, "cell")}: ` +
    `${words.join("; ")}. This rests on one trial: there is no interval, and the next run may name another.`;
  const figures = { workers: best.factors.workers, medianMs: medianOf(best, context), compared: field.length };
  return {
    text,
    weight: 60,
    evidence: { changes: reference ? [reference.change] : [], cells: [best.key], figures },
  };
}

function relative({ ratio, changePercent }: Change, other?: string): string {
  const times = timesWords(ratio as number);
  return `${timeChange(changePercent as number, other)}${times && ` (${times})`}`;
}

function gainWords({ from, change }: CellChange, { varying }: FindingContext): string {
  const other = nameOf(from, varying);
  if (isUndecided(change)) return `against ${other} there is ${undecidedWords(change)}`;
  return `it ${changeWords(change, other)}`;
}

function medianOf(view: CellView, { summaryOf }: FindingContext): number {
  return summaryOf(view).medianMs ?? Number.POSITIVE_INFINITY;
}
