import { group } from "d3-array";
import { largest } from "../../record/limits/extremes.js";
import { statement } from "../../words/headline.js";
import { plural, whole } from "../../words/number.js";
import { list } from "../../words/sentence.js";
import { isOneThread, variantWords } from "../cells/cell-labels.js";
import { figuresOf, medianFigure } from "../cells/trial-figures.js";
import type { FindingRule } from "./finding.js";

/** A global that every task writes: how many of it there were, and whether the caller saw a write. */
export const separateGlobals: FindingRule = ({ views, varying, cellOf }) => {
  const seen = views.flatMap((view) => {
    const worlds = medianFigure(cellOf(view), "worlds");
    const callerSees = figuresOf(cellOf(view), "caller-sees");
    if (worlds === null || callerSees.length === 0) return [];
    const { key, factors } = view;
    return [{ key, factors, name: variantWords(factors, varying), worlds, sees: largest(callerSees) > 0 }];
  });
  const [first] = seen;
  if (first === undefined) return [];
  const namesOf = (some: typeof seen) => list(some.map(({ name }) => name));
  const byWorlds = [...group(seen, ({ worlds }) => worlds)].map(
    ([worlds, some]) => `${worlds === 1 ? "1 copy" : `${whole(worlds)} copies`} with ${namesOf(some)}`,
  );
  const sharing = seen.filter(({ sees }) => sees);
  const apart = seen.filter(({ sees }) => !sees);
  const caller = [
    sharing.length > 0 && `The caller saw what they wrote with ${namesOf(sharing)}`,
    apart.length > 0 &&
      `${sharing.length > 0 ? "never" : "The caller never saw what they wrote"} with ${namesOf(apart)}`,
  ].filter(Boolean);
  const detail = `${plural(first.factors.tasks ?? 0, "task")} wrote one global. In the median repeat it existed in ${list(byWorlds)}. ${caller.join(", and ")}.`;
  const figures = Object.fromEntries(seen.map(({ name, worlds }) => [name, worlds]));
  return [{ ...statement(headline(sharing, apart), detail), weight: 94, cells: seen, figures }];
};

interface Seen {
  factors: { strategy: string };
}

function headline(sharing: readonly Seen[], apart: readonly Seen[]): string {
  const isAlone = ({ factors }: Seen) => isOneThread(factors.strategy);
  if (apart.length === 0) return "What tasks write into a global, the caller sees";
  if (sharing.every(isAlone) && !apart.some(isAlone))
    return "Workers have globals of their own: the caller sees none of what they write";
  return "Only some strategies let the caller see what tasks write into a global";
}
