import { group } from "d3-array";
import { type Statement, statement } from "../../words/headline.js";
import { plural } from "../../words/number.js";
import { timeChange } from "../../words/percent.js";
import { list, sentenceCase } from "../../words/sentence.js";
import { formatTime } from "../../words/time.js";
import { isOneThread, variantWords } from "../cells/cell-labels.js";
import type { CellView } from "../cells/cell-view.js";
import { handOutMs } from "../cells/schedules.js";
import { typicalTaskMs } from "../cells/task-times.js";
import {
  type FigureChange,
  figureChanges,
  figureEvidence,
  figureInterval,
  medianOfFigure,
} from "../comparing/figure-change.js";
import type { FindingContext, FindingRule } from "./finding.js";

/** With fewer tasks, start and end of the batch weigh more than handing it out. */
const FEWEST_TASKS = 100;
/** Two pools side by side are the business of other findings. */
const FEWEST_POOLS = 3;

/** Price of handing out one of many tiny tasks, on several pools: who does it for less is said where their trials show it. */
export const dispatchCost: FindingRule = (context) => {
  const small = context.views.filter(
    ({ factors, times }) => !isOneThread(factors.strategy) && (factors.tasks ?? 0) >= FEWEST_TASKS && times.length > 0,
  );
  return [...group(small, ({ size, factors }) => `${size}|${factors.workers}`).values()].flatMap((pools) => {
    const priced = pools.flatMap((view) => pricedPool(view, context)).sort((a, b) => a.costMs - b.costMs);
    const [least, ...others] = priced;
    if (!least || priced.length < FEWEST_POOLS) return [];
    const pairs = others.map(({ view }) => ({ from: view, to: least.view }));
    const changes = figureChanges(pairs, costOf, context) as FigureChange[];
    const shown = changes.findLast((change) => change.shown === "less");
    return {
      ...says(priced, changes, context),
      weight: shown ? 75 : 52,
      cells: priced.map(({ view }) => view),
      figures: {
        ...Object.fromEntries(priced.map(({ name, costMs }) => [`${name} costMs`, costMs])),
        ...(shown && figureEvidence("least", shown)),
      },
    };
  });
};

interface PricedPool {
  view: CellView;
  name: string;
  /** Of handing out a task, median over the trials. */
  costMs: number;
}

function costOf(trial: Parameters<typeof handOutMs>[0], { factors }: CellView): number | null {
  return handOutMs(trial, factors);
}

function pricedPool(view: CellView, context: FindingContext): PricedPool[] {
  const costMs = medianOfFigure(view, costOf, context);
  const levels = context.varying.filter((name) => name !== "more");
  return costMs === null ? [] : [{ view, name: variantWords(view.factors, levels), costMs }];
}

/** @param priced the least first; `changes` of it against each of the others, in the same order */
function says(priced: readonly PricedPool[], changes: readonly FigureChange[], context: FindingContext): Statement {
  const least = priced[0] as PricedPool;
  const costs = priced.map(({ name, costMs }) => `${formatTime(costMs)} with ${name}`);
  const medians = `Of ${tasksWords(least.view, context)}, handing out one takes ${list(costs)}, in medians.`;
  const place = changes.findLastIndex(({ shown }) => shown === "less");
  const [change, most] = [changes[place], priced[place + 1]];
  if (!change || !most) return statement("No pool is shown to hand out small tasks faster than another", medians);
  const gain = timeChange(change.changePercent ?? 0, most.name);
  if (changes.every(({ shown }) => shown === "less")) {
    const against = `It takes ${gain}, ${figureInterval(change)}.`;
    const headline = `${sentenceCase(least.name)}: handing out small tasks is fastest, ${formatTime(least.costMs)} each`;
    return statement(headline, `${against} ${medians}`);
  }
  const headlines = [
    `${sentenceCase(least.name)}: handing out a small task takes ${gain}`,
    `The fastest pool: handing out a small task takes ${timeChange(change.changePercent ?? 0, "another")}`,
  ];
  return statement(headlines, `${sentenceCase(figureInterval(change))}. ${medians}`);
}

/** "400 tasks of 2.10 µs". */
function tasksWords(view: CellView, { cellOf }: FindingContext): string {
  const own = typicalTaskMs(cellOf(view));
  const tasks = plural(view.factors.tasks ?? 0, "task");
  return own === null ? tasks : `${tasks} of ${formatTime(own)}`;
}
