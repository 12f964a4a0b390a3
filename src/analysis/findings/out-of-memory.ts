import { group } from "d3-array";
import { statement } from "../../words/headline.js";
import { level, plural, whole, workerWords } from "../../words/number.js";
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
    return {
      ...statement(headlines(out, well, context), detail(out, well, context)),
      weight: 93,
      cells: [...out, ...well],
      figures: Object.fromEntries(out.map((view) => [view.key, failuresOf(view, context)])),
    };
  });
};

function failuresOf(view: CellView, { summaryOf }: FindingContext): number {
  return summaryOf(view).failures.find(({ reason }) => reason === "out-of-memory")?.count ?? 0;
}

/** With their names where they fit, then counted. */
function headlines(out: readonly CellView[], well: readonly CellView[], context: FindingContext): string[] {
  const n = out[0]?.factors.n;
  const place = n === undefined ? "" : ` at N = ${level(n)}`;
  const names = (views: readonly CellView[]) => list([...new Set(views.map((view) => nameOf(view, context)))]);
  const rest = (others: string) => (well.length === 0 ? "" : `; ${others} finished`);
  const said = (who: string, others: string) => sentenceCase(`${who} ran out of memory${place}${rest(others)}`);
  const counted = (views: readonly CellView[]) => plural(views.length, "combination");
  return [said(names(out), names(well)), said(names(out), counted(well)), said(counted(out), counted(well))];
}

/** "With a heap of 64 MB for every process and thread, sequential ran out in 5 of 5 repeats. Medians of those that finished: ...". */
function detail(out: readonly CellView[], well: readonly CellView[], context: FindingContext): string {
  const heap = out[0]?.factors.more?.heap;
  const place = typeof heap === "number" ? `with a heap of ${level(heap)} MB for every process and thread, ` : "";
  const counts = out.map((view) => {
    const { ok, failed, timeout } = context.summaryOf(view).trials;
    return `${labelOf(view, context)} in ${whole(failuresOf(view, context))} of ${plural(ok + failed + timeout, "repeat")}`;
  });
  const time = (view: CellView) => formatTime(context.summaryOf(view).medianMs as number);
  const times = well.map((view) => `${labelOf(view, context)} ${time(view)}`);
  const rest = well.length === 0 ? "Nothing else of that size finished." : `Median times: ${list(times)}.`;
  return `${sentenceCase(`${place}it happened to ${list(counts)}`)}. ${rest}`;
}

function nameOf({ factors }: CellView, { varying }: FindingContext): string {
  return variantWords(factors, varying);
}

function labelOf(view: CellView, context: FindingContext): string {
  const { workers } = view.factors;
  return `${nameOf(view, context)}${workers > 1 ? ` with ${workerWords(workers)}` : ""}`;
}
