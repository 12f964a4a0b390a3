import type { Cell } from "../../record/schema/run-schema.js";
import { multiple, plural } from "../../words/number.js";
import { plainPercent } from "../../words/percent.js";
import { list, sentenceCase } from "../../words/sentence.js";
import { formatTime } from "../../words/time.js";
import { strategyWords, workerWords } from "../cells/cell-labels.js";
import type { CellView } from "../cells/cell-view.js";
import { type ScheduleFigures, scheduleOf, schedulingGroups } from "../cells/schedules.js";
import { changeWords } from "../comparing/change-words.js";
import { isUndecided, undecidedWords } from "../comparing/undecided.js";
import type { FindingContext, FindingRule } from "./finding-context.js";

interface Scheduled {
  view: CellView;
  name: string;
  figures: ScheduleFigures;
}

/** The same tasks under different schedulings: makespan against the least possible, and the time workers stood idle. */
export const unevenTasks: FindingRule = (context) =>
  schedulingGroups(context.views).flatMap((group) => {
    const scheduled = group.flatMap((view): Scheduled[] => {
      const figures = scheduleOf(context.experiment.cells[view.index] as Cell);
      return figures === null ? [] : [{ view, name: nameOf(view), figures }];
    });
    if (scheduled.length < 2) return [];
    const ordered = scheduled.toSorted((a, b) => a.figures.overIdeal - b.figures.overIdeal);
    const [best, worst] = [ordered[0], ordered.at(-1)] as [Scheduled, Scheduled];
    const [entry] = context.comparisons.judgeMore([{ from: best.view, to: worst.view }]);
    if (entry === undefined || entry.change.ratio === null) return [];
    const undecided = isUndecided(entry.change);
    const difference = undecided
      ? `From ${best.name} to ${worst.name} there is ${undecidedWords(entry.change)}`
      : `${sentenceCase(worst.name)} ${changeWords(entry.change, best.name)}`;
    const text =
      `${sentenceCase(placeOf(best.view, context))}: ${list(ordered.map(figureWords))}. ` +
      `${difference}.${idleWords(best, worst)}`;
    const figures = Object.fromEntries(
      ordered.flatMap(({ name, figures: { makespanMs, idealMs, idleShare } }) => [
        [`${name} makespanMs`, makespanMs],
        [`${name} idealMs`, idealMs],
        [`${name} idleShare`, idleShare],
      ]),
    );
    return [
      {
        text,
        weight: undecided || entry.change.interval === null ? 54 : 82,
        evidence: { changes: [entry.change], cells: ordered.map(({ view }) => view.key), figures },
      },
    ];
  });

const NAMES = {
  "next-free": "taking the next when free",
  rounds: "going in rounds",
  "static-chunks": "sharing out beforehand",
};

function nameOf({ factors }: CellView): string {
  return NAMES[factors.scheduling ?? "next-free"];
}

/** "12 tasks, skew one-long, on 2 workers (process pool)". */
function placeOf({ factors }: CellView, { varying }: FindingContext): string {
  const { tasks, more = {}, strategy, workers } = factors;
  const levels = varying.includes("more") ? Object.entries(more).map(([name, level]) => `${name} ${level}`) : [];
  const what = [tasks === undefined ? "the tasks" : plural(tasks, "task"), ...levels].join(", ");
  return `${what}, on ${workerWords(workers)} (${strategyWords(strategy)})`;
}

/** "taking the next when free needs 130 ms (1.01× the least that tasks of these lengths allow; workers idle 5.2 % of the time)". */
function figureWords({ name, figures: { overIdeal, idleShare, makespanMs } }: Scheduled, index: number): string {
  const [needs, ideal, idle, time] =
    index === 0
      ? [" needs", " the least that tasks of these lengths allow", "workers idle", " of the time"]
      : ["", "", "idle", ""];
  return `${name}${needs} ${formatTime(makespanMs)} (${multiple(overIdeal)}${ideal}; ${idle} ${plainPercent(idleShare * 100)}${time})`;
}

/** Idle time of each worker in the trials that kept their tasks. */
function idleWords(best: Scheduled, worst: Scheduled): string {
  const [few, many] = [best.figures.idleMs, worst.figures.idleMs];
  if (few === null || many === null || few.length > 8 || many.length > 8) return "";
  const each = (idle: readonly number[]) => list(idle.map((ms) => formatTime(Math.max(0, ms))));
  return ` Idle, worker by worker, in the trials of median time: ${each(many)} with ${worst.name}, ${each(few)} with ${best.name}.`;
}
