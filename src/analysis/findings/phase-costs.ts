import type { Cell } from "../../record/schema/run-schema.js";
import { median } from "../../stats/median.js";
import { sentenceCase } from "../../words/sentence.js";
import { formatTime } from "../../words/time.js";
import { strategyWords } from "../cells/cell-labels.js";
import type { CellView } from "../cells/cell-view.js";
import { medianFigure } from "../cells/trial-figures.js";
import type { FindingRule } from "./finding.js";

/**
 * Costs of a task besides its work, each by itself, for pools that were measured fresh and warm on the same work: a fresh
 * pool's wait for its first task less a warm one's is the start; a warm one's is dispatch.
 */
export const phaseCosts: FindingRule = ({ views, cellOf, summaryOf }) =>
  freshAndWarm(views).flatMap(({ fresh, warm }) => {
    const wayBackMs = medianFigure(cellOf(warm), "transfer-median-ms");
    const [freshMs, dispatchMs] = [fresh, warm].map((view) => summaryOf(view).medianStartUpMs);
    const workMs = medianTaskMs(cellOf(warm));
    if (wayBackMs === null || workMs === null) return [];
    if (typeof freshMs !== "number" || typeof dispatchMs !== "number") return [];
    const startMs = Math.max(0, freshMs - dispatchMs);
    const text =
      `${strategyWords(warm.factors.strategy)}, around tasks of ${formatTime(workMs)}: the start takes ${formatTime(startMs)} once, ` +
      `dispatch ${formatTime(dispatchMs)} and the way back ${formatTime(wayBackMs)} a task, in medians.`;
    const figures = { startMs, dispatchMs, workMs, wayBackMs };
    return { text: sentenceCase(text), weight: 76, cells: [fresh, warm], figures };
  });

/** Cells that differ in the use of their pool alone, in the order of the warm ones. */
export function freshAndWarm(views: readonly CellView[]): { fresh: CellView; warm: CellView }[] {
  const apartFromPool = ({ factors: { pool: _, ...levels } }: CellView) => JSON.stringify(levels);
  const used = (pool: "fresh" | "warm") => views.filter(({ factors }) => factors.pool === pool);
  return used("warm").flatMap((warm) => {
    const fresh = used("fresh").find((view) => apartFromPool(view) === apartFromPool(warm));
    return fresh ? [{ fresh, warm }] : [];
  });
}

function medianTaskMs({ trials }: Cell): number | null {
  const times = trials.filter(({ status }) => status === "ok").flatMap(({ taskMs }) => taskMs ?? []);
  return times.length === 0 ? null : median(times);
}
