import { median } from "../../stats/median.js";
import { statement } from "../../words/headline.js";
import { workerWords } from "../../words/number.js";
import { sentenceCase } from "../../words/sentence.js";
import { formatTime } from "../../words/time.js";
import { strategyWords } from "../cells/cell-labels.js";
import type { CellView } from "../cells/cell-view.js";
import { isTasked } from "../cells/task-times.js";
import { medianFigure } from "../cells/trial-figures.js";
import { type FigureDifference, type FigureOf, figureDifference, medianOfFigure } from "../comparing/figure-change.js";
import type { FindingContext, FindingRule } from "./finding.js";

/**
 * Costs of a task besides its work, each by itself, for pools that were measured fresh and warm on the same work: a fresh
 * pool's wait for its first task less a warm one's is the start, where the trials show one; a warm one's is dispatch.
 */
export const phaseCosts: FindingRule = (context) =>
  freshAndWarm(context.views).flatMap((pair) => {
    const costs = costsOf(pair, context);
    if (costs === null) return [];
    const { fresh, warm } = pair;
    const { start, ...figures } = costs;
    const [dispatch, back, work] = [costs.dispatchMs, costs.wayBackMs, costs.workMs].map(formatTime);
    const name = `a ${strategyWords(warm.factors.strategy)}`;
    const [low, high] = start?.interval ?? [0, 0];
    const headline =
      start && low > 0
        ? `Starting ${name} takes ${formatTime(start.mean)} once, handing out a task ${dispatch}`
        : `${sentenceCase(name)} hands out a task in ${dispatch}; no start-up cost is shown`;
    const details = [
      ...(low > 0 ? [`The start has a 95 % interval of ${formatTime(low)} to ${formatTime(high)}.`] : []),
      `Handing a result back takes ${back}, around tasks of ${work} with ${workerWords(warm.factors.workers)}: medians of a kept pool.`,
    ];
    return {
      ...statement(headline, details.join(" ")),
      weight: 76,
      cells: [fresh, warm],
      figures: { startMs: start?.mean ?? null, ...figures },
    };
  });

interface Costs {
  /** `null` where too few trials tell it. */
  start: FigureDifference | null;
  dispatchMs: number;
  workMs: number;
  wayBackMs: number;
}

function costsOf({ fresh, warm }: FreshAndWarm, context: FindingContext): Costs | null {
  const waitOf: FigureOf = ({ startUpMs }) => startUpMs;
  const start = figureDifference({ from: warm, to: fresh }, waitOf, context);
  const wayBackMs = medianFigure(context.cellOf(warm), "transfer-median-ms");
  const workMs = medianOfFigure(warm, (trial) => (isTasked(trial) ? median(trial.taskMs) : null), context);
  const dispatchMs = medianOfFigure(warm, waitOf, context);
  const isKnown = medianOfFigure(fresh, waitOf, context) !== null;
  if (wayBackMs === null || workMs === null || dispatchMs === null || !isKnown) return null;
  return { start, dispatchMs, workMs, wayBackMs };
}

export interface FreshAndWarm {
  fresh: CellView;
  warm: CellView;
}

/** Cells that differ in the use of their pool alone, in the order of the warm ones. */
export function freshAndWarm(views: readonly CellView[]): FreshAndWarm[] {
  const apartFromPool = ({ factors: { pool: _, ...levels } }: CellView) => JSON.stringify(levels);
  const used = (pool: "fresh" | "warm") => views.filter(({ factors }) => factors.pool === pool);
  return used("warm").flatMap((warm) => {
    const fresh = used("fresh").find((view) => apartFromPool(view) === apartFromPool(warm));
    return fresh ? [{ fresh, warm }] : [];
  });
}
