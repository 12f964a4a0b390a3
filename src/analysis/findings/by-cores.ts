import { group, pairs } from "d3-array";
import type { Factors } from "../../record/schema/run-schema.js";
import { statement } from "../../words/headline.js";
import { measuredChange, measuredTimes } from "../../words/measure.js";
import { plural, whole, workerWords } from "../../words/number.js";
import { lowerFirst, sentenceCase } from "../../words/sentence.js";
import { namedWords, nameOf, noGain, withoutBrackets } from "../advice/advice-words.js";
import type { Weighed } from "../advice/weigh.js";
import type { CellView } from "../cells/cell-view.js";
import { coreLevel, coreLevelWords } from "../cells/core-words.js";
import { effectiveWorkers } from "../cells/ideal-speed-up.js";
import { evidenceWords, outcomeWords } from "../comparing/change-words.js";
import type { CellChange } from "../comparing/comparisons.js";
import { aloneByCores } from "../comparing/family.js";
import type { Draft, FindingContext, FindingRule } from "./finding.js";

/** One number of cores, or one quota, with what to use there. */
interface Level {
  words: string;
  weighed: Weighed;
}

const NO_FACTORS: Factors = { strategy: "", workers: 1 };

/** How many workers to use with so many cores, where these vary, and what more of them bring. */
export const byCores: FindingRule = (context) => {
  if (context.experiment.versions !== undefined) return [];
  const apartFromCores = ({ field: [first] }: Weighed) => {
    const { workload, tasks, n, more = {} } = first?.factors ?? NO_FACTORS;
    return JSON.stringify([workload, tasks, n, more.skew]);
  };
  const alone = aloneByCores(context.views).map((cells) => aloneDraft(cells, context));
  if (alone.length > 0) return alone;
  return [...group(context.weighed, apartFromCores).values()].flatMap((all) => {
    const levels = all.map((weighed) => ({ words: coreLevelWords(weighed.named[0].factors), weighed })).sort(byLevel);
    const isDistinct = new Set(levels.map(({ words }) => words)).size > 1;
    if (!isDistinct || levels.some(({ words, weighed }) => words === "" || weighed.pointValues)) return [];
    const steps = pairs(levels, (from, to) => ({ from, to, ...between(from, to, context) }));
    const detail = [
      ...levels.map((level) => levelSentence(level, context)),
      ...steps.map(({ from, to, change }) => stepSentence(from, to, change)),
    ];
    return {
      ...statement(headlines(levels, context), detail.join(" ")),
      weight: 95,
      changes: [...levels.flatMap(({ weighed: { gain } }) => gain ?? []), ...steps.map(({ entry }) => entry)],
      cells: levels.flatMap(({ weighed: { named } }) => named),
      figures: Object.fromEntries(
        levels.map(({ words, weighed: { named } }) => [`workers with ${words}`, effectiveWorkers(named[0].factors)]),
      ),
    };
  });
};

/** One way was measured with each number of cores: what more of them bring is all that there is to say. */
function aloneDraft(cells: readonly CellView[], { comparisons }: FindingContext): Draft {
  const levels = cells.toSorted((a, b) => coreLevel(a.factors) - coreLevel(b.factors));
  const words = ({ factors }: CellView) => coreLevelWords(factors);
  const steps = pairs(levels, (from, to) => comparisons.decide(from, to));
  const whole = comparisons.decide(levels[0] as CellView, levels.at(-1) as CellView);
  const { from, to, change } = whole;
  const [few, many] = [words(from), words(to)].map((text) => text.replace("a quota of ", "")) as [string, string];
  const detail = steps
    .filter((step) => step.change.ratio !== null)
    .map(
      (step) => `From ${words(step.from)} to ${words(step.to)}, ${outcomeWords(step.change, "it").replace(/\.$/, "")}.`,
    );
  const isShown = change.ratio !== null && change.verdict !== "inconclusive";
  const told = `${many}: ${measuredChange(change.verdict === "same" ? 0 : (change.changePercent ?? 0), change.measure, few)}`;
  const headline = isShown
    ? `${told}${change.verdict === "same" ? " within 3 %" : ""}`
    : `No change is shown from ${few} to ${many}`;
  return {
    ...statement([headline], detail.join(" ")),
    weight: 95,
    ...(isShown && { change }),
    changes: [...steps, ...(steps.length > 1 ? [whole] : [])],
  };
}

function byLevel(a: Level, b: Level): number {
  return coreLevel(a.weighed.named[0].factors) - coreLevel(b.weighed.named[0].factors);
}

/** From what to use at one level to what to use at the next: the first that is named at each. */
function between(from: Level, to: Level, { comparisons }: FindingContext) {
  const entry = comparisons.decide(from.weighed.named[0], to.weighed.named[0]);
  return { entry, change: entry.change };
}

/** "1 core: sequential; 2 cores: 2 workers, 1.80× as fast as sequential", down to fewer words. */
function headlines(levels: readonly Level[], context: FindingContext): string[] {
  const brief = levels.map((level) => `${shortWords(level)}: ${briefWords(level, context)}`);
  const last = levels.at(-1) as Level;
  const gain = gainWords(last, context);
  const counts = levels.map(({ weighed: { named } }) => effectiveWorkers(named[0].factors));
  const isQuota = levels.every(({ words }) => words.startsWith("a quota"));
  const uses = new Set(levels.map((level) => briefWords(level, context)));
  const each = levels.map((level, index) => `${whole(counts[index] ?? 1)} with ${shortWords(level)}`);
  const place = isQuota ? "quota" : "number of cores";
  const isOpen = levels.some(({ weighed: { tied, named } }) => tied.length > named.length);
  const isGained = levels.some((level) => gainWords(level, context) !== "");
  if (uses.size === 1 && isOpen && !isGained) return [`More workers are not shown to pay at any ${place} tested`];
  if (uses.size === 1) return [sentenceCase(`${[...uses][0]} at every ${place} tested`)];
  return [
    ...(gain === "" ? [] : [`${brief.join("; ")}, ${gain}`]),
    brief.join("; "),
    `Workers to use: ${each.join(", ")}`,
    `From ${shortWords(levels[0] as Level)} to ${shortWords(last)}: ${whole(counts[0] ?? 1)} to ${workerWords(counts.at(-1) ?? 1)}`,
  ].map(sentenceCase);
}

/** "2 cores", "0.5 CPUs". */
function shortWords({ words }: Level): string {
  return words.replace("a quota of ", "");
}

/** "2 workers", "sequential": the strategy is for the detail where there are workers. */
function briefWords({ weighed: { named } }: Level, { varying }: FindingContext): string {
  return nameOf(named[0], varying).replace(/ \(.*\)$/, "");
}

/** "1.80× as fast as sequential" where the gain is decided; "" where it is not. */
function gainWords({ weighed: { gain } }: Level, { varying }: FindingContext): string {
  if (gain?.change.verdict !== "faster") return "";
  const other = nameOf(gain.from, varying).replace(/ \(.*\)$/, "");
  return `${measuredTimes(gain.change.ratio as number, gain.change.measure)} as ${other}`;
}

function levelSentence({ words, weighed }: Level, { varying }: FindingContext): string {
  const { named, field, gain } = weighed;
  const name = withoutBrackets(namedWords(named, field, varying));
  if (named.length === field.length) return `With ${words}, no clear difference is shown between what was tested.`;
  if (gain === undefined) return `With ${words}, use ${name}: ${noGain(named[0].measure)}.`;
  const { changePercent, measure } = gain.change;
  const outcome = measuredChange(changePercent ?? 0, measure, nameOf(gain.from, varying).replace(/ \(.*\)$/, ""));
  return `With ${words}, use ${name}: ${outcome} (${evidenceWords(gain.change)}; ${plural(gain.change.n, "repeat")}).`;
}

/** "From 1 core to 2 cores, the advised way takes 44.1 % less time (1.79× as fast; ...)." */
function stepSentence(from: Level, to: Level, change: CellChange["change"]): string {
  if (change.ratio === null) return "";
  const outcome = outcomeWords(change, "the advised way").replace(/\.$/, "");
  return `From ${from.words} to ${to.words}, ${lowerFirst(outcome)}.`;
}
