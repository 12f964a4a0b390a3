import { plural } from "../../words/number.js";
import { sentenceCase } from "../../words/sentence.js";
import { formatTime } from "../../words/time.js";
import { typicalTaskMs } from "../cells/task-times.js";
import { changeWords } from "../comparing/change-words.js";
import type { CellChange } from "../comparing/comparisons.js";
import { type Crossover, crossovers } from "../crossover/crossover.js";
import { type FindingContext, type FindingRule, variantAndWorkers } from "./finding.js";

/** Fewer sizes make no bracket that is worth a sentence. */
const FEWEST_SIZES = 4;

/** How long a task must be for workers to pay: the bracket between two tested lengths, never a point between them. */
export const smallestTask: FindingRule = (context) => {
  const { experiment, comparisons } = context;
  if (experiment.division === "shares") return [];
  return crossovers(comparisons.changes.againstBaseline, "tasks").flatMap((found) => {
    const { contender, changes, pointValues, lastLoss, firstWin } = found;
    if (changes.length < FEWEST_SIZES || pointValues || (contender.factors.tasks ?? 1) < 2) return [];
    const text = sentence(found, context);
    if (text === null) return [];
    return {
      text,
      weight: lastLoss && firstWin ? 85 : 60,
      changes,
      cells: [lastLoss, firstWin].flatMap((end) => end?.to ?? []),
      figures: { paysFromMs: taskMsOf(firstWin, context), losesToMs: taskMsOf(lastLoss, context) },
    };
  });
};

/** `null` where the lengths are not known, or wins alternate. */
function sentence(found: Crossover, context: FindingContext): string | null {
  const { contender, changes, lastLoss, firstWin, mixed } = found;
  const [shortest, longest] = [changes[0], changes.at(-1)].map((end) => taskMsOf(end ?? null, context));
  const [loses, pays] = [taskMsOf(lastLoss, context), taskMsOf(firstWin, context)];
  if (!shortest || !longest || mixed) return null;
  const name = sentenceCase(variantAndWorkers(contender, context));
  const tested = `${plural(contender.factors.tasks ?? 1, "task")}; tested: ${formatTime(shortest)} to ${formatTime(longest)}`;
  const outcome = ({ change }: CellChange) => `it ${changeWords(change, "sequential")}`;
  if (lastLoss && firstWin && loses && pays) {
    return (
      `${name}, starts to pay between tasks of ${formatTime(loses)} and tasks of ${formatTime(pays)} (${tested}): ` +
      `at the first ${outcome(lastLoss)}, at the second ${outcome(firstWin)}.`
    );
  }
  if (firstWin && pays) {
    return `${name}, pays with tasks of ${formatTime(pays)} already, and clearly loses at no length (${tested}): ${outcome(firstWin)}.`;
  }
  if (lastLoss && loses) {
    return `${name}, clearly pays at no tested length (${tested}): with tasks of ${formatTime(loses)} ${outcome(lastLoss)}.`;
  }
  return null;
}

/** Time of one task of the size in the sequential run. */
function taskMsOf(end: CellChange | null, { cellOf }: FindingContext): number | null {
  return end === null ? null : typicalTaskMs(cellOf(end.from));
}
