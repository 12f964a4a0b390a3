import { statement } from "../../words/headline.js";
import { multiple, multipleInterval, plural, workerWords } from "../../words/number.js";
import { sentenceCase } from "../../words/sentence.js";
import { coresWords } from "../cells/core-words.js";
import { usableCores } from "../cells/ideal-speed-up.js";
import { isTooWide } from "../scaling/law-words.js";
import { type LineLoss, leadLosses } from "../scaling/stack/lead-losses.js";
import { WITHOUT_LOSS } from "../scaling/stack/words.js";
import type { FindingContext, FindingRule } from "./finding.js";
import { coresFor, weightOf } from "./largest-loss.js";

/** How much less this is worth saying than that there is the loss. */
const STEP_BACK = 14;

/**
 * The speed-up without the largest loss: the rest of the time on as many workers, and nothing else changed. Where it would be
 * none even so, or where the loss itself is not clear, there is nothing to say.
 */
export const withoutLoss: FindingRule = (context) =>
  leadLosses(context.scaling).flatMap(([one]) => {
    const { point, stack, loss } = one;
    const { speedUp } = point;
    const without = loss.speedUpWithout;
    if (without === null || speedUp === null || loss.part === "unexplained" || hasCores(one, context)) return [];
    if (loss.interval !== null && loss.interval[0] <= 0) return [];
    if (without.value <= Math.max(1, speedUp.value)) return [];
    const opening = WITHOUT_LOSS[loss.part];
    const could = `${workerWords(stack.workers)} could`;
    const reached = multiple(without.value);
    const base = one.line.reference?.kind === "sequential" ? "sequential" : "one";
    return {
      ...statement(
        one.line.kind === "weak"
          ? [`${opening}, ${could} do ${reached} the work of one`, `${opening}, ${could} reach ${reached}`]
          : [`${opening}, ${could} be ${reached} as fast as ${base}`, `${opening}, ${could} reach ${reached}`],
        detailOf(one, context),
      ),
      weight: weightOf(one) - STEP_BACK,
      cells: [stack],
      figures: { loss: loss.part, share: loss.value, speedUp: speedUp.value, speedUpWithout: without.value },
    };
  });

/** Whether every worker has a core already, so far as is known: then it is others that it waits for. */
function hasCores({ line, stack, loss }: LineLoss, { machine }: FindingContext): boolean {
  return loss.part === "waiting" && stack.workers <= (usableCores(machine, line.factors) ?? Infinity);
}

function detailOf(one: LineLoss, context: FindingContext): string {
  const { line, point, stack, loss } = one;
  const base = line.reference?.kind === "sequential" ? "the sequential run" : "its single worker";
  const taken =
    loss.part === "waiting"
      ? "the waiting is taken out of every repeat, that of the single worker too"
      : "the loss is taken out of every repeat";
  return [
    limitWords(one, context),
    stack.restsOn === "one-trial" ? "It rests on the one repeat that kept its tasks." : intervalWords(one),
    `${sentenceCase(line.label)} now reaches ${multiple(point.speedUp?.value ?? 1)} against ${base}.`,
    `This is calculated, not measured: ${taken}, and all else stays.`,
    loss.part === "waiting"
      ? "Cores that are busy at the same time may slow each other down, and then it is less."
      : "",
  ]
    .filter(Boolean)
    .join(" ");
}

function intervalWords({ stack, loss: { speedUpWithout, limitedBy } }: LineLoss): string {
  const interval = speedUpWithout?.interval ?? null;
  if (limitedBy !== null) return "";
  if (interval === null) return "One measurement gives no interval.";
  if (isTooWide(interval)) return `${plural(stack.trials, "repeat")} do not tell it within a factor of 10.`;
  return `The 95 % interval is ${multipleInterval(interval)}, over ${plural(stack.trials, "repeat")}.`;
}

function limitWords(one: LineLoss, context: FindingContext): string {
  const { loss, stack } = one;
  const { tasks } = one.line.factors;
  switch (loss.limitedBy) {
    case "cores":
      return `More is not possible on ${coresWords(coresFor(one, context) ?? 0)}.`;
    case "rounds":
      return `More is not possible with ${tasks === undefined ? "so few tasks" : plural(tasks, "equal task")}.`;
    case "workers":
      return `More is not possible with ${workerWords(stack.workers)}.`;
    default:
      return "";
  }
}
