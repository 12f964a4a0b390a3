import { group, pairs } from "d3-array";
import { coreLevel } from "../../record/timing/core-level.js";
import { statement } from "../../words/headline.js";
import { measuredTimes } from "../../words/measure.js";
import { plural, whole, workerWords } from "../../words/number.js";
import { sentenceCase } from "../../words/sentence.js";
import { namedWords, nameOf, noGain, withoutBrackets } from "../advice/advice-words.js";
import type { Weighed } from "../advice/weigh.js";
import type { CellView } from "../cells/cell-view.js";
import { areQuotas, briefCoreWords, coreLevelWords } from "../cells/core-words.js";
import { effectiveWorkers } from "../cells/ideal-speed-up.js";
import { decidedSize, decidedWords, evidenceWords, outcomeWords } from "../comparing/change-words.js";
import type { CellChange } from "../comparing/comparisons.js";
import { aloneByCores } from "../comparing/family.js";
import type { Draft, FindingContext, FindingRule } from "./finding.js";

/** One number of cores, or one quota, with what to use there. */
interface Level {
  weighed: Weighed;
  /** The first that is named. */
  view: CellView;
  words: string;
  /** The same in a headline. */
  brief: string;
  /** "2 workers", "sequential": the strategy is for the detail where there are workers. */
  use: string;
  /** "1.80× as fast as sequential" where the gain is decided; "" where it is not. */
  gain: string;
  workers: number;
}

/** How many workers to use with so many cores, where these vary, and what more of them bring. */
export const byCores: FindingRule = (context) => {
  if (context.experiment.versions !== undefined) return [];
  const alone = aloneByCores(context.views).map((cells) => aloneDraft(cells, context));
  if (alone.length > 0) return alone;
  const apartFromCores = ({ named: [{ factors }] }: Weighed) =>
    JSON.stringify([factors.workload, factors.tasks, factors.n, factors.more?.skew]);
  return [...group(context.weighed, apartFromCores).values()].flatMap((all) => {
    const levels = all.map((weighed) => levelOf(weighed, context)).sort((a, b) => byLevel(a.view, b.view));
    const isDistinct = new Set(levels.map(({ words }) => words)).size > 1;
    if (!isDistinct || levels.some(({ words, weighed }) => words === "" || weighed.pointValues)) return [];
    const steps = pairs(levels, (from, to) => context.comparisons.decide(from.view, to.view));
    const detail = [
      ...levels.map((level) => levelSentence(level, context)),
      ...stepSentences(steps, "the advised way"),
    ];
    return {
      ...statement(headlines(levels), detail.join(" ")),
      weight: 95,
      changes: [...levels.flatMap(({ weighed: { gain } }) => gain ?? []), ...steps],
      cells: levels.flatMap(({ weighed: { named } }) => named),
      figures: Object.fromEntries(levels.map(({ words, workers }) => [`workers with ${words}`, workers])),
    };
  });
};

function levelOf(weighed: Weighed, { varying }: FindingContext): Level {
  const [view] = weighed.named;
  const { gain } = weighed;
  const times = gain?.change.verdict === "faster" ? measuredTimes(gain.change.ratio as number, view.measure) : null;
  return {
    weighed,
    view,
    words: coreLevelWords(view.factors),
    brief: briefCoreWords(view.factors),
    use: briefName(view, varying),
    gain: gain && times !== null ? `${times} as ${briefName(gain.from, varying)}` : "",
    workers: effectiveWorkers(view.factors),
  };
}

function briefName(view: CellView, varying: FindingContext["varying"]): string {
  return nameOf(view, varying).replace(/ \(.*\)$/, "");
}

function byLevel(a: CellView, b: CellView): number {
  return coreLevel(a.factors) - coreLevel(b.factors);
}

/** One way was measured with each number of cores: what more of them bring is all that there is to say. */
function aloneDraft(cells: readonly CellView[], { comparisons }: FindingContext): Draft {
  const levels = cells.toSorted(byLevel);
  const steps = pairs(levels, (from, to) => comparisons.decide(from, to));
  const overAll = comparisons.decide(levels[0] as CellView, levels.at(-1) as CellView);
  const { from, to, change } = overAll;
  const [few, many] = [briefCoreWords(from.factors), briefCoreWords(to.factors)];
  const isShown = change.ratio !== null && change.verdict !== "inconclusive";
  const headline = isShown ? `${many}: ${decidedWords(change, few)}` : `No change is shown from ${few} to ${many}`;
  return {
    ...statement(headline, stepSentences(steps, "it").join(" ")),
    weight: 95,
    ...(isShown && { change }),
    changes: [...steps, ...(steps.length > 1 ? [overAll] : [])],
  };
}

/** "1 core: sequential; 2 cores: 2 workers, 1.80× as fast as sequential", down to fewer words. */
function headlines(levels: readonly Level[]): string[] {
  const [first, last] = [levels[0], levels.at(-1)] as [Level, Level];
  if (new Set(levels.map(({ use }) => use)).size === 1) {
    const place = areQuotas(levels.map(({ view }) => view)) ? "quota" : "number of cores";
    const isOpen = levels.some(({ weighed: { tied, named } }) => tied.length > named.length);
    const isGained = levels.some(({ gain }) => gain !== "");
    if (isOpen && !isGained) return [`More workers are not shown to pay at any ${place} tested`];
    return [sentenceCase(`${first.use} at every ${place} tested`)];
  }
  const uses = levels.map(({ brief, use }) => `${brief}: ${use}`).join("; ");
  const each = levels.map(({ brief, workers }) => `${whole(workers)} with ${brief}`);
  return [
    ...(last.gain === "" ? [] : [`${uses}, ${last.gain}`]),
    uses,
    `Workers to use: ${each.join(", ")}`,
    `From ${first.brief} to ${last.brief}: ${whole(first.workers)} to ${workerWords(last.workers)}`,
  ].map(sentenceCase);
}

function levelSentence({ words, weighed }: Level, { varying }: FindingContext): string {
  const { named, field, gain } = weighed;
  const name = withoutBrackets(namedWords(named, field, varying));
  if (named.length === field.length) return `With ${words}, no clear difference is shown between what was tested.`;
  if (gain === undefined) return `With ${words}, use ${name}: ${noGain(named[0].measure)}.`;
  const outcome = decidedSize(gain.change, briefName(gain.from, varying));
  return `With ${words}, use ${name}: ${outcome} (${evidenceWords(gain.change)}; ${plural(gain.change.n, "repeat")}).`;
}

/** "From 1 core to 2 cores, the advised way takes 44.1 % less time (1.79× as fast; ...)." */
function stepSentences(steps: readonly CellChange[], subject: string): string[] {
  return steps
    .filter(({ change }) => change.ratio !== null)
    .map(({ from, to, change }) => {
      const levels = `From ${coreLevelWords(from.factors)} to ${coreLevelWords(to.factors)}`;
      return `${levels}, ${outcomeWords(change, subject)}.`;
    });
}
