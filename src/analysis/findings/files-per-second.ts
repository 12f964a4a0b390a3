import { group } from "d3-array";
import { plural, significant, whole } from "../../words/number.js";
import { list, sentenceCase } from "../../words/sentence.js";
import { variantWords, workerWords } from "../cells/cell-labels.js";
import type { CellView } from "../cells/cell-view.js";
import { changeWords } from "../comparing/change-words.js";
import type { CellChange } from "../comparing/comparisons.js";
import { isUndecided, undecidedWords } from "../comparing/undecided.js";
import type { FindingContext, FindingRule } from "./finding-context.js";

/** The workload whose tasks are files. */
const FILES = "shapefile";

/** Real work: files a second for every number of files, and what each strategy changes against one after the other. */
export const filesPerSecond: FindingRule = (context) => {
  const against = context.comparisons.changes.againstBaseline.filter(
    ({ from, to, change }) =>
      to.factors.workload === FILES && from.factors.strategy === "sequential" && change.ratio !== null,
  );
  const lines = group(against, ({ to }) => `${to.variant}|${to.factors.workers}|${to.factors.n}`);
  return [...lines.values()].map((line) => {
    const ordered = line.toSorted((a, b) => filesOf(a.to) - filesOf(b.to));
    const [{ to }] = ordered as [CellChange];
    const most = ordered.at(-1) as CellChange;
    const name = `${variantWords(to.factors, context.varying)}, ${workerWords(to.factors.workers)}`;
    const rates = [ordered[0] as CellChange, most].slice(ordered.length === 1 ? 1 : 0);
    const text =
      `${sentenceCase(name)}: ${list(rates.map((entry) => rateWords(entry, context)))}. ` +
      `${onFiles(most)}${firstGainWords(ordered)}`;
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

/** "with 5 files 41.0 a second (sequential 60.2)". */
function rateWords({ from, to }: CellChange, context: FindingContext): string {
  const [own, sequential] = [to, from].map((view) => significant(perSecond(view, context) ?? 0));
  return `with ${plural(filesOf(to), "file")} ${own} a second (sequential ${sequential})`;
}

function onFiles({ to, change }: CellChange): string {
  const files = `On ${plural(filesOf(to), "file")}`;
  return isUndecided(change)
    ? `${files} there is ${undecidedWords(change)}.`
    : `${files} it ${changeWords(change, "sequential")}.`;
}

/** The fewest files from which on every tested number takes clearly less time. */
function firstGainWords(ordered: readonly CellChange[]): string {
  const lastWithout = ordered.findLastIndex(({ change }) => change.verdict !== "faster");
  const first = ordered[lastWithout + 1];
  if (first === undefined || lastWithout === -1) return "";
  const before = filesOf((ordered[lastWithout] as CellChange).to);
  return ` The gain is clear from ${plural(filesOf(first.to), "file")} on, not yet with ${whole(before)}.`;
}
