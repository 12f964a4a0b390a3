import { plural } from "../../words/number.js";
import { shareWords } from "../../words/percent.js";
import { starvationOf } from "../cells/starved.js";
import type { FindingRule } from "./finding-context.js";

/** Trials whose tasks waited for a core longer than their own workers explain: something else wanted the cores. */
export const foreignLoad: FindingRule = ({ experiment, machine, views, cells }) => {
  const judged = views.map((view) => {
    const cell = experiment.cells[view.index];
    return { view, ...(cell ? starvationOf(cell, experiment, machine) : { judged: 0, starved: [] }) };
  });
  const starved = judged.flatMap((cell) => cell.starved);
  if (starved.length === 0) return [];
  const trials = judged.reduce((sum, cell) => sum + cell.judged, 0);
  const finished = cells.reduce((sum, cell) => sum + cell.trials.ok, 0);
  const worst = Math.max(...starved.map(({ waitShare }) => waitShare));
  const text =
    `${ofJudged(starved.length, trials, finished)} waited longer for a core than ${starved.length === 1 ? "its" : "their"} own workers explain ` +
    `(at worst ${shareWords(worst)} of the workers' time): something else was using the machine. Record again when it is idle.`;
  const weight = starved.length > trials / 10 ? 66 : 50;
  const where = judged.filter((cell) => cell.starved.length > 0).map(({ view }) => view.key);
  return [{ text, weight, evidence: { cells: where, figures: { starved: starved.length, trials, worst } } }];
};

/** "9 of 220 trials", "Of 200 trials that can be judged, 36" where others cannot. */
function ofJudged(starved: number, judged: number, finished: number): string {
  return judged < finished
    ? `Of ${plural(judged, "trial")} that can be judged, ${starved}`
    : `${starved} of ${plural(judged, "trial")}`;
}
