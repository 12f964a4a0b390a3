import { group } from "d3-array";
import { statement } from "../../words/headline.js";
import { plural, whole } from "../../words/number.js";
import { sentenceCase } from "../../words/sentence.js";
import { lineWords } from "../cells/cell-labels.js";
import type { CellView } from "../cells/cell-view.js";
import { effectiveWorkers, isUneven } from "../cells/ideal-speed-up.js";
import { shownWords } from "../comparing/change-words.js";
import type { CellChange } from "../comparing/comparisons.js";
import type { FindingRule } from "./finding.js";

/**
 * More workers, as many rounds: 8 equal tasks on 6 workers take 2 rounds, as on 4. Said once for all strategies, with
 * the measured change of each.
 */
export const rounds: FindingRule = ({ experiment, varying, comparisons }) => {
  if (experiment.division === "shares") return [];
  const flat = comparisons.changes.steps.filter(
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
    const measured = steps.map((step, index) => {
      const words = `${lineWords(step.from.factors, varying)} ${shownWords(step.change)}.`;
      return index === 0 ? words : sentenceCase(words);
    });
    const [all, more, fewer] = [plural(tasks, "equal task"), whole(many), whole(few)];
    const detail = `A round is a task for each worker: ${rule}. Measured from ${fewer} to ${more} workers: ${measured.join(" ")}`;
    return {
      ...statement(
        [
          `${all} on ${more} workers take ${plural(count, "round")}, as on ${fewer}: expect no gain`,
          `${more} workers take ${plural(count, "round")}, as ${fewer} do: expect no gain`,
        ],
        detail,
      ),
      // Of the many steps of a growing batch, those that only add idle workers tell least.
      weight: count === 1 ? 62 : 80,
      changes: steps,
      figures: { tasks, few, many, rounds: count },
    };
  });
};

function roundsOf({ factors }: CellView): number | null {
  return factors.tasks === undefined || isUneven(factors) ? null : Math.ceil(factors.tasks / effectiveWorkers(factors));
}
