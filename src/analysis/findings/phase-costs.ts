import type { Cell } from "../../record/schema/run-schema.js";
import { median } from "../../stats/median.js";
import { sentenceCase } from "../../words/sentence.js";
import { formatTime } from "../../words/time.js";
import { strategyWords } from "../cells/cell-labels.js";
import type { CellView } from "../cells/cell-view.js";
import { medianFigure } from "../cells/trial-figures.js";
import type { FindingContext, FindingRule } from "./finding-context.js";

/**
 * What a task costs besides its work, each cost by itself, for pools that were measured fresh and warm on the same work: a
 * fresh pool's wait for its first task less a warm one's is the start; a warm one's is dispatch.
 */
export const phaseCosts: FindingRule = (context) =>
  context.views.flatMap((warm) => {
    const wayBackMs = medianFigure(context.experiment.cells[warm.index] as Cell, "transfer-median-ms");
    const fresh = warm.factors.pool === "warm" ? freshOf(warm, context) : undefined;
    if (fresh === undefined || wayBackMs === null) return [];
    const [freshMs, dispatchMs] = [fresh, warm].map((view) => context.summaryOf(view).medianStartUpMs);
    const workMs = medianTaskMs(context.experiment.cells[warm.index] as Cell);
    if (typeof freshMs !== "number" || typeof dispatchMs !== "number" || workMs === null) return [];
    const startMs = Math.max(0, freshMs - dispatchMs);
    const text =
      `${strategyWords(warm.factors.strategy)}, around tasks of ${formatTime(workMs)}: the start takes ${formatTime(startMs)} once, ` +
      `dispatch ${formatTime(dispatchMs)} and the way back ${formatTime(wayBackMs)} a task, in medians.`;
    const figures = { startMs, dispatchMs, workMs, wayBackMs };
    return [{ text: sentenceCase(text), weight: 76, evidence: { cells: [fresh.key, warm.key], figures } }];
  });

function freshOf(warm: CellView, { views }: FindingContext): CellView | undefined {
  const { pool: _, ...levels } = warm.factors;
  const wanted = JSON.stringify({ ...levels, pool: "fresh" });
  return views.find(({ factors: { pool, ...others } }) => JSON.stringify({ ...others, pool }) === wanted);
}

function medianTaskMs({ trials }: Cell): number | null {
  const times = trials.filter(({ status }) => status === "ok").flatMap(({ taskMs }) => taskMs ?? []);
  return times.length === 0 ? null : median(times);
}
