import { group } from "d3-array";
import type { Cell } from "../../record/schema/run-schema.js";
import { plural, whole } from "../../words/number.js";
import { list } from "../../words/sentence.js";
import { variantWords } from "../cells/cell-labels.js";
import { medianFigure } from "../cells/trial-figures.js";
import type { FindingRule } from "./finding-context.js";

/** A global that every task writes: how many of it there were, and whether the caller saw a write. */
export const separateGlobals: FindingRule = ({ experiment, views, varying }) => {
  const seen = views.flatMap((view) => {
    const cell = experiment.cells[view.index] as Cell;
    const worlds = medianFigure(cell, "worlds");
    const callerSees = medianFigure(cell, "caller-sees");
    if (worlds === null || callerSees === null) return [];
    return [
      { key: view.key, name: variantWords(view.factors, varying), tasks: view.factors.tasks ?? 0, worlds, callerSees },
    ];
  });
  const [first] = seen;
  if (first === undefined) return [];
  const byWorlds = [...group(seen, ({ worlds }) => String(worlds)).values()].map(
    (group) => `with ${list(group.map(({ name }) => name))} ${times(group[0]?.worlds ?? 0)}`,
  );
  const sharing = seen.filter(({ callerSees }) => callerSees > 0);
  const apart = seen.filter(({ callerSees }) => callerSees === 0);
  const caller = [
    sharing.length > 0 &&
      `The caller found the tasks' writes in its own global with ${list(sharing.map(({ name }) => name))}`,
    apart.length > 0 &&
      `${sharing.length > 0 ? "none" : "The caller found none"} of them with ${list(apart.map(({ name }) => name))}`,
  ].filter(Boolean);
  const text = `${plural(first.tasks, "task")} wrote one global, which existed ${list(byWorlds)}. ${caller.join(", and ")}.`;
  const figures = Object.fromEntries(seen.map(({ name, worlds }) => [name, worlds]));
  return [{ text, weight: 94, evidence: { cells: seen.map(({ key }) => key), figures } }];
};

function times(count: number): string {
  return count === 1 ? "once" : `${whole(count)} times`;
}
