import { group } from "d3-array";
import { plural, whole } from "../../words/number.js";
import { sentenceCase } from "../../words/sentence.js";
import { lineWords } from "../cells/cell-labels.js";
import type { CellView } from "../cells/cell-view.js";
import { effectiveWorkers, isUneven } from "../cells/ideal-speed-up.js";
import { changeWords } from "../comparing/change-words.js";
import type { CellChange } from "../comparing/comparisons.js";
import { isUndecided, undecidedWords } from "../comparing/undecided.js";
import type { FindingContext, FindingRule } from "./finding-context.js";

/**
 * More workers, as many rounds: 8 equal tasks on 6 workers take 2 rounds, as on 4. Said once for all strategies, with
 * what each of them measured.
 */
export const rounds: FindingRule = (context) => {
  if (context.experiment.division === "shares") return [];
  const flat = context.comparisons.changes.steps.filter(
    // A single task is one round on any number of workers: nothing to explain.
    ({ from, to, change }) =>
      change.ratio !== null && from.factors.tasks !== 1 && roundsOf(from) !== null && roundsOf(from) === roundsOf(to),
  );
  const sameStep = ({ from, to }: CellChange) => `${from.factors.tasks}|${from.factors.workers}|${to.factors.workers}`;
  return [...group(flat, sameStep).values()].map((steps) => {
    const [{ from, to }] = steps as [CellChange];
    const [tasks, few, many] = [from.factors.tasks as number, from.factors.workers, to.factors.workers];
    const count = roundsOf(to) as number;
    const rule = `ceil(${tasks} / ${few}) = ceil(${tasks} / ${many}) = ${count}`;
    const measured = steps.map((step, index) => (index === 0 ? outcome : sentenceOf)(step, context)).join(". ");
    return {
      text:
        `${whole(tasks)} equal tasks on ${whole(many)} workers take ${plural(count, "round")}, as on ${whole(few)} ` +
        `(${rule}), so rounds predict no gain. Measured from ${whole(few)} to ${whole(many)} workers: ${measured}.`,
      // Of the many steps of a growing batch, those that only add idle workers tell least.
      weight: count === 1 ? 62 : 80,
      evidence: {
        changes: steps.map(({ change }) => change),
        cells: steps.flatMap((step) => [step.from.key, step.to.key]),
        figures: { tasks, few, many, rounds: count },
      },
    };
  });
};

function outcome({ from, change }: CellChange, { varying }: FindingContext): string {
  const name = lineWords(from.factors, varying);
  return isUndecided(change) ? `${name} shows ${undecidedWords(change)}` : `${name} ${changeWords(change)}`;
}

function sentenceOf(step: CellChange, context: FindingContext): string {
  return sentenceCase(outcome(step, context));
}

function roundsOf({ factors }: CellView): number | null {
  return factors.tasks === undefined || isUneven(factors) ? null : Math.ceil(factors.tasks / effectiveWorkers(factors));
}
