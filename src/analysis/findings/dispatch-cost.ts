import { group } from "d3-array";
import type { Cell } from "../../record/schema/run-schema.js";
import { plural } from "../../words/number.js";
import { list, sentenceCase } from "../../words/sentence.js";
import { formatTime } from "../../words/time.js";
import { isOneThread, variantWords } from "../cells/cell-labels.js";
import type { CellView } from "../cells/cell-view.js";
import { handOutMs } from "../cells/schedules.js";
import { typicalTaskMs } from "../cells/task-times.js";
import { changeWords } from "../comparing/change-words.js";
import { isUndecided, undecidedWords } from "../comparing/undecided.js";
import type { FindingContext, FindingRule } from "./finding-context.js";

/** With fewer tasks, start and end of the batch weigh more than handing it out. */
const FEWEST_TASKS = 100;
/** Two pools side by side are the business of other findings. */
const FEWEST_POOLS = 3;

/** Many tiny tasks on several pools: what each asks for handing one out. */
export const dispatchCost: FindingRule = (context) => {
  const small = context.views.filter(
    ({ factors, times }) => !isOneThread(factors.strategy) && (factors.tasks ?? 0) >= FEWEST_TASKS && times.length > 0,
  );
  return [...group(small, ({ size, factors }) => `${size}|${factors.workers}`).values()].flatMap((group) => {
    const priced = group
      .flatMap((view) => {
        const costMs = handOutMs(context.experiment.cells[view.index] as Cell);
        return costMs === null ? [] : [{ view, costMs }];
      })
      .sort((a, b) => a.costMs - b.costMs);
    const [least, most] = [priced[0], priced.at(-1)];
    if (!least || !most || priced.length < FEWEST_POOLS) return [];
    const [entry] = context.comparisons.judgeMore([{ from: most.view, to: least.view }]);
    if (entry === undefined || entry.change.ratio === null) return [];
    const names = priced.map(({ view, costMs }) => `${formatTime(costMs)} with ${nameOf(view, context)}`);
    const ends = [nameOf(least.view, context), nameOf(most.view, context)] as const;
    const change = isUndecided(entry.change)
      ? `From ${ends[1]} to ${ends[0]} there is ${undecidedWords(entry.change)}`
      : `${sentenceCase(ends[0])} ${changeWords(entry.change, ends[1])}`;
    return [
      {
        text: `Handing out ${tasksWords(least.view, context)} takes, a task, ${list(names)}. ${change}.`,
        weight: isUndecided(entry.change) ? 52 : 75,
        evidence: {
          changes: [entry.change],
          cells: priced.map(({ view }) => view.key),
          figures: Object.fromEntries(priced.map(({ view, costMs }) => [`${nameOf(view, context)} costMs`, costMs])),
        },
      },
    ];
  });
};

function nameOf({ factors }: CellView, { varying }: FindingContext): string {
  return variantWords(
    factors,
    varying.filter((name) => name !== "more"),
  );
}

/** "400 tasks of 2.10 µs". */
function tasksWords({ factors, index }: CellView, { experiment }: FindingContext): string {
  const own = typicalTaskMs(experiment.cells[index] as Cell);
  const tasks = plural(factors.tasks ?? 0, "task");
  return own === null ? tasks : `${tasks} of ${formatTime(own)}`;
}
