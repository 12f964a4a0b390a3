import { multiple, plural, workerWords } from "../../words/number.js";
import { shareWords } from "../../words/percent.js";
import { list, sentenceCase } from "../../words/sentence.js";
import { formatTime } from "../../words/time.js";
import { strategyWords } from "../cells/cell-labels.js";
import type { CellView } from "../cells/cell-view.js";
import { type ScheduleFigures, scheduleOf, schedulingGroups } from "../cells/schedules.js";
import { isUndecided, pairWords } from "../comparing/change-words.js";
import { type FindingContext, type FindingRule, judged } from "./finding.js";

interface Scheduled extends ScheduleFigures {
  view: CellView;
  name: string;
}

/** The same tasks under different schedulings: makespan against the least possible, and the time workers stood idle. */
export const unevenTasks: FindingRule = (context) =>
  schedulingGroups(context.views).flatMap((group) => {
    const ordered = group
      .flatMap((view): Scheduled[] => {
        const figures = scheduleOf(context.cellOf(view));
        return figures === null ? [] : [{ view, name: NAMES[view.factors.scheduling ?? "next-free"], ...figures }];
      })
      .sort((a, b) => a.overIdeal - b.overIdeal);
    const [best, worst] = [ordered[0], ordered.at(-1)];
    if (!best || !worst || ordered.length < 2) return [];
    return judged([{ from: best.view, to: worst.view }], context).map((entry) => {
      const difference = sentenceCase(pairWords(entry.change, best.name, worst.name));
      const figures = ordered.flatMap(({ name, makespanMs, idealMs, idleShare }) =>
        Object.entries({ makespanMs, idealMs, idleShare }).map(([what, value]) => [`${name} ${what}`, value]),
      );
      return {
        text:
          `${sentenceCase(placeOf(best.view, context))}: ${list(ordered.map(figureWords))}. ` +
          `${difference}.${idleWords(best, worst)}`,
        weight: isUndecided(entry.change) || entry.change.interval === null ? 54 : 82,
        changes: [entry],
        cells: ordered.map(({ view }) => view),
        figures: Object.fromEntries(figures),
      };
    });
  });

const NAMES = {
  "next-free": "taking the next when free",
  rounds: "going in rounds",
  "static-chunks": "sharing out beforehand",
};

/** "12 tasks, skew one-long, on 2 workers (process pool)". */
function placeOf({ factors }: CellView, { varying }: FindingContext): string {
  const { tasks, more = {}, strategy, workers } = factors;
  const levels = varying.includes("more") ? Object.entries(more).map(([name, level]) => `${name} ${level}`) : [];
  const what = [tasks === undefined ? "the tasks" : plural(tasks, "task"), ...levels].join(", ");
  return `${what}, on ${workerWords(workers)} (${strategyWords(strategy)})`;
}

/** "taking the next when free needs 130 ms (1.01× the least that tasks of these lengths allow; workers idle 5.2 % of the time)". */
function figureWords({ name, overIdeal, idleShare, makespanMs }: Scheduled, index: number): string {
  const [time, ideal, idle] = [formatTime(makespanMs), multiple(overIdeal), shareWords(idleShare)];
  return index === 0
    ? `${name} needs ${time} (${ideal} the least that tasks of these lengths allow; workers idle ${idle} of the time)`
    : `${name} ${time} (${ideal}; idle ${idle})`;
}

/** Idle time of each worker in the trials that kept their tasks. */
function idleWords(best: Scheduled, worst: Scheduled): string {
  const [few, many] = [best.idleMs, worst.idleMs];
  if (few === null || many === null || few.length > 8 || many.length > 8) return "";
  const each = (idle: readonly number[]) => list(idle.map((ms) => formatTime(Math.max(0, ms))));
  return ` Idle, worker by worker, in the trials of median time: ${each(many)} with ${worst.name}, ${each(few)} with ${best.name}.`;
}
