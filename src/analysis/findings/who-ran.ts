import { largest, smallest } from "../../record/limits/extremes.js";
import type { Cell, Trial } from "../../record/schema/run-schema.js";
import { statement } from "../../words/headline.js";
import { plural, whole } from "../../words/number.js";
import { listStart, sentenceCase } from "../../words/sentence.js";
import { variantWords } from "../cells/cell-labels.js";
import { figuresOf } from "../cells/trial-figures.js";
import type { FindingRule } from "./finding.js";

/** In how many processes and threads the tasks said that they ran, strategy by strategy. */
export const whoRan: FindingRule = ({ views, cellOf, varying }) => {
  const ran = views.flatMap((view) => {
    const cell = cellOf(view);
    const places = { processes: rangeOf(cell, "processes"), threads: rangeOf(cell, "threads") };
    return places.processes[1] === 0 ? [] : [{ ...view, places, trial: namingTrial(cell) }];
  });
  const [first] = ran;
  if (first === undefined) return [];
  const { tasks } = first.factors;
  const what = tasks === undefined ? "Tasks" : plural(tasks, "task");
  const all = ran.flatMap(({ places }) => places.processes);
  const where = rangeWords([smallest(all), largest(all)], "process", "processes");
  const detail = ran.map(({ factors, places, trial }) =>
    sentenceCase(
      `${variantWords(factors, varying)}: ${placeWords(places)}${trial === undefined ? "" : idWords(trial)}.`,
    ),
  );
  const says = statement(`${what} ran in ${where}${isOne(all) ? "" : ", depending on the strategy"}`, detail.join(" "));
  return [{ ...says, weight: 57, cells: ran }];
};

type Range = [least: number, most: number];

interface Places {
  processes: Range;
  threads: Range;
}

function rangeOf(cell: Cell, figure: string): Range {
  const counts = figuresOf(cell, figure);
  return counts.length === 0 ? [0, 0] : [smallest(counts), largest(counts)];
}

function isOne(counts: readonly number[]): boolean {
  return counts.every((count) => count === counts[0]);
}

/** "4 processes", "1 to 4 processes". */
function rangeWords([least, most]: Range, one: string, many = `${one}s`): string {
  return least === most ? plural(most, one, many) : `${whole(least)} to ${plural(most, one, many)}`;
}

/** "4 processes", "4 threads of 1 process": over all trials. */
function placeWords({ processes, threads }: Places): string {
  const where = rangeWords(processes, "process", "processes");
  return threads[1] > processes[1] ? `${rangeWords(threads, "thread")} of ${where}` : where;
}

/** The first trial whose tasks named their processes. */
function namingTrial({ trials }: Cell): Trial | undefined {
  return trials.find((trial) => trial.status === "ok" && idsOf(trial).length > 0);
}

function idsOf({ notes }: Trial): string[] {
  return [...new Set(Object.values(notes ?? {}).flatMap((note) => /\bprocess (\d+)/.exec(note)?.[1] ?? []))];
}

/** ", with process ids 101, 102, 103 and 104 in repeat 0": a process has its id in one trial only. */
function idWords(trial: Trial): string {
  const ids = idsOf(trial);
  return `, with process ${ids.length === 1 ? "id" : "ids"} ${listStart(ids)} in repeat ${whole(trial.block)}`;
}
