import { type CellView, groupBy } from "../cell-view.js";
import { effectiveWorkers } from "../ideal.js";
import { isOneThread, lineWords, workerWords } from "../labels.js";
import type { Change } from "../types.js";
import { changeWords, counted, factor, listStart, megabytes, percent, sentenceCase, whole } from "../words.js";
import type { FindingContext, FindingRule } from "./finding-context.js";
import { isUndecided, undecidedWords } from "./undecided.js";

/** Fewer worker counts have no best one worth the name. */
const FEWEST_COUNTS = 4;
const MOST_NAMED = 12;

/** The best number of workers for a fixed batch, how sure that is, and what more of them cost. */
export const beyondBest: FindingRule = (context) =>
  linesOf(context).flatMap((line) => {
    const best = line.reduce((least, view) => (medianOf(view, context) < medianOf(least, context) ? view : least));
    const rest = context.comparisons.judgeMore(line.filter((view) => view !== best).map((to) => ({ from: best, to })));
    const last = rest.find(({ to }) => to === line.at(-1));
    if (last === undefined || last.change.interval === null) return [];
    const tied = rest.filter(({ change }) => change.verdict !== "slower").map(({ to }) => to);
    const name = lineWords(best.factors, context.varying);
    const text =
      `${sentenceCase(name)}: of ${line.length} worker counts ${whole(best.factors.workers)} took the least time` +
      `${roundsOf(best)}${tiedWords(tied)}. Beyond it, ${workerWords(last.to.factors.workers)} ${lastWords(last.change)}.${costs(best, last.to, context)}`;
    return [
      {
        text,
        weight: 66,
        evidence: {
          changes: rest.map(({ change }) => change),
          cells: [best.key, last.to.key],
          figures: { bestWorkers: best.factors.workers, tied: tied.length, compared: line.length },
        },
      },
    ];
  });

/** Cells of one strategy and one batch by ascending workers; of several batches the largest. */
function linesOf({ views }: FindingContext): CellView[][] {
  const timed = views.filter(
    ({ factors, times, belowResolution }) =>
      times.length > 0 && !belowResolution && !isOneThread(factors.strategy) && factors.launch !== "all-at-once",
  );
  const lines = [...groupBy(timed, ({ variant, size }) => `${variant}|${size}`).values()]
    .filter((line) => line.length >= FEWEST_COUNTS)
    .map((line) => line.toSorted((a, b) => a.factors.workers - b.factors.workers));
  // Of a growing batch the whole one: it has the most to share out.
  const tasksOf = ([first]: CellView[]) => first?.factors.tasks ?? 0;
  return [
    ...groupBy(lines, ([first]) => `${first?.variant}|${first?.factors.workload}|${first?.factors.n}`).values(),
  ].map((same) => same.reduce((largest, line) => (tasksOf(line) > tasksOf(largest) ? line : largest)));
}

/** " (20 tasks in 3 rounds, the last of 6)" where the number of tasks is known. */
function roundsOf({ factors }: CellView): string {
  const { tasks } = factors;
  if (tasks === undefined || tasks < 2) return "";
  const workers = effectiveWorkers(factors);
  const rounds = Math.ceil(tasks / workers);
  const last = tasks - (rounds - 1) * workers;
  const smaller = last < workers && rounds > 1 ? `, the last of ${whole(last)}` : "";
  return ` (${counted(tasks, "task")} in ${counted(rounds, "round")}${smaller})`;
}

function tiedWords(tied: readonly CellView[]): string {
  if (tied.length === 0) return ", and every other count is clearly slower";
  const counts = tied.map(({ factors }) => whole(factors.workers));
  return `; not clearly slower: ${listStart(counts, MOST_NAMED)}`;
}

function lastWords(change: Change): string {
  if (isUndecided(change)) return `show ${undecidedWords(change)}`;
  return changeWords(change).replace(/^takes/, "take");
}

/** " They need 4.10x the memory and 38.0 % more CPU time.": what was recorded of it. */
function costs(best: CellView, last: CellView, { summaryOf }: FindingContext): string {
  const [own, more] = [summaryOf(best), summaryOf(last)];
  const memory =
    own.medianPeakPssBytes && more.medianPeakPssBytes
      ? [
          `${factor(more.medianPeakPssBytes / own.medianPeakPssBytes)} the memory ` +
            `(${megabytes(more.medianPeakPssBytes)} against ${megabytes(own.medianPeakPssBytes)})`,
        ]
      : [];
  const [before, after] = [cpuOf(own), cpuOf(more)];
  const cpu = before && after && after > before ? [`${percent((after / before - 1) * 100)} more CPU time`] : [];
  const both = [...memory, ...cpu];
  return both.length === 0 ? "" : ` They need ${both.join(" and ")}.`;
}

function cpuOf({ medianUserMs, medianSysMs }: ReturnType<FindingContext["summaryOf"]>): number | null {
  return medianUserMs === null || medianSysMs === null ? null : medianUserMs + medianSysMs;
}

function medianOf(view: CellView, { summaryOf }: FindingContext): number {
  return summaryOf(view).medianMs ?? Number.POSITIVE_INFINITY;
}
