import type { Cell } from "../../record/schema/run-schema.js";
import { plural } from "../../words/number.js";
import { sentenceCase } from "../../words/sentence.js";
import { formatTime } from "../../words/time.js";
import { variantWords, workerWords } from "../cells/cell-labels.js";
import type { CellView } from "../cells/cell-view.js";
import { typicalTaskMs } from "../cells/task-times.js";
import { changeWords } from "../comparing/change-words.js";
import type { CellChange } from "../comparing/comparisons.js";
import { type Crossover, crossovers } from "../crossover/crossover.js";
import type { FindingContext, FindingRule } from "./finding-context.js";

/** Fewer sizes make no bracket that is worth a sentence. */
const FEWEST_SIZES = 4;

/** How long a task must be for workers to pay: the bracket between two tested lengths, never a point between them. */
export const smallestTask: FindingRule = (context) => {
  const { experiment, comparisons } = context;
  if (experiment.division === "shares") return [];
  return crossovers(comparisons.changes.againstBaseline, "tasks").flatMap((found) => {
    const { contender, changes, pointValues } = found;
    if (changes.length < FEWEST_SIZES || pointValues || (contender.factors.tasks ?? 1) < 2) return [];
    const text = sentence(found, context);
    if (text === null) return [];
    const ends = [found.lastLoss, found.firstWin].flatMap((end) => end ?? []);
    return [
      {
        text,
        weight: found.lastLoss && found.firstWin && !found.mixed ? 85 : 60,
        evidence: {
          changes: changes.map(({ change }) => change),
          cells: ends.map(({ to }) => to.key),
          figures: { paysFromMs: taskMsOf(found.firstWin, context), losesToMs: taskMsOf(found.lastLoss, context) },
        },
      },
    ];
  });
};

/** `null` where the lengths are not known, or wins alternate. */
function sentence(
  { contender, changes, lastLoss, firstWin, mixed }: Crossover,
  context: FindingContext,
): string | null {
  const [shortest, longest] = [changes[0], changes.at(-1)].map((end) => taskMsOf(end ?? null, context));
  const [loses, pays] = [taskMsOf(lastLoss, context), taskMsOf(firstWin, context)];
  if (!shortest || !longest || mixed) return null;
  const name = sentenceCase(nameOf(contender, context));
  const tested = `${plural(contender.factors.tasks ?? 1, "task")}; tested: ${formatTime(shortest)} to ${formatTime(longest)}`;
  if (lastLoss && firstWin && loses && pays) {
    return (
      `${name}, starts to pay between tasks of ${formatTime(loses)} and tasks of ${formatTime(pays)} (${tested}): ` +
      `at the first it ${words(lastLoss)}, at the second it ${words(firstWin)}.`
    );
  }
  if (firstWin && pays) {
    return `${name}, pays with tasks of ${formatTime(pays)} already, and clearly loses at no length (${tested}): it ${words(firstWin)}.`;
  }
  if (lastLoss && loses) {
    return `${name}, clearly pays at no tested length (${tested}): with tasks of ${formatTime(loses)} it ${words(lastLoss)}.`;
  }
  return null;
}

function nameOf({ factors }: CellView, { varying }: FindingContext): string {
  return `${variantWords(factors, varying)}, ${workerWords(factors.workers)}`;
}

function words({ change }: CellChange): string {
  return changeWords(change, "sequential");
}

/** What one task of the size takes in the sequential run. */
function taskMsOf(end: CellChange | null, { experiment }: FindingContext): number | null {
  return end === null ? null : typicalTaskMs(experiment.cells[end.from.index] as Cell);
}
