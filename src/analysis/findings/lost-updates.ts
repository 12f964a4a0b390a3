import { whole } from "../../words/number.js";
import { shareWords } from "../../words/percent.js";
import { list } from "../../words/sentence.js";
import { strategyWords } from "../cells/cell-labels.js";
import type { CellView } from "../cells/cell-view.js";
import { figuresOf, medianFigure } from "../cells/trial-figures.js";
import type { FindingContext, FindingRule } from "./finding.js";

interface Count {
  key: string;
  name: string;
  atomics: boolean;
  expected: number;
  counted: number;
  /** Most lost in any trial: one trial that lost something is enough to know. */
  mostLost: number;
  /** Whether the tasks had the caller's memory, not a copy. */
  shared: boolean;
  oneThread: boolean;
}

/** One counter for all tasks: additions lost without Atomics and with them, and processes that had a copy. */
export const lostUpdates: FindingRule = (context) => {
  const counts = context.views.flatMap((view) => countOf(view, context) ?? []);
  if (counts.length === 0) return [];
  const parallel = counts.filter(({ shared, oneThread }) => shared && !oneThread);
  const sentences = [
    plainWords(parallel.filter(({ atomics }) => !atomics)),
    atomicWords(parallel.filter(({ atomics }) => atomics)),
    copyWords(counts.filter(({ shared }) => !shared)),
  ].filter(Boolean);
  const figures = Object.fromEntries(counts.map(({ key, mostLost }) => [key, mostLost]));
  return [{ text: sentences.join(" "), weight: 93, cells: counts, figures }];
};

function countOf(view: CellView, { cellOf }: FindingContext): Count | null {
  const { factors, key } = view;
  const cell = cellOf(view);
  const [expected, counted, sharing] = ["expected", "counted", "sharing"].map((name) => medianFigure(cell, name));
  if (typeof expected !== "number" || typeof counted !== "number") return null;
  return {
    key,
    name: strategyWords(factors.strategy),
    atomics: factors.more?.atomics === true,
    expected,
    counted,
    mostLost: Math.max(0, ...figuresOf(cell, "lost")),
    shared: (sharing ?? 0) > 0,
    oneThread: factors.strategy === "event-loop" || factors.strategy === "sequential",
  };
}

function plainWords(plain: readonly Count[]): string {
  if (plain.length === 0) return "";
  const losers = plain.filter(({ mostLost }) => mostLost > 0);
  const others = list(plain.filter(({ mostLost }) => mostLost === 0).map(({ name }) => name));
  if (losers.length === 0)
    return `Threads that shared a counter lost no update this time, without Atomics (${others}): nothing promises it.`;
  const words = losers.map(({ name, expected, counted, mostLost }) => {
    // Losses are a matter of luck: where the median trial lost nothing, the worst one speaks.
    const lost = expected - counted;
    const share = (count: number) => `${whole(count)} of ${whole(expected)} (${shareWords(count / expected)})`;
    return lost > 0 ? `${name} ${share(lost)}` : `${name} up to ${share(mostLost)}`;
  });
  const none = others === "" ? "" : `, ${others} none this time`;
  return `Without Atomics, threads that share a counter lose additions: ${list(words)}${none}.`;
}

function atomicWords(atomic: readonly Count[]): string {
  if (atomic.length === 0) return "";
  const losers = atomic.filter(({ mostLost }) => mostLost > 0).map(({ name }) => name);
  return losers.length === 0 ? "With Atomics none is lost." : `With Atomics, ${list(losers)} still lost some.`;
}

function copyWords(copies: readonly Count[]): string {
  if (copies.length === 0) return "";
  const names = [...new Set(copies.map(({ name }) => name))];
  const untouched = copies.every(({ counted }) => counted === 0);
  return `A process gets a copy of the memory${untouched ? ", and the caller's counter stays at 0" : ""} (${list(names)}).`;
}
