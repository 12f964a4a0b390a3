import { type CellView, groupBy } from "../cell-view.js";
import type { CellChange } from "../comparisons.js";
import { variantWords, workerWords } from "../labels.js";
import { changeWords, counted, lessOrMore, sentenceCase, whole } from "../words.js";
import type { FindingContext, FindingRule } from "./finding-context.js";
import { isUndecided } from "./undecided.js";

/** The workload whose tasks are files. */
const FILES = "shapefile";

/** Real work: files a second for every number of files, and what each strategy changes against one after the other. */
export const filesPerSecond: FindingRule = (context) => {
  const against = context.comparisons.changes.againstBaseline.filter(
    ({ from, to, change }) =>
      to.factors.workload === FILES && from.factors.strategy === "sequential" && change.ratio !== null,
  );
  const lines = groupBy(against, ({ to }) => `${to.variant}|${to.factors.workers}|${to.factors.n}`);
  return [...lines.values()].map((line) => {
    const ordered = line.toSorted((a, b) => filesOf(a.to) - filesOf(b.to));
    const [{ to }] = ordered as [CellChange];
    const most = ordered.at(-1) as CellChange;
    const name = `${variantWords(to.factors, context.varying)}, ${workerWords(to.factors.workers)}`;
    const rates = ordered.map((entry) => rateWords(entry, context));
    const text =
      `${sentenceCase(name)}: ${rates.join("; ")}. ` +
      `On ${counted(filesOf(most.to), "file")} it ${changeWords(most.change, "sequential")}.`;
    return {
      text,
      weight: isUndecided(most.change) ? 56 : 77,
      evidence: {
        changes: ordered.map(({ change }) => change),
        cells: ordered.flatMap((entry) => [entry.from.key, entry.to.key]),
        figures: Object.fromEntries(
          ordered.map((entry) => [`files-${filesOf(entry.to)}`, perSecond(entry.to, context)]),
        ),
      },
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

/** "5 files 41.0 a second against 60.2 (46.8 % more time)"; a change that is not clear is said to be so. */
function rateWords({ from, to, change }: CellChange, context: FindingContext): string {
  const [own, sequential] = [to, from].map((view) => perSecond(view, context)?.toPrecision(3));
  const clear = change.verdict === "inconclusive" ? ", not clear" : "";
  return `${whole(filesOf(to))} files ${own} a second against ${sequential} (${lessOrMore(change.changePercent ?? 0)} time${clear})`;
}
