import { sum } from "d3-array";
import type { Cell, Trial } from "../../record/schema/run-schema.js";
import { median } from "../../stats/median.js";

/** A trial that went well and has the time of every task, none of them below what a clock can show. */
export type TaskedTrial = Trial & { wallMs: number; taskMs: number[] };

/** The trials of a cell that say how long each task took, in order of block. */
export function taskedTrials(cell: Cell): TaskedTrial[] {
  return cell.trials.filter(isTasked).sort((a, b) => a.block - b.block);
}

/** Whether a trial went well and says how long each task took. */
export function isTasked(trial: Trial): trial is TaskedTrial {
  const { status, wallMs, taskMs } = trial;
  return status === "ok" && wallMs !== null && wallMs > 0 && !!taskMs?.length && taskMs.every((ms) => ms > 0);
}

/** Median over the trials of their median task time, in ms; `null` where no trial has task times. */
export function typicalTaskMs(cell: Cell): number | null {
  const trials = taskedTrials(cell);
  return trials.length === 0 ? null : median(trials.map(({ taskMs }) => median(taskMs)));
}

/** Share of the tasks' time that they were ready and waited for a core, median over trials; `null` where unknown. */
export function waitShare(cell: Cell): number | null {
  const shares = taskedTrials(cell).flatMap(({ queueWaitMs, taskMs }) =>
    typeof queueWaitMs === "number" ? [queueWaitMs / sum(taskMs)] : [],
  );
  return shares.length === 0 ? null : Math.min(1, median(shares));
}
