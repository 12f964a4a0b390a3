import { group } from "d3-array";
import { largest, smallest } from "../../record/limits/extremes.js";
import { median } from "../../stats/median.js";
import { statement } from "../../words/headline.js";
import { whole, workerWords } from "../../words/number.js";
import { list, sentenceCase } from "../../words/sentence.js";
import { formatTime } from "../../words/time.js";
import { isOneThread } from "../cells/cell-labels.js";
import type { CellView } from "../cells/cell-view.js";
import { dispatchGap, overheadPerTaskMs } from "../cells/schedules.js";
import { isTasked } from "../cells/task-times.js";
import { type FigureChange, figureChanges, figureEvidence, figureWords } from "../comparing/figure-change.js";
import type { Finding } from "../results/run-analysis.js";
import { type FindingContext, type FindingRule, variantAndWorkers } from "./finding.js";

/** Fewer sizes do not tell the parts apart. */
const FEWEST_SIZES = 4;

/** Start-up, dispatch and work as figures of their own, for every strategy that was measured over many task lengths. */
export const costParts: FindingRule = (context) => {
  if (context.experiment.division === "shares") return [];
  const timed = context.views.filter(({ times, factors }) => times.length > 0 && (factors.tasks ?? 1) > 1);
  const lines = [...group(timed, ({ variant, factors }) => `${variant}|${factors.workers}|${factors.tasks}`).values()]
    .filter((line) => new Set(line.map(({ factors }) => factors.n)).size >= FEWEST_SIZES)
    .map((line) => line.toSorted((a, b) => (a.factors.n ?? 0) - (b.factors.n ?? 0)));
  const sequential = lines.find(([first]) => first?.factors.strategy === "sequential");
  if (sequential === undefined) return [];
  const costs = costsOf(lines, sequential, context);
  if (costs.length === 0) return [];
  return [
    {
      ...statement(headline(costs), [...costs.map(costWords), meaningWords(costs)].join(" ")),
      weight: 71,
      cells: costs.flatMap(({ ends }) => ends),
      figures: Object.assign({}, ...costs.map(figuresOf)),
    },
  ];
};

/** What one strategy costs, part by part. */
interface Costs {
  name: string;
  /** Cells of the smallest and the largest size. */
  ends: [CellView, CellView];
  startUpMs: number | null;
  /** At the smallest size. */
  dispatchMs: number | null;
  /** Whether every task has a worker of its own. */
  isRenewed: boolean;
  /** Block of the one trial that dispatch was read off; `null` where it is a median over all. */
  block: number | null;
  /** A task at the largest size, against the sequential one. */
  work: FigureChange | null;
}

function costsOf(lines: readonly CellView[][], sequential: readonly CellView[], context: FindingContext): Costs[] {
  const parallel = lines.filter(([first]) => !isOneThread(first?.factors.strategy ?? ""));
  const ends = parallel.map((line) => [line[0], line.at(-1)] as [CellView, CellView]);
  const alone = ends.map(([, largest]) => sequential.find(({ factors }) => factors.n === largest.factors.n));
  const pairs = ends.flatMap(([, to], index) => (alone[index] ? [{ from: alone[index], to }] : []));
  const changes = figureChanges(pairs, (trial) => (isTasked(trial) ? median(trial.taskMs) : null), context);
  return ends.flatMap(([smallest, largest]) => {
    const cell = context.cellOf(smallest);
    const gap = dispatchGap(cell);
    const costs: Costs = {
      name: variantAndWorkers(smallest, context),
      ends: [smallest, largest],
      startUpMs: context.summaryOf(smallest).medianStartUpMs,
      dispatchMs: gap?.ms ?? overheadPerTaskMs(cell),
      isRenewed: gap?.isRenewed ?? smallest.factors.strategy.endsWith("-per-task"),
      block: gap?.block ?? null,
      work: changes[pairs.findIndex(({ to }) => to === largest)] ?? null,
    };
    return costs.startUpMs === null && costs.dispatchMs === null ? [] : [costs];
  });
}

/** What starting takes, from the least to the most; where nobody tells it, what dispatch does. */
function headline(costs: readonly Costs[]): string {
  const starts = costs.flatMap(({ startUpMs }) => startUpMs ?? []);
  const workers = [...new Set(costs.map(({ ends: [{ factors }] }) => factors.workers))];
  const what = workers.length === 1 ? workerWords(workers[0] ?? 0) : "workers";
  if (starts.length > 0) return `Starting ${what} takes ${rangeWords(starts)}`;
  return `Handing out a task takes ${rangeWords(costs.flatMap(({ dispatchMs }) => dispatchMs ?? []))}`;
}

/** "25.6 ms to 33.0 ms, by strategy"; "33.0 ms" where all are. */
function rangeWords(timesMs: readonly number[]): string {
  const [low, high] = [smallest(timesMs), largest(timesMs)].map(formatTime);
  return low === high ? `${low}` : `${low} to ${high}, by strategy`;
}

/** "Thread pool, 2 workers: start-up 32.8 ms, dispatch 796 µs a task, work 993 ms a task against 988 ms ...". */
function costWords(costs: Costs): string {
  const { name, startUpMs, work } = costs;
  const parts = [
    startUpMs !== null && `start-up ${formatTime(startUpMs)}`,
    costs.dispatchMs !== null && dispatchWords(costs),
    work && `work ${figureWords(work, formatTime)}`,
  ].filter((part) => typeof part === "string");
  return `${sentenceCase(name)}: ${list(parts)}.`;
}

/** "dispatch 796 µs a task in repeat 3", or in the median repeat. */
function dispatchWords({ dispatchMs, isRenewed, block }: Costs): string {
  const repeat = block === null ? "the median repeat" : `repeat ${whole(block)}`;
  return `dispatch ${formatTime(dispatchMs ?? 0)} a task in ${repeat}${isRenewed ? " with a new worker each time" : ""}`;
}

/** What the parts are. */
function meaningWords(costs: readonly Costs[]): string {
  return [
    ...(costs.some(({ dispatchMs }) => dispatchMs !== null)
      ? ["Dispatch is the time from a task's end to the next one's start in its place, at the smallest size."]
      : []),
    ...(costs.some(({ work }) => work !== null)
      ? ["Work is the time of one task of the largest size, against the same task run sequentially."]
      : []),
  ].join(" ");
}

function figuresOf({ name, startUpMs, dispatchMs, work }: Costs): NonNullable<Finding["evidence"]["figures"]> {
  return {
    ...(startUpMs !== null && { [`${name} startUpMs`]: startUpMs }),
    ...(dispatchMs !== null && { [`${name} dispatchMs`]: dispatchMs }),
    ...(work && { [`${name} work`]: work.to / work.from, ...figureEvidence(`${name} work`, work) }),
  };
}
