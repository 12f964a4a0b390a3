import { greatest } from "d3-array";
import { multiple, significant, whole, workerWords } from "../../words/number.js";
import { intervalWords, plainPercent, shareWords } from "../../words/percent.js";
import { sentenceCase } from "../../words/sentence.js";
import type { CellView } from "../cells/cell-view.js";
import { usableCores, workloadBound } from "../cells/ideal-speed-up.js";
import { changeEvidence, changeWords, isUndecided } from "../comparing/change-words.js";
import type { CellChange } from "../comparing/comparisons.js";
import {
  type Spread,
  spreadsOf,
  type Threshold,
  thresholdOf,
  type WeakLine,
  weakLines,
  weakLineWords,
} from "../scaling/weak-scaling.js";
import { type FindingContext, type FindingRule, judged } from "./finding.js";

/** How to split the machine: the workers that leave timings reliable, and those that get most done. */
export const measuringWorkers: FindingRule = (context) =>
  weakLines(context.views, context.experiment).flatMap((line) => {
    const threshold = thresholdOf(line, context.comparisons);
    const spreads = spreadsOf(line, context);
    if (threshold === null || spreads === null) return [];
    const measuring = measuringCell(line, threshold, spreads, context);
    const throughput = mostDone(line, measuring, context);
    const most = throughput?.to ?? measuring;
    const text =
      `${weakLineWords(line, context.varying)}: for timings to rely on, use at most ${workerWords(measuring.factors.workers)}` +
      `${measuring === line.at(-1) ? ", the most tested" : ""}: there ${costWords(measuring, threshold)}task times lie ` +
      `typically ${shareWords(shareOf(measuring, spreads))} from their median. ` +
      (throughput ? throughputWords(throughput, spreads, context) : noThroughputWords(measuring, context));
    return {
      text: sentenceCase(text),
      weight: 78,
      changes: throughput ? [throughput] : [],
      cells: [...new Set([line[0], measuring, most])],
      figures: {
        measuringWorkers: measuring.factors.workers,
        throughputWorkers: most.factors.workers,
        measuringTasksPerSecond: perSecond(measuring, context),
        throughputTasksPerSecond: perSecond(most, context),
      },
    };
  });

/**
 * The most workers that leave runs no longer and task times no wider. What few trials could not show to be slower is not
 * thereby fit to measure on: computing tasks that outnumber the cores wait for each other, so no more workers are named
 * than there are usable cores.
 */
function measuringCell(
  [first, ...rest]: WeakLine,
  { lastLevel }: Threshold,
  spreads: readonly Spread[],
  { machine, experiment }: FindingContext,
): CellView {
  const wider = rest.findIndex((view) => spreads.some((spread) => spread.view === view && spread.isWider));
  const quiet = (wider === -1 ? rest : rest.slice(0, wider)).at(-1) ?? first;
  const level = lastLevel.factors.workers < quiet.factors.workers ? lastLevel : quiet;
  const cores = usableCores(machine);
  if (cores === null || workloadBound(experiment, level.factors) !== "cpu") return level;
  const most = Math.min(cores, level.factors.workers);
  return [first, ...rest].findLast(({ factors }) => factors.workers <= most) ?? first;
}

/** "the run takes 1.2 % more time than with 1 worker (95 % ...) and "; "" for the fewest workers themselves. */
function costWords(measuring: CellView, { changes }: Threshold): string {
  const entry = changes.find(({ to }) => to === measuring);
  if (entry === undefined) return "";
  const { from, change } = entry;
  const fewest = workerWords(from.factors.workers);
  if (!isUndecided(change)) return `the run ${changeWords(change, `with ${fewest}`)} and `;
  return `the run was not shown to take another time than with ${fewest} (${changeEvidence(change)}) and `;
}

function shareOf(view: CellView, spreads: readonly Spread[]): number {
  return spreads.find((spread) => spread.view === view)?.share ?? 0;
}

function perSecond(view: CellView, { summaryOf }: FindingContext): number {
  return (1000 * view.factors.workers) / (summaryOf(view).medianMs as number);
}

/** The change to the cell that does most tasks a second, where that is clearly more than the measuring one does. */
function mostDone(line: WeakLine, measuring: CellView, context: FindingContext): CellChange | undefined {
  const best = greatest(line, (view) => perSecond(view, context)) ?? measuring;
  if (best === measuring) return undefined;
  const [entry] = judged([{ from: measuring, to: best }], context);
  const longest = entry?.change.interval?.[1];
  return entry && longest !== undefined && 1 + longest / 100 < tasksMore(entry) ? entry : undefined;
}

function noThroughputWords(measuring: CellView, context: FindingContext): string {
  const rate = significant(perSecond(measuring, context));
  return `For throughput no tested count does clearly more: ${rate} tasks a second with ${whole(measuring.factors.workers)}.`;
}

function throughputWords(entry: CellChange, spreads: readonly Spread[], context: FindingContext): string {
  const { from, to, change } = entry;
  const ratio = change.ratio as number;
  const gain = tasksMore(entry) / ratio;
  const [narrow, wide] = [shareOf(from, spreads), shareOf(to, spreads)];
  const wider = narrow > 0 ? `, and task times lie ${multiple(wide / narrow)} as far apart` : "";
  const [own, most] = [from, to].map((view) => significant(perSecond(view, context)));
  return (
    `For throughput use ${whole(to.factors.workers)}: ${most} tasks a second against ${own} with ` +
    `${whole(from.factors.workers)} (${plainPercent((gain - 1) * 100)} more${gainInterval(entry)}), while the run takes ${multiple(ratio)} as long${wider}.`
  );
}

/** "; 95 % interval 80.2 to 96.0 % more": that of the time, turned over to tasks a second. */
function gainInterval(entry: CellChange): string {
  const { interval } = entry.change;
  if (interval === null) return "";
  const gainAt = (changed: number) => 100 * (tasksMore(entry) / (1 + changed / 100) - 1);
  return `; 95 % interval ${intervalWords([gainAt(interval[1]), gainAt(interval[0])])}`;
}

function tasksMore({ from, to }: CellChange): number {
  return to.factors.workers / from.factors.workers;
}
