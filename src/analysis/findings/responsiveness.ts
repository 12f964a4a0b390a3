import { largest, smallest } from "../../record/limits/extremes.js";
import { statement } from "../../words/headline.js";
import { plural, workerWords } from "../../words/number.js";
import { list } from "../../words/sentence.js";
import { formatTime } from "../../words/time.js";
import { isOneThread, variantWords } from "../cells/cell-labels.js";
import type { CellView } from "../cells/cell-view.js";
import { figureOf, figuresOf, medianFigure } from "../cells/trial-figures.js";
import type { FindingContext, FindingRule } from "./finding.js";

/** Held up for so much of the whole time counts as all along. */
const ALL_ALONG = 0.8;

/** How long the tasks of one cell hold up the caller's event loop. */
interface Hold {
  key: string;
  name: string;
  isAlone: boolean;
  trials: number;
  /** Medians over trials, and the longest hold of any. */
  maxMs: number;
  p99Ms: number;
  mostMs: number;
  /** Whether a hold lasts for most of the work in every trial. */
  isAllAlong: boolean;
}

/** How long anything else in the caller had to wait for its event loop while the tasks ran. */
export const responsiveness: FindingRule = (context) => {
  const holds = context.views.flatMap((view) => holdOf(view, context) ?? []).sort((a, b) => b.maxMs - a.maxMs);
  if (holds.length === 0) return [];
  const blocked = holds.filter(({ isAllAlong }) => isAllAlong);
  const free = holds.filter(({ isAllAlong }) => !isAllAlong);
  const counts = holds.map(({ trials }) => trials);
  const detail = [
    blocked.length > 0 && `Anything else in the program waits up to ${list(blocked.map(longest))}.`,
    free.length > 0 &&
      `${blocked.length > 0 ? `With ${nameOf(free, "the others")} it` : "It"} waits up to ${rangeWords(free)}, ` +
        `and at 99 of 100 moments no longer than ${formatTime(largest(free.map(({ p99Ms }) => p99Ms)))}.`,
    largest(counts) === 1
      ? "Each was measured once."
      : `${free.length > 0 || blocked.length === 0 ? "The first figure is the longest wait of any repeat, the others" : "These"} are medians over ${plural(smallest(counts), "repeat")}${isOne(counts) ? "" : " or more"}.`,
  ];
  const figures = Object.fromEntries(holds.map(({ name, maxMs }) => [name, maxMs]));
  const says = statement(headlines(blocked, free), detail.filter(Boolean).join(" "));
  return [{ ...says, weight: 95, cells: holds, figures }];
};

function holdOf(view: CellView, { cellOf, views, varying }: FindingContext): Hold | null {
  const cell = cellOf(view);
  const [maxMs, p99Ms] = ["loop-delay-max-ms", "loop-delay-p99-ms"].map((name) => medianFigure(cell, name));
  const ok = cell.trials.filter(({ status }) => status === "ok");
  if (typeof maxMs !== "number" || typeof p99Ms !== "number" || ok.some(({ wallMs }) => wallMs === null)) return null;
  // Workers are named where there is more than one number of them; strategies on one thread have no say in it.
  const counts = views.flatMap(({ factors }) => (isOneThread(factors.strategy) ? [] : factors.workers));
  const workers = new Set(counts).size > 1 ? `, ${workerWords(view.factors.workers)}` : "";
  const all = figuresOf(cell, "loop-delay-max-ms");
  return {
    key: view.key,
    name: `${variantWords(view.factors, varying)}${workers}`,
    isAlone: isOneThread(view.factors.strategy),
    trials: all.length,
    maxMs,
    p99Ms,
    mostMs: largest(all),
    isAllAlong: ok.every((trial) => (figureOf(trial, "loop-delay-max-ms") ?? 0) >= ALL_ALONG * (trial.wallMs ?? 0)),
  };
}

/** What holds in every trial. */
function headlines(blocked: readonly Hold[], free: readonly Hold[]): string[] {
  const most = formatTime(Math.max(0, largest(free.map(({ mostMs }) => mostMs))));
  const whose = blocked.every(({ isAlone }) => isAlone) ? "Tasks without workers" : "Some strategies";
  if (blocked.length === 0) return [`Anything else in the program waits at most ${most} while the tasks run`];
  if (free.length === 0) return [`${whose} block the rest of the program throughout`];
  const others = nameOf(free, "the others");
  return [`${whose} block the program throughout; with ${others} for ${most} at most`];
}

function nameOf(free: readonly Hold[], others: string): string {
  return free.some(({ isAlone }) => isAlone) ? others : "workers";
}

function isOne(counts: readonly number[]): boolean {
  return counts.every((count) => count === counts[0]);
}

/** "2.10 ms (thread pool) to 9.77 ms (piscina)": the least and the most; of one or two, each. */
function rangeWords(holds: readonly Hold[]): string {
  const ascending = holds.toReversed();
  const [least, most] = [ascending[0] as Hold, ascending.at(-1) as Hold];
  return holds.length < 3 ? list(ascending.map(longest)) : `${longest(least)} to ${longest(most)}`;
}

function longest({ name, maxMs }: Hold): string {
  return `${formatTime(maxMs)} (${name})`;
}
