import { sum } from "d3-array";
import { largest } from "../../record/limits/extremes.js";
import { statement } from "../../words/headline.js";
import { plural, whole } from "../../words/number.js";
import { shareWords } from "../../words/percent.js";
import { cellKey } from "../cells/cell-keys.js";
import { starvationOf } from "../cells/starved.js";
import type { FindingRule } from "./finding.js";

/**
 * Trials whose tasks waited for a core longer than their own workers explain: something else wanted the cores. Those of a twin
 * count as all others do on the page.
 */
export const foreignLoad: FindingRule = ({ experiment, machine }) => {
  const judged = experiment.cells.map((cell) => ({ cell, ...starvationOf(cell, experiment, machine) }));
  const starved = judged.flatMap((cell) => cell.starved);
  if (starved.length === 0) return [];
  const trials = sum(judged, (cell) => cell.judged);
  const worst = largest(starved.map(({ waitShare }) => waitShare));
  const isOne = starved.length === 1;
  // Trials that did not record their wait cannot be judged.
  const judgeable =
    trials < sum(experiment.cells, (cell) => cell.trials.filter(({ status }) => status === "ok").length)
      ? ` ${whole(trials)} recorded their waiting and can be judged.`
      : "";
  const says = statement(
    `${whole(starved.length)} of ${plural(trials, "measurement")} ${isOne ? "was" : "were"} disturbed by other programs: record again when idle`,
    `${isOne ? "It" : "They"} waited longer for a core than ${isOne ? "its" : "their"} own workers explain, ` +
      `at worst ${shareWords(worst)} of the workers' time.${judgeable}`,
  );
  const waiting = judged.filter((cell) => cell.starved.length > 0).map(({ cell }) => ({ key: cellKey(cell.factors) }));
  const weight = starved.length > trials / 10 ? 66 : 50;
  return [{ ...says, weight, cells: waiting, figures: { starved: starved.length, trials, worst } }];
};
