import { sum } from "d3-array";
import { statement } from "../../words/headline.js";
import { plural } from "../../words/number.js";
import { shareWords } from "../../words/percent.js";
import { starvationOf } from "../cells/starved.js";
import type { FindingRule } from "./finding.js";

/** Trials whose tasks waited for a core longer than their own workers explain: something else wanted the cores. */
export const foreignLoad: FindingRule = ({ experiment, machine, views, cells, cellOf }) => {
  const judged = views.map((view) => ({ view, ...starvationOf(cellOf(view), experiment, machine) }));
  const starved = judged.flatMap((cell) => cell.starved);
  if (starved.length === 0) return [];
  const trials = sum(judged, (cell) => cell.judged);
  const worst = Math.max(...starved.map(({ waitShare }) => waitShare));
  // Trials that did not record their wait cannot be judged.
  const some =
    trials < sum(cells, (cell) => cell.trials.ok)
      ? `Of ${plural(trials, "trial")} that can be judged, ${starved.length}`
      : `${starved.length} of ${plural(trials, "trial")}`;
  const says = statement(
    `Something else used the machine during ${plural(starved.length, "trial")}: record again when it is idle`,
    `${some} waited longer for a core than ${starved.length === 1 ? "its" : "their"} own workers explain, ` +
      `at worst ${shareWords(worst)} of the workers' time.`,
  );
  const waiting = judged.filter((cell) => cell.starved.length > 0).map(({ view }) => view);
  const weight = starved.length > trials / 10 ? 66 : 50;
  return [{ ...says, weight, cells: waiting, figures: { starved: starved.length, trials, worst } }];
};
