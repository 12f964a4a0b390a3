import { largest } from "../../record/limits/extremes.js";
import type { Lane } from "../../record/timing/lanes.js";

/** Shares of lanes x time until the last task ends; they add up to 1. */
export interface LaneShares {
  before: number;
  tasks: number;
  between: number;
  after: number;
}

/** Where the workers' time went, from the start of the trial to the end of its last task. */
export function laneShares(lanes: readonly Lane[]): LaneShares {
  const finish = finishOf(lanes);
  const area = finish * lanes.length || 1;
  const sum = (figure: (lane: Lane) => number) => lanes.reduce((total, lane) => total + figure(lane), 0) / area;
  const before = sum((lane) => lane[0]?.startMs ?? 0);
  const after = sum((lane) => finish - (lane.at(-1)?.endMs ?? 0));
  const tasks = sum((lane) => lane.reduce((total, { startMs, endMs }) => total + endMs - startMs, 0));
  return { before, tasks, between: Math.max(0, 1 - before - after - tasks), after };
}

/** End of the last task, in ms from the start of the trial. */
export function finishOf(lanes: readonly Lane[]): number {
  return Math.max(0, largest(lanes.flatMap((lane) => lane.at(-1)?.endMs ?? 0)));
}
