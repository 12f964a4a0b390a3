import { largest, smallest } from "../../record/limits/extremes.js";
import { whole } from "../../words/number.js";
import type { CellSummary } from "./run-analysis.js";

type Cell = Pick<CellSummary, "samples" | "trials">;

/** Numbers of samples that the one figure of every timed combination is the mean of; empty where one is a measurement. */
export function samplesOf(cells: readonly Cell[]): number[] {
  const timed = cells.filter(({ trials }) => trials.ok > 0);
  const samples = timed.flatMap((cell) => (trialsAreMeans(cell) ? [cell.samples as number] : []));
  return samples.length === timed.length ? samples : [];
}

function trialsAreMeans({ samples, trials }: Cell): boolean {
  return trials.ok === 1 && samples !== undefined;
}

/** "measured once each"; of files that hold one mean of many samples, "one mean each". */
export function onceEach(cells: readonly Cell[]): string {
  return samplesOf(cells).length > 0 ? "one mean each" : "measured once each";
}

/** "One measurement each", "One mean each". */
export function oneEach(cells: readonly Cell[]): string {
  return samplesOf(cells).length > 0 ? "One mean each" : "One measurement each";
}

/** "Each is the mean of 736 to 5,897 samples of one process, and how much these differ is not in the file. "; "" of measurements. */
export function meanWords(cells: readonly Cell[]): string {
  const samples = samplesOf(cells);
  if (samples.length === 0) return "";
  const [least, most] = [smallest(samples), largest(samples)];
  const count = least === most ? whole(most) : `${whole(least)} to ${whole(most)}`;
  return `Each is the mean of ${count} samples of one process, and how much these differ is not in the file. `;
}
