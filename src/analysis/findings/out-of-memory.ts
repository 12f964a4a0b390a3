import { group } from "d3-array";
import { level, plural, workerWords } from "../../words/number.js";
import { list, sentenceCase } from "../../words/sentence.js";
import { formatTime } from "../../words/time.js";
import { variantWords } from "../cells/cell-labels.js";
import type { CellView } from "../cells/cell-view.js";
import type { FindingContext, FindingRule } from "./finding.js";

/** Sizes at which some cells ran out of memory while others finished. */
export const outOfMemory: FindingRule = (context) => {
  const unharmed = context.views.filter(({ factors }) => factors.more?.fault === undefined);
  return [...group(unharmed, ({ size }) => size).values()].flatMap((views) => {
    const out = views.filter((view) => failuresOf(view, context) > 0);
    if (out.length === 0) return [];
    const well = views.filter((view) => context.summaryOf(view).medianMs !== null && !out.includes(view));
    const words = list(out.map((view) => outWords(view, context)));
    return {
      text: sentenceCase(`${place(views[0] as CellView)}${words}${rest(well, context)}.`),
      weight: 93,
      cells: [...out, ...well],
      figures: Object.fromEntries(out.map((view) => [view.key, failuresOf(view, context)])),
    };
  });
};

function failuresOf(view: CellView, { summaryOf }: FindingContext): number {
  return summaryOf(view).failures.find(({ reason }) => reason === "out-of-memory")?.count ?? 0;
}

/** "N = 10,000,000 with a heap of 64 MB for every process and thread: ". */
function place({ factors }: CellView): string {
  const heap = factors.more?.heap;
  const words = [
    factors.n !== undefined && `N = ${level(factors.n)}`,
    typeof heap === "number" && `with a heap of ${level(heap)} MB for every process and thread`,
  ].filter(Boolean);
  return words.length === 0 ? "" : `${words.join(" ")}: `;
}

function outWords(view: CellView, context: FindingContext): string {
  const { ok, failed, timeout } = context.summaryOf(view).trials;
  const all = plural(ok + failed + timeout, "trial");
  return `${name(view, context)} ran out of memory in ${failuresOf(view, context)} of ${all}`;
}

function rest(well: readonly CellView[], context: FindingContext): string {
  if (well.length === 0) return ", and nothing else of that size finished";
  const time = (view: CellView) => formatTime(context.summaryOf(view).medianMs as number);
  return `, while ${list(well.map((view) => `${name(view, context)} (${time(view)})`))} finished`;
}

function name({ factors }: CellView, { varying }: FindingContext): string {
  const workers = factors.workers > 1 ? `, ${workerWords(factors.workers)}` : "";
  return `${variantWords(factors, varying)}${workers}`;
}
