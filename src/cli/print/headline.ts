import type { RunAnalysis } from "../../analysis/results/run-analysis.js";

/** Findings that are printed after a run. */
const MOST = 3;

/**
 * What is printed after a run: its best three findings and, where the machine was not left alone, what a reader must know before
 * believing them.
 */
export function headlineOf({ findings, starved }: RunAnalysis): { text: string }[] {
  const best = findings.slice(0, MOST);
  if (starved.trials === 0 || best.some(({ id }) => id === "foreign-load")) return best;
  const own = starved.trials === 1 ? "its" : "their";
  const text =
    `Foreign load: ${starved.trials} of ${starved.judged} trials waited longer for a core than ${own} own workers explain. ` +
    "Record again when the machine is idle.";
  return [...best, { text }];
}
