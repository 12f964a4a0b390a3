import { group } from "d3-array";
import { plural } from "../../words/number.js";
import { list, sentenceCase } from "../../words/sentence.js";
import { formatTime } from "../../words/time.js";
import { isOneThread, variantWords } from "../cells/cell-labels.js";
import type { CellView } from "../cells/cell-view.js";
import { handOutMs } from "../cells/schedules.js";
import { typicalTaskMs } from "../cells/task-times.js";
import { isUndecided, pairWords } from "../comparing/change-words.js";
import { type FindingContext, type FindingRule, judged } from "./finding.js";

/** With fewer tasks, start and end of the batch weigh more than handing it out. */
const FEWEST_TASKS = 100;
/** Two pools side by side are the business of other findings. */
const FEWEST_POOLS = 3;

/** Price of handing out one of many tiny tasks, on several pools. */
export const dispatchCost: FindingRule = (context) => {
  const small = context.views.filter(
    ({ factors, times }) => !isOneThread(factors.strategy) && (factors.tasks ?? 0) >= FEWEST_TASKS && times.length > 0,
  );
  return [...group(small, ({ size, factors }) => `${size}|${factors.workers}`).values()].flatMap((pools) => {
    const priced = pools
      .flatMap((view) => {
        const costMs = handOutMs(context.cellOf(view));
        return costMs === null ? [] : [{ view, name: nameOf(view, context), costMs }];
      })
      .sort((a, b) => a.costMs - b.costMs);
    const [least, most] = [priced[0], priced.at(-1)];
    if (!least || !most || priced.length < FEWEST_POOLS) return [];
    return judged([{ from: most.view, to: least.view }], context).map((entry) => {
      const names = priced.map(({ name, costMs }) => `${formatTime(costMs)} with ${name}`);
      const change = sentenceCase(pairWords(entry.change, most.name, least.name));
      return {
        text: `Handing out ${tasksWords(least.view, context)} takes, a task, ${list(names)}. ${change}.`,
        weight: isUndecided(entry.change) ? 52 : 75,
        changes: [entry],
        cells: priced.map(({ view }) => view),
        figures: Object.fromEntries(priced.map(({ name, costMs }) => [`${name} costMs`, costMs])),
      };
    });
  });
};

function nameOf({ factors }: CellView, { varying }: FindingContext): string {
  return variantWords(
    factors,
    varying.filter((name) => name !== "more"),
  );
}

/** "400 tasks of 2.10 µs". */
function tasksWords(view: CellView, { cellOf }: FindingContext): string {
  const own = typicalTaskMs(cellOf(view));
  const tasks = plural(view.factors.tasks ?? 0, "task");
  return own === null ? tasks : `${tasks} of ${formatTime(own)}`;
}
