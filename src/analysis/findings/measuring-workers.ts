import { greatest } from "d3-array";
import { statement } from "../../words/headline.js";
import { significant, whole, workerWords } from "../../words/number.js";
import { intervalWords, plainPercent, shareWords } from "../../words/percent.js";
import { sentenceCase } from "../../words/sentence.js";
import type { CellView } from "../cells/cell-view.js";
import { usableCores, workloadBound } from "../cells/ideal-speed-up.js";
import { changeWords } from "../comparing/change-words.js";
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
    const entry = threshold.changes.find(({ to }) => to === measuring);
    return {
      ...statement(
        headlines(line, measuring, throughput, context),
        detailWords(measuring, entry, throughput, spreads, context),
      ),
      weight: 78,
      changes: [...(entry ? [entry] : []), ...(throughput ? [throughput] : [])],
      cells: [...new Set([line[0], measuring, most])],
      figures: {
        measuringWorkers: measuring.factors.workers,
        throughputWorkers: most.factors.workers,
        measuringTasksPerSecond: perSecond(measuring, context),
        throughputTasksPerSecond: perSecond(most, context),
      },
    };
  });

function headlines(
  line: WeakLine,
  measuring: CellView,
  throughput: CellChange | undefined,
  { varying }: FindingContext,
): string[] {
  const name = sentenceCase(weakLineWords(line, varying));
  const reliable = `at most ${workerWords(measuring.factors.workers)} for reliable timings`;
  const most = throughput ? `, ${whole(throughput.to.factors.workers)} for throughput` : "";
  return [`${name}: ${reliable}${most}`, sentenceCase(`${reliable}${most}`), sentenceCase(reliable)];
}

function detailWords(
  measuring: CellView,
  entry: CellChange | undefined,
  throughput: CellChange | undefined,
  spreads: readonly Spread[],
  context: FindingContext,
): string {
  const own = workerWords(measuring.factors.workers);
  const level = entry
    ? `With ${own} the run ${changeWords(entry.change, workerWords(entry.from.factors.workers))}`
    : `Beyond ${own} it is not shown that runs take no longer and task times spread no wider`;
  const spread = `With ${own} task times typically lie ${shareWords(shareOf(measuring, spreads))} from their median${entry ? ", not shown to be wider than with fewer" : ""}`;
  const most = throughput ? throughputWords(throughput, spreads, context) : noThroughputWords(measuring, context);
  return [level, spread, most].map((sentence) => `${sentence}.`).join(" ");
}

/**
 * The most workers that are shown to leave runs no longer, and not shown to leave task times wider. Computing tasks that
 * outnumber the cores wait for each other, so no more workers are named than there are usable cores.
 */
function measuringCell(
  [first, ...rest]: WeakLine,
  { levelTo }: Threshold,
  spreads: readonly Spread[],
  { machine, experiment }: FindingContext,
): CellView {
  const wider = rest.findIndex((view) => spreads.some((spread) => spread.view === view && spread.isWider));
  const quiet = (wider === -1 ? rest : rest.slice(0, wider)).at(-1) ?? first;
  const level = levelTo.factors.workers < quiet.factors.workers ? levelTo : quiet;
  const cores = usableCores(machine, level.factors);
  if (cores === null || workloadBound(experiment, level.factors) !== "cpu") return level;
  const most = Math.min(cores, level.factors.workers);
  return [first, ...rest].findLast(({ factors }) => factors.workers <= most) ?? first;
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
  return `No tested count is shown to do more tasks per second: ${rate} with ${whole(measuring.factors.workers)}, by the median`;
}

function throughputWords(entry: CellChange, spreads: readonly Spread[], context: FindingContext): string {
  const { from, to, change } = entry;
  const gain = tasksMore(entry) / (change.ratio as number);
  const [narrow, wide] = [shareOf(from, spreads), shareOf(to, spreads)];
  const wider =
    narrow > 0 ? `. With ${whole(to.factors.workers)}, task times lie ${shareWords(wide)} from their median` : "";
  const [own, most] = [from, to].map((view) => significant(perSecond(view, context)));
  return (
    `${workerWords(to.factors.workers)} do ${plainPercent((gain - 1) * 100)} more tasks per second than ` +
    `${whole(from.factors.workers)}${gainInterval(entry)}: by the medians ${most} against ${own}${wider}`
  );
}

/** " (95 % interval 80.2 to 96.0 % more)": that of the time, turned over to tasks a second. */
function gainInterval(entry: CellChange): string {
  const { interval } = entry.change;
  if (interval === null) return "";
  const gainAt = (changed: number) => 100 * (tasksMore(entry) / (1 + changed / 100) - 1);
  return ` (95 % interval ${intervalWords([gainAt(interval[1]), gainAt(interval[0])])})`;
}

function tasksMore({ from, to }: CellChange): number {
  return to.factors.workers / from.factors.workers;
}
