import { least } from "d3-array";
import { formatBytes } from "../../words/bytes.js";
import { statement } from "../../words/headline.js";
import {
  bestNoun,
  comparative,
  measured,
  measuredChange,
  measuredTimes,
  measureNoun,
  measureVerb,
} from "../../words/measure.js";
import { plural } from "../../words/number.js";
import { list, sentenceCase } from "../../words/sentence.js";
import { formatTime } from "../../words/time.js";
import { GAIN_OPEN, namedWords, nameOf, namesOf, noGain, placeOf, withoutBrackets } from "../advice/advice-words.js";
import { areApart, decidedTies, undecidedBest, type Weighed } from "../advice/weigh.js";
import { variantWords } from "../cells/cell-labels.js";
import { type CellView, isTimed } from "../cells/cell-view.js";
import { cpuMs } from "../cells/costs.js";
import {
  decidedSize,
  evidenceWords,
  isUndecided,
  outcomeWords,
  shownWords,
  undecidedWords,
} from "../comparing/change-words.js";
import type { CellChange } from "../comparing/comparisons.js";
import { asCost } from "../comparing/figure-cost.js";
import type { Baselines } from "../comparing/pairs.js";
import { onceEach } from "../results/once-words.js";
import { MIN_SIZES } from "./best-by-size.js";
import type { Draft, FindingContext, FindingRule } from "./finding.js";

const NO_DIFFERENCE = "No clear difference between what was tested";
/** What is decided of a pair by itself, and not once every pair that could have been the one is counted. */
const IN_PAIRS = " in a direct comparison, but not once all are compared";
const NONE_BEST = "None is clearly best";

/** Advice: the fewest workers in the group that is not clearly slower than the best. */
export const bestCell: FindingRule = (context) => {
  const all = context.weighed;
  const isSummed = all.filter(({ pointValues }) => !pointValues).length >= MIN_SIZES;
  return all.map((weighed) => (weighed.pointValues ? nameLeast(weighed, context) : advise(weighed, context, isSummed)));
};

/** @param isSummed whether one sentence says it of all sizes: then each is a detail */
function advise(weighed: Weighed, context: FindingContext, isSummed: boolean): Draft {
  const { field, rest, tied, named, gain, single } = weighed;
  const members = gain === undefined ? [] : membersOf(gain, named, context);
  const { headline } = statement(headlines(weighed, context));
  const sentences = [
    ...(gain ? [gainEvidence(gain, members, headline, context)] : []),
    ...costWords(weighed, headline, context),
    ...othersWords(weighed, context),
    ...openWords(weighed, context),
    ...(single === 0 ? [] : [`Left out: ${plural(single, "combination")} measured once`]),
  ];
  return {
    ...statement(headline, sentences.map((sentence) => `${sentence}.`).join(" ")),
    weight: isSummed || gain?.change.verdict === "inconclusive" ? 56 : 90,
    ...(gain && { change: gain.change }),
    changes: [...(gain ? [gain] : []), ...(named.length > 1 ? members : []), ...rest],
    cells: [...named, ...tied.filter((view) => !named.includes(view))],
    figures: { workers: named[0].factors.workers, named: named.length, tied: tied.length, compared: field.length },
  };
}

/** The decisions on the named cells, each by itself. */
function membersOf({ from }: CellChange, named: readonly CellView[], { comparisons }: FindingContext): CellChange[] {
  return named.map((to) => comparisons.decide(from, to));
}

/** "2 workers, thread pool: 41.3 % less time than sequential", down to fewer words. */
function headlines(weighed: Weighed, context: FindingContext): string[] {
  const { named, field } = weighed;
  const { varying } = context;
  const [first] = named;
  if (named.length === field.length) {
    const names = withoutBrackets(namedWords(named, field, varying));
    const isApart = areApart(named, context);
    const point = isApart ? "none is clearly best" : "no clear difference";
    return [`${sentenceCase(names)}${placeOf(first, varying)}: ${point}`, isApart ? NONE_BEST : NO_DIFFERENCE];
  }
  const place = placeOf(first, varying);
  // Alone, "2 workers, thread pool"; before a size, "thread pool with 2 workers".
  const inWords = (words: string) => (place === "" ? words : withoutBrackets(words));
  const name = inWords(namedWords(named, field, varying));
  const point = pointWords(weighed, context);
  const fewer = `${inWords(nameOf(first, varying))}${named.length > 1 ? " or an equal" : ""}`;
  return [`${name}${place}: ${point}`, `${name}${place}`, `${name}: ${point}`, `${fewer}: ${point}`, name].map(
    sentenceCase,
  );
}

function pointWords(weighed: Weighed, context: FindingContext): string {
  const { gain, named } = weighed;
  const { varying, baselines } = context;
  if (gain === undefined) {
    const { baseline } = baselines.get(named[0]) as Baselines;
    if (!isTimed(baseline)) return `${nameOf(baseline, varying)} did not finish`;
    return decidedTies(weighed, context, "faster").length > 0 ? GAIN_OPEN : noGain(baseline.measure);
  }
  const { change, from } = gain;
  const other = nameOf(from, varying);
  if (change.interval === null) return `too few repeats of ${other} to compare`;
  if (isUndecided(change)) return `gain over ${other} not decided`;
  return decidedSize(change, other);
}

/** "That is 1.70× as fast (95 % interval 40.1 to 42.4 % less; 20 repeats)", with the gain where the headline has no room for it. */
function gainEvidence(
  { from, change }: CellChange,
  members: readonly CellChange[],
  headline: string,
  { varying }: FindingContext,
): string {
  const other = nameOf(from, varying);
  if (change.interval === null) {
    return `One repeat can be compared: ${measuredChange(change.changePercent as number, change.measure, other)}`;
  }
  if (isUndecided(change)) {
    return members
      .map((member) => {
        const name = variantWords(member.to.factors, varying);
        const outcome = outcomeWords(member.change, name, other);
        return sentenceCase(members.length > 1 && isUndecided(member.change) ? `of ${name}, ${outcome}` : outcome);
      })
      .join(". ");
  }
  const unit = plural(change.n, "repeat");
  const { measure } = change;
  const percent = decidedSize(change, other);
  const times = measuredTimes(change.ratio as number, measure);
  const isSaid = headline.includes(percent) && times !== "";
  const gain = isSaid
    ? `that is ${times}`
    : [`this ${measureVerb(measure)} ${percent}`, times].filter(Boolean).join(", ");
  const mean =
    members.length > 1 ? `, the geometric mean of ${members.length === 2 ? "both" : `all ${members.length}`}` : "";
  return sentenceCase(`${gain}${mean} (${evidenceWords(change)}; ${unit})`);
}

/** "The order is by cost, cheapest first: thread pool (55.0 MB, 1.20 s of CPU time), ...". */
function costWords({ named, field, isByCost }: Weighed, headline: string, context: FindingContext): string[] {
  const { summaryOf, varying } = context;
  if (named.length < 2) return [];
  const isApart = areApart(named, context);
  const isSaid = named.length === field.length && !isApart;
  const { measure } = named[0];
  const luck = `Some of them are ${comparative("slower", measure)} than others${IN_PAIRS}`;
  const between = isApart ? luck : `Between them no difference in ${measureNoun(measure)} is shown`;
  if (!isByCost) {
    const ways = `Tested: ${namesOf(named, varying)}${placeOf(named[0], varying)}`;
    const unknown = "what each costs in memory and CPU time was not recorded";
    const isUnnamed = headline === NO_DIFFERENCE || headline === NONE_BEST;
    return [...(isUnnamed ? [ways] : []), ...(isSaid ? [] : [between]), sentenceCase(unknown)];
  }
  const each = named.map((view) => {
    const summary = summaryOf(view);
    const [bytes, cpu] = [summary.medianPeakPssBytes, cpuMs(summary)];
    const costs = [bytes && formatBytes(bytes), cpu && `${formatTime(cpu)} of CPU time`].filter(Boolean);
    return `${variantWords(view.factors, varying)} (${costs.join(", ")})`;
  });
  return [...(isSaid ? [] : [between]), `Cheapest first, in medians: ${list(each)}`];
}

/** Cells that may be as good as the best, those apart of which a table may say more, or how many are slower. */
function othersWords(weighed: Weighed, context: FindingContext): string[] {
  const { tied, named, field, gain, rest } = weighed;
  const { varying } = context;
  const others = tied.filter((view) => !named.includes(view));
  const fast = decidedTies(weighed, context, "faster");
  const slow = decidedTies(weighed, context, "slower").filter((view) => !fast.includes(view));
  const open = others.filter((view) => !fast.includes(view) && !slow.includes(view));
  const { measure } = named[0];
  const [faster, worse] = (["faster", "slower"] as const).map((verdict) => comparative(verdict, measure));
  const inPairs = `${named.length > 1 ? " than one of them" : ""}${IN_PAIRS}`;
  const parts: [string, CellView[]][] = [
    [`${sentenceCase(faster as string)}${inPairs}`, fast],
    [`Not clearly ${worse}`, open],
    [`${sentenceCase(worse as string)}${inPairs}`, slow],
  ];
  if (others.length > 0)
    return parts.flatMap(([words, views]) => (views.length > 0 ? [`${words}: ${namesOf(views, varying)}`] : []));
  const slower = field.filter((view) => !named.includes(view));
  const [only] = slower;
  if (slower.length === 1 && only) {
    const entry = rest.find(({ to }) => to === only);
    if (gain?.from === only || !entry) return [];
    const name = nameOf(only, varying);
    // "8 workers" are several, what they do is one.
    const subject = /^[\d,]+ workers/.test(name) ? `with ${name} it` : name;
    return [`${sentenceCase(subject)} ${shownWords(entry.change)}`];
  }
  if (slower.length < 2) return [];
  return [
    slower.length === 2 ? `Both others are clearly ${worse}` : `The other ${slower.length} are all clearly ${worse}`,
  ];
}

/** Whether the cell of least median is better is open: how many repeats would tell. */
function openWords(weighed: Weighed, { varying }: FindingContext): string[] {
  const open = undecidedBest(weighed);
  if (open === undefined || weighed.named.includes(weighed.best)) return [];
  const [best, own] = [open.from, open.to].map((view) => nameOf(view, varying));
  const which = weighed.best.measure === undefined ? "least" : "best";
  const words = undecidedWords(open.change);
  return [`For ${own} against ${best}, which has the ${which} median, there is ${words}`];
}

function nameLeast({ field, best, rest, gain }: Weighed, { varying, summaryOf }: FindingContext): Draft {
  const { measure } = best;
  const next = gain ? undefined : least(rest, ({ change }) => change.ratio && asCost(change.ratio, measure));
  const reference = gain ?? next;
  const medianMs = summaryOf(best).medianMs ?? Number.POSITIVE_INFINITY;
  const name = sentenceCase(withoutBrackets(nameOf(best, varying)));
  const words = [
    measured(medianMs, measure),
    ...(gain ? [relative(gain, withoutBrackets(nameOf(gain.from, varying)))] : []),
    ...(next ? [`the next, ${nameOf(next.to, varying)}, ${measureVerb(measure, "took")} ${relative(next)}`] : []),
  ];
  const once = onceEach(field.map(summaryOf));
  const point = `${measureVerb(measure, "took")} the ${bestNoun(measure)}`;
  const which = `${name} ${point} of ${plural(field.length, "combination")}`;
  return {
    ...statement(
      [
        `${which}${placeOf(best, varying)}, ${once}`,
        `${name} was ${measure === undefined ? "quickest" : "best"}${placeOf(best, varying)}, ${once}`,
        `${name} ${point}, ${once}`,
        `${name} ${point}`,
      ],
      `It ${measureVerb(measure, "took")} ${words.join("; ")}. A single figure has no interval, and the next run may name another.`,
    ),
    weight: 60,
    changes: reference ? [reference] : [],
    cells: [best],
    figures: { workers: best.factors.workers, medianMs, compared: field.length },
  };
}

function relative({ change: { ratio, changePercent, measure } }: CellChange, other?: string): string {
  const times = measuredTimes(ratio as number, measure);
  return `${measuredChange(changePercent as number, measure, other)}${times && ` (${times})`}`;
}
