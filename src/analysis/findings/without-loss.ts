import type { Ratio } from "../../stats/interval.js";
import { multiple, multipleInterval, workerWords } from "../../words/number.js";
import { coresWords } from "../cells/core-words.js";
import { type LineLoss, leadLosses } from "../scaling/stack/lead-losses.js";
import { LOSS_NOUNS, WITHOUT_LOSS } from "../scaling/stack/words.js";
import type { FindingContext, FindingRule } from "./finding.js";
import { coresFor, weightOf } from "./largest-loss.js";

/** How much less this is worth saying than that there is the loss. */
const STEP_BACK = 14;

/**
 * The speed-up without the largest loss: the rest of the time on as many workers, and nothing else changed. Where it would be
 * none even so, there is nothing to say.
 */
export const withoutLoss: FindingRule = (context) =>
  leadLosses(context.scaling).flatMap(([one]) => {
    const { line, point, stack, loss } = one;
    const { speedUp } = point;
    const without = loss.speedUpWithout;
    if (without === null || speedUp === null || loss.part === "unexplained") return [];
    if (without.value <= Math.max(1, speedUp.value)) return [];
    const kind = line.kind === "weak" ? "scaled speed-up" : "speed-up";
    const text =
      `Without ${LOSS_NOUNS[loss.part]} (that is, with ${WITHOUT_LOSS[loss.part]}) and all else as it is, ` +
      `${workerWords(stack.workers)} (${line.label}) would reach a ${kind} of ${reachWords(without, one, context)} ` +
      `instead of ${multiple(speedUp.value)}.`;
    const figures = { loss: loss.part, share: loss.value, speedUp: speedUp.value, speedUpWithout: without.value };
    return { text, weight: weightOf(one) - STEP_BACK, cells: [stack], figures };
  });

/** "3.65× (95 % interval 3.40 to 3.90×)", "at most 2.00×, what 2 cores allow,". */
function reachWords({ value, interval }: Ratio, one: LineLoss, context: FindingContext): string {
  const { loss, stack } = one;
  if (loss.limitedByCores) return `at most ${multiple(value)}, what ${coresWords(coresFor(one, context) ?? 0)} allow,`;
  if (interval !== null) return `${multiple(value)} (95 % interval ${multipleInterval(interval)})`;
  return `${multiple(value)} (${stack.restsOn === "one-trial" ? "by the one trial that kept its tasks" : "no interval"})`;
}
