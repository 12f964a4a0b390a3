import { group } from "d3-array";
import type { Factors } from "../../record/schema/run-schema.js";
import { keepsLimits, statement } from "../../words/headline.js";
import { workerWords } from "../../words/number.js";
import { sentenceCase } from "../../words/sentence.js";
import { placeOf } from "../advice/advice-words.js";
import { sizeWords, strategyWords, variantWords } from "../cells/cell-labels.js";
import { isUndecided } from "../comparing/change-words.js";
import type { CellChange } from "../comparing/comparisons.js";
import type { Draft, FindingContext } from "./finding.js";
import { pairEvidence, pairPoint } from "./pair-words.js";

/** The comparison of a pair of strategies that is told, and all that stand behind it. */
interface Rivalry {
  told: CellChange;
  all: CellChange[];
}

/**
 * Sentences on strategies at equal workers: one for each pair of strategies, workload and number of tasks, at the largest
 * N and the most workers that both were measured with (more than once, where there is such a pair). Pairs that come out
 * the same way at the same place are told together.
 *
 * @param areOpposed which cells the finding sets against each other
 */
export function rivalFindings(context: FindingContext, areOpposed: (one: Factors, other: Factors) => boolean): Draft[] {
  const rivalries = rivalriesOf(context, areOpposed);
  const outcome = ({ told: { from, change } }: Rivalry) =>
    [from.factors.workers, sizeWords(from.factors, context.varying), change.verdict, change.interval === null].join(
      "|",
    );
  return [...group(rivalries, outcome).values()].map((same) => draftOf(same as [Rivalry, ...Rivalry[]], context));
}

function rivalriesOf(
  { comparisons, varying }: FindingContext,
  areOpposed: (one: Factors, other: Factors) => boolean,
): Rivalry[] {
  const rivals = comparisons.changes.acrossStrategies.filter(
    ({ from, to, change }) => change.ratio !== null && areOpposed(from.factors, to.factors),
  );
  const byLine = group(rivals, ({ from, to }) => {
    const { workload, tasks } = from.factors;
    return `${from.variant}|${to.variant}|${workload}|${varying.includes("tasks") ? tasks : ""}`;
  });
  return [...byLine.values()].map((line) => {
    const repeated = line.filter(({ change }) => change.interval !== null);
    const all = repeated.length > 0 ? repeated : line;
    return { told: all.reduce(larger), all };
  });
}

function draftOf([first, ...others]: [Rivalry, ...Rivalry[]], { varying }: FindingContext): Draft {
  const { from, to, change } = first.told;
  const names = namesOf(first.told, varying);
  const [workers, size] = [workerWords(from.factors.workers), sizeWords(from.factors, varying)];
  const place = placeOf(from, varying);
  const full = `at ${[workers, size].filter(Boolean).join(", ")}`;
  const point = (of: [string, string], where = "") => pairPoint(change, ...of, where);
  const short: [string, string] = [strategyWords(from.factors.strategy), strategyWords(to.factors.strategy)];
  const isShort = short[0] !== short[1];
  const pair = `That is ${names[1]} against ${names[0]}. `;
  // What the headline has no room for opens the detail.
  const options: Option[] = [
    { headline: point(names, ` ${full}`), rest: "" },
    ...(size === "" ? [] : [{ headline: point(names, place), rest: `at ${workers}` }]),
    // Without its size, a sentence would deny that of another size.
    ...(size === "" || !isShort ? [] : [{ headline: point(short, place), rest: `at ${workers}`, pair }]),
    { headline: point(names), rest: full },
    ...(isShort ? [{ headline: point(short), rest: full, pair }] : []),
  ];
  const {
    headline,
    rest,
    pair: told = "",
  } = options.find((one) => keepsLimits(one.headline)) ?? (options.at(-1) as Option);
  const alsoTold = others.map(({ told }) => {
    const words = sentenceCase(pairPoint(told.change, ...namesOf(told, varying)));
    return `${words}. ${pairEvidence(told.change)}`;
  });
  const all = [first, ...others];
  return {
    ...statement(sentenceCase(headline), [`${told}${pairEvidence(change, rest)}`, ...alsoTold].join(" ")),
    change,
    weight: isUndecided(change) ? 38 : 68,
    changes: all.flatMap((one) => one.all),
    cells: all.flatMap(({ told }) => [told.from, told.to]),
  };
}

/** A headline, and what it leaves to the detail. */
interface Option {
  headline: string;
  rest: string;
  pair?: string;
}

function namesOf({ from, to }: CellChange, varying: FindingContext["varying"]): [string, string] {
  return [variantWords(from.factors, varying), variantWords(to.factors, varying)];
}

function larger(a: CellChange, b: CellChange): CellChange {
  const [n, otherN] = [a.from.factors.n ?? 0, b.from.factors.n ?? 0];
  if (n !== otherN) return otherN > n ? b : a;
  return b.from.factors.workers > a.from.factors.workers ? b : a;
}
