import { workerWords } from "../../words/number.js";
import { list } from "../../words/sentence.js";
import { formatTime } from "../../words/time.js";
import { isOneThread, variantWords } from "../cells/cell-labels.js";
import type { CellView } from "../cells/cell-view.js";
import { medianFigure } from "../cells/trial-figures.js";
import type { FindingContext, FindingRule } from "./finding.js";

/** Held up for so much of the whole time counts as all along. */
const ALL_ALONG = 0.8;

/** How long the tasks of one cell hold up the caller's event loop; medians over trials. */
interface Hold {
  key: string;
  name: string;
  maxMs: number;
  p99Ms: number;
  /** Longest hold over the time of the whole work. */
  share: number;
}

/** How long anything else in the caller had to wait for its event loop while the tasks ran. */
export const responsiveness: FindingRule = (context) => {
  const holds = context.views.flatMap((view) => holdOf(view, context) ?? []).sort((a, b) => b.maxMs - a.maxMs);
  if (holds.length === 0) return [];
  const blocked = holds.filter(({ share }) => share >= ALL_ALONG);
  const free = holds.filter(({ share }) => share < ALL_ALONG);
  const sentences = [
    blocked.length > 0 &&
      `Tasks in the caller's own thread hold its event loop up all along: anything else waits up to ${list(blocked.map(longest))}.`,
    free.length > 0 &&
      `${blocked.length > 0 ? "With workers it" : "Anything else"} waits at most ${rangeWords(free)}; ` +
        `at 99 of 100 moments no longer than ${formatTime(Math.max(...free.map(({ p99Ms }) => p99Ms)))}.`,
    "Each is the median of the trials.",
  ].filter(Boolean);
  const figures = Object.fromEntries(holds.map(({ name, maxMs }) => [name, maxMs]));
  return [{ text: sentences.join(" "), weight: 95, cells: holds, figures }];
};

function holdOf(view: CellView, { cellOf, views, varying, summaryOf }: FindingContext): Hold | null {
  const [maxMs, p99Ms] = ["loop-delay-max-ms", "loop-delay-p99-ms"].map((name) => medianFigure(cellOf(view), name));
  const { medianMs } = summaryOf(view);
  if (typeof maxMs !== "number" || typeof p99Ms !== "number" || medianMs === null) return null;
  // Workers are named where there is more than one number of them; strategies on one thread have no say in it.
  const counts = views.flatMap(({ factors }) => (isOneThread(factors.strategy) ? [] : factors.workers));
  const workers = new Set(counts).size > 1 ? `, ${workerWords(view.factors.workers)}` : "";
  const name = `${variantWords(view.factors, varying)}${workers}`;
  return { key: view.key, name, maxMs, p99Ms, share: maxMs / medianMs };
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
