import { group } from "d3-array";
import { largest, smallest } from "../../record/limits/extremes.js";
import { statement } from "../../words/headline.js";
import { level, plural, workerWords } from "../../words/number.js";
import { list, sentenceCase } from "../../words/sentence.js";
import { formatTime } from "../../words/time.js";
import { variantWords } from "../cells/cell-labels.js";
import { typicalTaskMs } from "../cells/task-times.js";
import { changeWords } from "../comparing/change-words.js";
import type { CellChange } from "../comparing/comparisons.js";
import { type Crossover, crossovers } from "../crossover/crossover.js";
import { type Draft, type FindingContext, type FindingRule, untoldWords } from "./finding.js";

/** Fewer sizes make no bracket that is worth a sentence. */
const FEWEST_SIZES = 4;

/** How long a task must be for workers to pay: the bracket between two tested lengths, never a point between them. */
export const smallestTask: FindingRule = (context) => {
  const { experiment, comparisons } = context;
  if (experiment.division === "shares") return [];
  const brackets = crossovers(comparisons.changes.againstBaseline, "tasks").flatMap((found) =>
    bracketOf(found, context),
  );
  return [...group(brackets, ({ key }) => key).values()].map((those) =>
    draft(those as [Bracket, ...Bracket[]], context),
  );
};

/** A crossover in lengths of tasks. */
interface Bracket extends Crossover {
  /** Equal for contenders of which the same is said. */
  key: string;
  /** Lengths of the tasks, in ms. */
  losesMs: number | null;
  paysMs: number | null;
  testedMs: [shortest: number, longest: number];
}

/** Nothing where the lengths are not known, or wins alternate. */
function bracketOf(found: Crossover, context: FindingContext): Bracket[] {
  const { contender, changes, pointValues, lastLoss, firstWin, lostThroughout, wonThroughout, mixed } = found;
  if (changes.length < FEWEST_SIZES || pointValues || mixed || (contender.factors.tasks ?? 1) < 2) return [];
  const [shortest, longest] = [changes[0], changes.at(-1)].map((end) => taskMsOf(end ?? null, context));
  const [losesMs = null, paysMs = null] = [lastLoss, firstWin].map((end) => taskMsOf(end, context));
  if (!shortest || !longest || (losesMs === null && paysMs === null)) return [];
  const { workers, tasks } = contender.factors;
  const key = JSON.stringify([workers, tasks, losesMs, paysMs, lostThroughout, wonThroughout]);
  return [{ ...found, key, losesMs, paysMs, testedMs: [shortest, longest] }];
}

function draft(those: readonly [Bracket, ...Bracket[]], context: FindingContext): Draft {
  const [{ contender, losesMs, paysMs }] = those;
  const shortest = formatTime(smallest(those.map(({ testedMs }) => testedMs[0])));
  const longest = formatTime(largest(those.map(({ testedMs }) => testedMs[1])));
  const tested = `Tested: ${plural(contender.factors.tasks ?? 1, "task")} of ${shortest} to ${longest} on ${workerWords(contender.factors.workers)}.`;
  const untold = untoldWords(
    those.flatMap((found) => found.untold),
    ({ to: { factors } }) => `${variantWords(factors, context.varying)} at N = ${level(factors.n ?? 0)}`,
  );
  return {
    ...statement(
      headlines(those, context),
      [...those.map((found) => outcomes(found, context)), tested, untold].filter(Boolean).join(" "),
    ),
    // Before what the parts cost: that it pays nowhere, or everywhere, is the answer as well.
    weight: losesMs && paysMs ? 85 : 72,
    changes: those.flatMap(({ changes }) => changes),
    cells: those.flatMap(({ lastLoss, firstWin }) => [lastLoss, firstWin].flatMap((end) => end?.to ?? [])),
    figures: { paysFromMs: paysMs, losesToMs: losesMs },
  };
}

/** The first name the contenders, the last only their workers. */
function headlines(those: readonly [Bracket, ...Bracket[]], { varying }: FindingContext): string[] {
  const [{ contender, losesMs, paysMs, wonThroughout }] = those;
  const workers = workerWords(contender.factors.workers);
  const names = list(those.map((found) => variantWords(found.contender.factors, varying)));
  const outcome = (name: string, pay: string) => {
    if (losesMs && paysMs)
      return `${name} ${pay} for tasks of ${formatTime(paysMs)}, but not of ${formatTime(losesMs)}`;
    if (paysMs) return `${name} ${pay} for tasks of ${formatTime(paysMs)}${wonThroughout ? " and longer" : ""}`;
    return `${name} ${pay === "pay" ? "are" : "is"} not shown to pay for any task length tested`;
  };
  const pay = those.length > 1 ? "pay" : "pays";
  return [outcome(`${names} with ${workers}`, pay), outcome(names, pay), outcome(workers, "pay")].map(sentenceCase);
}

/** How much it is at the ends of the bracket. */
function outcomes({ contender, lastLoss, firstWin, losesMs, paysMs }: Bracket, { varying }: FindingContext): string {
  const ends = [
    ...(lastLoss && losesMs ? [{ ms: losesMs, change: lastLoss.change }] : []),
    ...(firstWin && paysMs ? [{ ms: paysMs, change: firstWin.change }] : []),
  ];
  const told = ends.map(({ ms, change }) => `with tasks of ${formatTime(ms)} it ${changeWords(change, "sequential")}`);
  return `${sentenceCase(variantWords(contender.factors, varying))}: ${list(told)}.`;
}

/** Time of one task of the size in the sequential run. */
function taskMsOf(end: CellChange | null, { cellOf }: FindingContext): number | null {
  return end === null ? null : typicalTaskMs(cellOf(end.from));
}
