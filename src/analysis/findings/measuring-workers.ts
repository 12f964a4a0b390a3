import { multiple, significant, whole } from "../../words/number.js";
import { intervalWords, plainPercent } from "../../words/percent.js";
import { sentenceCase } from "../../words/sentence.js";
import { lineWords, workerWords } from "../cells/cell-labels.js";
import type { CellView } from "../cells/cell-view.js";
import { usableCores, workloadBound } from "../cells/ideal-speed-up.js";
import { changeEvidence, changeWords } from "../comparing/change-words.js";
import type { CellChange } from "../comparing/comparisons.js";
import { isUndecided } from "../comparing/undecided.js";
import {
  type Spread,
  spreadsOf,
  type Threshold,
  thresholdOf,
  type WeakLine,
  weakLines,
} from "../scaling/weak-scaling.js";
import type { FindingContext, FindingRule } from "./finding-context.js";

/** How to split the machine: the workers that leave timings reliable, and those that get most done. */
export const measuringWorkers: FindingRule = (context) =>
  weakLines(context.views, context.experiment).flatMap((line) => {
    const threshold = thresholdOf(line, context.comparisons);
    const spreads = spreadsOf(line, context.experiment, context.machine);
    if (threshold === null || spreads === null) return [];
    const quiet = lastBefore(line, (view) => spreads.some((spread) => spread.view === view && spread.isWider));
    const level = threshold.lastLevel.factors.workers < quiet.factors.workers ? threshold.lastLevel : quiet;
    const measure = withinCores(line, level, context);
    const most = mostDone(line, measure, context);
    const name = lineWords(
      line[0].factors,
      context.varying.filter((varies) => varies !== "tasks"),
    );
    return [
      {
        text: sentenceCase(
          `${name}: for timings to rely on, use at most ${workerWords(measure.factors.workers)}` +
            `${measure === line.at(-1) ? ", the most tested" : ""}: there ${costWords(measure, threshold)}task times lie ` +
            `typically ${plainPercent(shareOf(measure, spreads) * 100)} from their median. ` +
            throughputWords(measure, most, spreads, context),
        ),
        weight: 78,
        evidence: {
          changes: most ? [most.change] : [],
          cells: [...new Set([line[0].key, measure.key, ...(most ? [most.to.key] : [])])],
          figures: {
            measuringWorkers: measure.factors.workers,
            throughputWorkers: (most?.to ?? measure).factors.workers,
            measuringTasksPerSecond: perSecond(measure, context),
            throughputTasksPerSecond: perSecond(most?.to ?? measure, context),
          },
        },
      },
    ];
  });

/**
 * What few trials could not show to be slower is not thereby fit to measure on: computing tasks that outnumber the cores
 * wait for each other, so no more workers are named than there are usable cores.
 */
function withinCores(line: WeakLine, level: CellView, { machine, experiment }: FindingContext): CellView {
  const cores = usableCores(machine);
  if (cores === null || workloadBound(experiment, level.factors) !== "cpu") return level;
  const most = Math.min(cores, level.factors.workers);
  return line.filter(({ factors }) => factors.workers <= most).at(-1) ?? line[0];
}

function lastBefore([first, ...rest]: WeakLine, isBad: (view: CellView) => boolean): CellView {
  const bad = rest.findIndex(isBad);
  return (bad === -1 ? rest : rest.slice(0, bad)).at(-1) ?? first;
}

/** "the run takes 1.2 % more time than with 1 worker (95 % ...) and "; "" for the fewest workers themselves. */
function costWords(measure: CellView, { changes }: Threshold): string {
  const entry = changes.find(({ to }) => to === measure);
  if (entry === undefined) return "";
  const fewest = workerWords(entry.from.factors.workers);
  const { change } = entry;
  if (!isUndecided(change)) return `the run ${changeWords(change, `with ${fewest}`)} and `;
  return `the run was not shown to take another time than with ${fewest} (${changeEvidence(change)}) and `;
}

function shareOf(view: CellView, spreads: readonly Spread[]): number {
  return spreads.find((spread) => spread.view === view)?.share ?? 0;
}

function perSecond(view: CellView, { summaryOf }: FindingContext): number {
  return (1000 * view.factors.workers) / (summaryOf(view).medianMs as number);
}

/** The cell that does most tasks a second, where that is clearly more than the measuring one does. */
function mostDone(line: WeakLine, measure: CellView, context: FindingContext): CellChange | undefined {
  const best = line.reduce((most, view) => (perSecond(view, context) > perSecond(most, context) ? view : most));
  if (best === measure) return undefined;
  const [entry] = context.comparisons.judgeMore([{ from: measure, to: best }]);
  const longest = entry?.change.interval?.[1];
  const tasksMore = best.factors.workers / measure.factors.workers;
  return entry && longest !== undefined && 1 + longest / 100 < tasksMore ? entry : undefined;
}

function throughputWords(
  measure: CellView,
  most: CellChange | undefined,
  spreads: readonly Spread[],
  context: FindingContext,
): string {
  const own = perSecond(measure, context);
  if (most === undefined) {
    return `For throughput no tested count does clearly more: ${significant(own)} tasks a second with ${whole(measure.factors.workers)}.`;
  }
  const { to, change } = most;
  const workers = to.factors.workers;
  const gain = workers / measure.factors.workers / (change.ratio as number);
  const [narrow, wide] = [shareOf(measure, spreads), shareOf(to, spreads)];
  const wider = narrow > 0 ? `, and task times lie ${multiple(wide / narrow)} as far apart` : "";
  return (
    `For throughput use ${whole(workers)}: ${significant(perSecond(to, context))} tasks a second against ${significant(own)} with ` +
    `${whole(measure.factors.workers)} (${plainPercent((gain - 1) * 100)} more${gainInterval(most)}), while the run takes ${multiple(change.ratio as number)} as long${wider}.`
  );
}

/** "; 95 % interval 80.2 to 96.0 % more": that of the time, turned over to tasks a second. */
function gainInterval({ from, to, change }: CellChange): string {
  if (change.interval === null) return "";
  const tasksMore = to.factors.workers / from.factors.workers;
  const [longest, shortest] = change.interval.map((changed) => 100 * (tasksMore / (1 + changed / 100) - 1)) as [
    number,
    number,
  ];
  return `; 95 % interval ${intervalWords([shortest, longest])}`;
}
