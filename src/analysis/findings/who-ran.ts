import type { Trial } from "../../record/schema/run-schema.js";
import { plural } from "../../words/number.js";
import { list, listStart } from "../../words/sentence.js";
import { variantWords } from "../cells/cell-labels.js";
import type { FindingRule } from "./finding.js";

/** In how many processes and threads the tasks said that they ran, strategy by strategy. */
export const whoRan: FindingRule = ({ views, cellOf, varying }) => {
  const ran = views.flatMap((view) => {
    const trial = cellOf(view).trials.find(({ status, figures }) => status === "ok" && figures?.processes);
    return trial?.figures ? { ...view, trial } : [];
  });
  const [first] = ran;
  if (first === undefined) return [];
  const places = ran.map(({ factors, trial }) => `${variantWords(factors, varying)} ${placeWords(trial)}`);
  const { tasks } = first.factors;
  const text = `Who did the work${tasks === undefined ? "" : ` of ${plural(tasks, "task")}`}: ${list(places)}.`;
  return [{ text, weight: 57, cells: ran }];
};

/** "in 4 processes (101, 102, 103 and 104)", "in 4 threads of 1 process (100)". */
function placeWords({ figures, notes }: Trial): string {
  const [processes, threads] = [figures?.processes ?? 0, figures?.threads ?? 0];
  const ids = new Set(Object.values(notes ?? {}).flatMap((note) => /\bprocess (\d+)/.exec(note)?.[1] ?? []));
  const named = ids.size === 0 ? "" : ` (${listStart([...ids])})`;
  const where = plural(processes, "process", "processes");
  return `in ${threads > processes ? `${plural(threads, "thread")} of ` : ""}${where}${named}`;
}
