import { group } from "d3-array";
import { plural, whole } from "../../words/number.js";
import { list } from "../../words/sentence.js";
import { variantWords } from "../cells/cell-labels.js";
import { medianFigure } from "../cells/trial-figures.js";
import type { FindingRule } from "./finding.js";

/** A global that every task writes: how many of it there were, and whether the caller saw a write. */
export const separateGlobals: FindingRule = ({ views, varying, cellOf }) => {
  const seen = views.flatMap((view) => {
    const [worlds, callerSees] = ["worlds", "caller-sees"].map((name) => medianFigure(cellOf(view), name));
    if (typeof worlds !== "number" || typeof callerSees !== "number") return [];
    return { key: view.key, factors: view.factors, name: variantWords(view.factors, varying), worlds, callerSees };
  });
  const [first] = seen;
  if (first === undefined) return [];
  const namesOf = (some: typeof seen) => list(some.map(({ name }) => name));
  const byWorlds = [...group(seen, ({ worlds }) => worlds)].map(
    ([worlds, some]) => `with ${namesOf(some)} ${worlds === 1 ? "once" : `${whole(worlds)} times`}`,
  );
  const sharing = seen.filter(({ callerSees }) => callerSees > 0);
  const apart = seen.filter(({ callerSees }) => callerSees === 0);
  const caller = [
    sharing.length > 0 && `The caller found the tasks' writes in its own global with ${namesOf(sharing)}`,
    apart.length > 0 && `${sharing.length > 0 ? "none" : "The caller found none"} of them with ${namesOf(apart)}`,
  ].filter(Boolean);
  const tasks = plural(first.factors.tasks ?? 0, "task");
  const text = `${tasks} wrote one global, which existed ${list(byWorlds)}. ${caller.join(", and ")}.`;
  const figures = Object.fromEntries(seen.map(({ name, worlds }) => [name, worlds]));
  return [{ text, weight: 94, cells: seen, figures }];
};
