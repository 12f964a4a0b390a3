import { group } from "d3-array";
import { areVariants } from "../../record/schema/programs-of.js";
import { statement } from "../../words/headline.js";
import { isEndless, level, trimmed, workerWords } from "../../words/number.js";
import { list, sentenceCase } from "../../words/sentence.js";
import { formatTime } from "../../words/time.js";
import { sizeWords, strategyWords, variantWords } from "../cells/cell-labels.js";
import { changeWords } from "../comparing/change-words.js";
import type { CellChange } from "../comparing/comparisons.js";
import { type Crossover, crossovers } from "../crossover/crossover.js";
import type { CostModel } from "../results/run-analysis.js";
import { type Draft, type FindingContext, type FindingRule, untoldWords } from "./finding.js";
import { smallestTask } from "./smallest-task.js";

type Modelled = Crossover & { model: CostModel | null };

/**
 * From which N on contenders win over sequential, or over the first of several variants: the bracket between two tested values, never a point between them.
 * Contenders of one bracket are said in one sentence.
 */
export const crossover: FindingRule = (context) => {
  // Where the lengths of tasks are known, the same brackets are said in those.
  if (smallestTask(context).length > 0) return [];
  const { experiment, comparisons } = context;
  const found = crossovers(comparisons.changes.againstBaseline, experiment.division, areVariants(experiment)).map(
    (one, index): Modelled => ({ ...one, model: context.crossovers[index]?.model ?? null }),
  );
  return [...group(found, (one) => bracketKey(one, context)).values()].map((those) =>
    draft(those as [Modelled, ...Modelled[]], context),
  );
};

/** Equal for contenders of which the same is said. */
function bracketKey(found: Crossover, context: FindingContext): string {
  const { changes, lastLoss, firstWin, lostThroughout, wonThroughout, mixed, pointValues } = found;
  const ends = [lastLoss, firstWin].map((end) => end && nOf(end));
  return JSON.stringify([
    workersOf(found, context),
    changes.map(nOf),
    ends,
    lostThroughout,
    wonThroughout,
    mixed,
    pointValues,
  ]);
}

function draft(those: readonly [Modelled, ...Modelled[]], context: FindingContext): Draft {
  const [first] = those;
  const { lastLoss, firstWin, mixed, pointValues } = first;
  const untold = those.flatMap((found) => found.untold);
  const details = [
    ...those.map((found) => outcomes(found, context)),
    testedWords(first),
    pointValues ? "This rests on one measurement each, without intervals." : "",
    untoldWords(untold, (entry) => `${variantWords(entry.to.factors, context.varying)} at ${nWords(entry)}`),
  ];
  return {
    ...statement(headlines(first, those, context), details.filter(Boolean).join(" ")),
    weight: mixed ? 48 : firstWin && lastLoss ? 84 : 72,
    changes: those.flatMap(({ changes }) => changes),
    cells: those.flatMap((found) => [found.lastLoss, found.firstWin].flatMap((end) => end?.to ?? [])),
    figures: {
      lastLossN: lastLoss && nOf(lastLoss),
      firstWinN: firstWin && nOf(firstWin),
      modelN: first.model?.n ?? null,
    },
  };
}

/** The first name the contenders, the last none. */
function headlines(found: Crossover, those: readonly Crossover[], context: FindingContext): string[] {
  const names = list([...new Set(those.map((one) => variantWords(one.contender.factors, context.varying)))]);
  const several = those.length > 1;
  const counted = baselineName(found) === "sequential" || context.varying.includes("workers");
  const subjects = [
    ...(counted ? [`${names} with ${workersOf(found, context)}`] : []),
    names,
    several ? "contenders" : "a contender",
  ];
  return subjects.map((name) =>
    sentenceCase(`${outcome(found, name, several)}${found.pointValues ? ", in single measurements" : ""}`),
  );
}

/** The way that contenders are measured against. */
function baselineName({ changes }: Pick<Crossover, "changes">): string {
  return strategyWords((changes[0] as CellChange).from.factors.strategy);
}

function outcome({ lastLoss, firstWin, ...found }: Crossover, name: string, several: boolean): string {
  const base = baselineName(found);
  if (found.mixed) return `${base} and ${name} take turns to win as N grows`;
  if (lastLoss && firstWin)
    return `${name} ${several ? "start" : "starts"} to win between ${nWords(lastLoss)} and ${nWords(firstWin)}`;
  if (firstWin) {
    const from = found.wonThroughout ? `from ${nWords(firstWin)} on` : `at ${nWords(firstWin)}`;
    return `${name} ${several ? "beat" : "beats"} ${base} ${from}`;
  }
  if (lastLoss) return `${base} beats ${name} ${found.lostThroughout ? "up to" : "at"} ${nWords(lastLoss)}`;
  return `no winner was shown between ${base} and ${name} at any N`;
}

/** How much it is at the ends of the bracket, and where the cost lines meet. */
function outcomes(
  { contender, lastLoss, firstWin, mixed, model, changes }: Modelled,
  { varying }: FindingContext,
): string {
  const ends = [lastLoss, firstWin].filter((end) => end !== null);
  if (mixed || ends.length === 0) return "";
  const told = ends.map((end) => `at ${nWords(end)} it ${changeWords(end.change, baselineName({ changes }))}`);
  const workers = varying.includes("workers") || baselineName({ changes }) === "sequential";
  const name = [variantWords(contender.factors, varying), workers ? workersOf({ contender }, { varying }) : ""]
    .filter(Boolean)
    .join(", ");
  return `${sentenceCase(name)}: ${list(told)}.${modelWords(model)}`;
}

/** The tested N, and who was not shown to win at any of them. */
function testedWords({ changes, lastLoss, firstWin, mixed }: Crossover): string {
  const [smallest, largest] = [changes[0], changes.at(-1)] as [CellChange, CellChange];
  const tested = `${nWords(smallest)} to ${level(nOf(largest))}`;
  if (mixed || (lastLoss && firstWin)) return `Tested: ${tested}.`;
  const base = baselineName({ changes });
  const isSequential = base === "sequential";
  if (lastLoss && !isSequential) return `Tested: ${tested}; ${base} is not shown to be beaten at any of them.`;
  if (lastLoss) return `Workers are not shown to win at any N tested, ${tested.replace("N = ", "")}.`;
  return firstWin
    ? `${sentenceCase(base)} is not shown to win at any N tested, ${tested.replace("N = ", "")}.`
    : `Tested: ${tested}; more repeats would narrow it.`;
}

/** " Modelled as cN and as o + kN, ... the two times meet at N = 6,670 (95 % interval 6,120 to 7,280)." */
function modelWords(model: CostModel | null): string {
  if (model === null || isEndless(model.interval)) return "";
  const [low, high] = model.interval;
  const tested = model.isTested ? "" : "; no repeats test the model";
  return (
    ` Modelled as cN for sequential and o + kN, with o = ${formatTime(model.overheadMs)} to start, the two times meet at N = ${trimmed(model.n)} ` +
    `(95 % interval ${trimmed(low)} to ${trimmed(high)}${tested}).`
  );
}

/** "4 workers", with the number of tasks where it varies. */
function workersOf(
  { contender: { factors } }: Pick<Crossover, "contender">,
  { varying }: Pick<FindingContext, "varying">,
): string {
  const size = sizeWords(
    factors,
    varying.filter((name) => name !== "n"),
  );
  return [workerWords(factors.workers), size].filter(Boolean).join(", ");
}

function nWords(entry: CellChange): string {
  return `N = ${level(nOf(entry))}`;
}

function nOf({ to }: CellChange): number {
  return to.factors.n ?? 0;
}
