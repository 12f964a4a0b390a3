import { type CellView, groupBy } from "../cell-view.js";
import type { CellChange } from "../comparisons.js";
import { effectiveWorkers } from "../ideal.js";
import { lineWords } from "../labels.js";
import type { Finding } from "../types.js";
import { changeWords, counted, list, whole } from "../words.js";
import type { FindingRule } from "./finding-context.js";

/**
 * More workers, as many rounds: 8 equal tasks on 6 workers take 2 rounds, as on 4. Said once for all strategies, with
 * what each of them measured.
 */
export const rounds: FindingRule = ({ experiment, varying, comparisons }) => {
  if (experiment.division === "shares") return [];
  const flat = comparisons.changes.steps.filter(
    ({ from, to }) => roundsOf(from) !== null && roundsOf(from) === roundsOf(to) && effectiveWorkers(from.factors) > 1,
  );
  const sameStep = ({ from, to }: CellChange) => `${from.factors.tasks}|${from.factors.workers}|${to.factors.workers}`;
  return [...groupBy(flat, sameStep).values()].map((steps) => {
    const [{ from, to }] = steps as [CellChange];
    const [tasks, few, many] = [from.factors.tasks as number, from.factors.workers, to.factors.workers];
    const count = roundsOf(to) as number;
    const rule = `ceil(${tasks} / ${few}) = ceil(${tasks} / ${many}) = ${count}`;
    const text =
      `${whole(tasks)} equal tasks on ${whole(many)} workers take ${counted(count, "round")}, as on ${whole(few)} (${rule}): ` +
      `no less time is to be expected. Measured from ${few} to ${many} workers: ${list(steps.map((step) => measured(step)))}.`;
    return {
      text,
      weight: 80,
      evidence: {
        changes: steps.map(({ change }) => change),
        cells: steps.flatMap((step) => [step.from.key, step.to.key]),
        figures: { tasks, few, many, rounds: count },
      },
    } satisfies Omit<Finding, "id">;

    function measured({ from: start, change }: CellChange): string {
      const name = lineWords(start.factors, varying);
      if (change.ratio === null) return `${name} has no usable time`;
      const doubt = change.verdict === "inconclusive" && change.interval ? ", not enough evidence of a change" : "";
      return `${name} ${changeWords(change)}${doubt}`;
    }
  });
};

function roundsOf({ factors }: CellView): number | null {
  return factors.tasks === undefined ? null : Math.ceil(factors.tasks / effectiveWorkers(factors));
}
