import { greatest } from "d3-array";
import { statement } from "../../words/headline.js";
import { whole } from "../../words/number.js";
import { shareWords } from "../../words/percent.js";
import { list, sentenceCase } from "../../words/sentence.js";
import { strategyWords } from "../cells/cell-labels.js";
import type { CellView } from "../cells/cell-view.js";
import { figureOf, medianFigure } from "../cells/trial-figures.js";
import type { FindingContext, FindingRule } from "./finding.js";

interface Count {
  key: string;
  name: string;
  atomics: boolean;
  expected: number;
  counted: number;
  /** Most lost in any trial: one trial that lost something is enough to know. */
  mostLost: number;
  /** Block of that trial. */
  worstBlock: number;
  /** Whether the tasks had the caller's memory, not a copy. */
  shared: boolean;
  oneThread: boolean;
}

/** One counter for all tasks: additions lost without Atomics and with them, and processes that had a copy. */
export const lostUpdates: FindingRule = (context) => {
  const counts = context.views.flatMap((view) => countOf(view, context) ?? []);
  const parallel = counts.filter(({ shared, oneThread }) => shared && !oneThread);
  const [plain, atomic] = [false, true].map((atomics) => parallel.filter((count) => count.atomics === atomics));
  const copies = counts.filter(({ shared }) => !shared);
  if (parallel.length + copies.length === 0) return [];
  const sentences = [plainWords(plain ?? []), atomicWords(atomic ?? [], plain ?? []), copyWords(copies)].filter(
    Boolean,
  );
  const figures = Object.fromEntries(counts.map(({ key, mostLost }) => [key, mostLost]));
  return [
    { ...statement(headline(plain ?? [], atomic ?? []), sentences.join(" ")), weight: 93, cells: counts, figures },
  ];
};

function headline(plain: readonly Count[], atomic: readonly Count[]): string {
  const isLosing = ({ mostLost }: Count) => mostLost > 0;
  if (plain.some(isLosing)) return "Without Atomics, threads that share a counter lose additions";
  if (atomic.some(isLosing)) return "Additions to a shared counter were lost in spite of Atomics";
  if (plain.length > 0) return "Threads that shared a counter lost no addition this time, without Atomics";
  if (atomic.length > 0) return "Threads that shared a counter lost no addition with Atomics";
  return "Tasks of other processes count on a copy of the counter";
}

function countOf(view: CellView, { cellOf }: FindingContext): Count | null {
  const { factors, key } = view;
  const cell = cellOf(view);
  const [expected, counted, sharing] = ["expected", "counted", "sharing"].map((name) => medianFigure(cell, name));
  const worst = greatest(
    cell.trials.filter(({ status }) => status === "ok"),
    (trial) => figureOf(trial, "lost") ?? 0,
  );
  if (typeof expected !== "number" || typeof counted !== "number") return null;
  return {
    key,
    name: strategyWords(factors.strategy),
    atomics: factors.more?.atomics === true,
    expected,
    counted,
    mostLost: Math.max(0, (worst && figureOf(worst, "lost")) ?? 0),
    worstBlock: worst?.block ?? 0,
    shared: (sharing ?? 0) > 0,
    oneThread: factors.strategy === "event-loop" || factors.strategy === "sequential",
  };
}

function plainWords(plain: readonly Count[]): string {
  if (plain.length === 0) return "";
  const losers = plain.filter(({ mostLost }) => mostLost > 0);
  const others = list(plain.filter(({ mostLost }) => mostLost === 0).map(({ name }) => name));
  if (losers.length === 0) return `Nothing promises it to ${others}.`;
  return `${lossWords(losers)}${others && ` ${sentenceCase(others)} lost none this time.`}`;
}

/** Losses are a matter of luck: where the median trial lost nothing, the worst one speaks. */
function lossWords(losers: readonly Count[]): string {
  const share = (lost: number, { expected }: Count) =>
    `${whole(lost)} of ${whole(expected)} additions (${shareWords(lost / expected)})`;
  const lostOf = ({ expected, counted }: Count) => expected - counted;
  const usual = losers
    .filter((count) => lostOf(count) > 0)
    .map((count) => `${count.name} lost ${share(lostOf(count), count)}`);
  const worst = losers
    .filter((count) => lostOf(count) <= 0)
    .map((count) => `${count.name} lost ${share(count.mostLost, count)} in repeat ${whole(count.worstBlock)}`);
  return [
    ...(usual.length > 0 ? [`In the median repeat ${list(usual)}.`] : []),
    ...(worst.length > 0 ? [`At worst ${list(worst)}.`] : []),
  ].join(" ");
}

function atomicWords(atomic: readonly Count[], plain: readonly Count[]): string {
  if (atomic.length === 0) return "";
  const losers = atomic.filter(({ mostLost }) => mostLost > 0);
  if (losers.length > 0) return `${plain.length === 0 ? "" : "With Atomics: "}${lossWords(losers)}`;
  // Else the headline says it.
  return plain.length === 0 ? "" : "With Atomics none were lost.";
}

function copyWords(copies: readonly Count[]): string {
  if (copies.length === 0) return "";
  const names = [...new Set(copies.map(({ name }) => name))];
  const untouched = copies.every(({ counted }) => counted === 0);
  return `A process gets a copy of the memory${untouched ? ", and the caller's counter stays at 0" : ""} (${list(names)}).`;
}
