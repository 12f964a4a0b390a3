import type { CellChange } from "../comparisons.js";
import { effectiveWorkers, idealOf } from "../ideal.js";
import { lineWords } from "../labels.js";
import { changeWords, percent } from "../words.js";
import type { FindingContext, FindingRule } from "./finding-context.js";

/** Ideals closer than this count as equal. */
const EQUAL = 1e-9;

/**
 * Steps to more workers that clearly gain nothing although rounds alone promise a gain: where the cores are used up the
 * ideal says so too, elsewhere the difference is overhead. Steps of equal rounds are the business of `rounds`.
 */
export const flatStep: FindingRule = (context) => {
  return context.comparisons.changes.steps.flatMap((step) => {
    const { from, to, change } = step;
    const promise = promisesOf(step, context);
    const flat = change.verdict === "same" || change.verdict === "slower";
    if (!flat || promise.byRounds <= 1 + EQUAL) return [];
    const name = lineWords(from.factors, context.varying);
    const measured = `From ${from.factors.workers} to ${to.factors.workers} workers ${name} ${changeWords(change)}`;
    const saved = percent((1 - 1 / promise.byAll) * 100);
    const text =
      promise.byAll <= 1 + EQUAL
        ? `${measured}: with ${promise.cores} usable cores for CPU-bound work no gain is to be expected.`
        : `${measured}, where equal tasks in rounds${promise.cores === null ? "" : ` on ${promise.cores} cores`} would allow ${saved} less.`;
    const figures = { idealGain: promise.byAll, roundsGain: promise.byRounds, cores: promise.cores };
    return [{ text, weight: 60, evidence: { changes: [change], cells: [from.key, to.key], figures } }];
  });
};

/** By how much the ideal speed-up grows in a step: by rounds alone, and with the cores. */
function promisesOf({ from, to }: CellChange, { experiment, machine }: FindingContext) {
  const [before, after] = [from, to].map(({ factors }) => idealOf(experiment, factors, machine)) as [Ideal, Ideal];
  const alone = (ideal: Ideal, view: CellChange["from"]) =>
    ideal.tasks === null || ideal.rounds === null ? effectiveWorkers(view.factors) : ideal.tasks / ideal.rounds;
  return {
    byRounds: alone(after, to) / alone(before, from),
    byAll: after.speedUp / before.speedUp,
    cores: after.cores,
  };
}

type Ideal = ReturnType<typeof idealOf>;
