import type { Trial } from "../../record/schema/run-schema.js";
import { plural } from "../../words/number.js";
import { list, listStart } from "../../words/sentence.js";
import { variantWords } from "../cells/cell-labels.js";
import type { FindingRule } from "./finding-context.js";

/** In how many processes and threads the tasks said that they ran, strategy by strategy. */
export const whoRan: FindingRule = ({ experiment, cells, varying }) => {
  const told = cells.flatMap((cell) => {
    const recorded = experiment.cells.find(({ factors }) => factors === cell.factors);
    const trial = recorded?.trials.find(({ status, figures }) => status === "ok" && figures?.processes);
    return trial?.figures ? [{ cell, trial }] : [];
  });
  const [first] = told;
  if (first === undefined) return [];
  const places = told.map(({ cell, trial }) => `${variantWords(cell.factors, varying)} ${placeWords(trial)}`);
  const tasks = first.cell.factors.tasks;
  const text = `Who did the work${tasks === undefined ? "" : ` of ${plural(tasks, "task")}`}: ${list(places)}.`;
  return [{ text, weight: 57, evidence: { cells: told.map(({ cell }) => cell.key) } }];
};

/** "in 4 processes (101, 102, 103 and 104)", "in 4 threads of 1 process (100)". */
function placeWords({ figures, notes }: Trial): string {
  const [processes, threads] = [figures?.processes ?? 0, figures?.threads ?? 0];
  const ids = new Set(Object.values(notes ?? {}).flatMap((note) => /\bprocess (\d+)/.exec(note)?.[1] ?? []));
  const named = ids.size === 0 ? "" : ` (${listStart([...ids])})`;
  const where = processes === 1 ? "1 process" : `${processes} processes`;
  return threads > processes ? `in ${plural(threads, "thread")} of ${where}${named}` : `in ${where}${named}`;
}
