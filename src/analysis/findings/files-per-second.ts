import { group } from "d3-array";
import { plural, significant, whole } from "../../words/number.js";
import { list, sentenceCase } from "../../words/sentence.js";
import type { CellView } from "../cells/cell-view.js";
import { isUndecided, outcomeWords } from "../comparing/change-words.js";
import type { CellChange } from "../comparing/comparisons.js";
import { type FindingContext, type FindingRule, variantAndWorkers } from "./finding.js";

/** The workload whose tasks are files. */
const FILES = "shapefile";

/** Real work: files a second for every number of files, and the change of each strategy against one after the other. */
export const filesPerSecond: FindingRule = (context) => {
  const against = context.comparisons.changes.againstBaseline.filter(
    ({ from, to, change }) =>
      to.factors.workload === FILES && from.factors.strategy === "sequential" && change.ratio !== null,
  );
  const lines = group(against, ({ to }) => `${to.variant}|${to.factors.workers}|${to.factors.n}`);
  return [...lines.values()].map((line) => {
    const ordered = line.toSorted((a, b) => filesOf(a.to) - filesOf(b.to));
    const [least, most] = [ordered[0], ordered.at(-1)] as [CellChange, CellChange];
    const rates = (least === most ? [most] : [least, most]).map((entry) => rateWords(entry, context));
    const gain = `On ${plural(filesOf(most.to), "file")} ${outcomeWords(most.change, "it", "sequential")}.`;
    return {
      text: `${sentenceCase(variantAndWorkers(least.to, context))}: ${list(rates)}. ${gain}${firstGainWords(ordered)}`,
      weight: isUndecided(most.change) ? 56 : 77,
      changes: ordered,
      figures: Object.fromEntries(ordered.map(({ to }) => [`files-${filesOf(to)}`, perSecond(to, context)])),
    };
  });
};

function filesOf({ factors }: CellView): number {
  return factors.tasks ?? 1;
}

function perSecond(view: CellView, { summaryOf }: FindingContext): number | null {
  const { medianMs } = summaryOf(view);
  return medianMs === null || medianMs === 0 ? null : (1000 * filesOf(view)) / medianMs;
}

/** "with 5 files 41.0 a second (sequential 60.2)". */
function rateWords({ from, to }: CellChange, context: FindingContext): string {
  const [own, sequential] = [to, from].map((view) => significant(perSecond(view, context) ?? 0));
  return `with ${plural(filesOf(to), "file")} ${own} a second (sequential ${sequential})`;
}

/** The fewest files from which on every tested number takes clearly less time. */
function firstGainWords(ordered: readonly CellChange[]): string {
  const last = ordered.findLastIndex(({ change }) => change.verdict !== "faster");
  const [before, first] = [ordered[last], ordered[last + 1]];
  if (!before || !first) return "";
  return ` The gain is clear from ${plural(filesOf(first.to), "file")} on, not yet with ${whole(filesOf(before.to))}.`;
}
