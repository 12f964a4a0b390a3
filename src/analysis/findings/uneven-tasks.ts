import { statement } from "../../words/headline.js";
import { multiple, plural, whole, workerWords } from "../../words/number.js";
import { shareWords, timeChange } from "../../words/percent.js";
import { list, sentenceCase } from "../../words/sentence.js";
import { formatTime } from "../../words/time.js";
import { strategyWords } from "../cells/cell-labels.js";
import type { CellView } from "../cells/cell-view.js";
import { type ScheduleFigures, scheduleOf, schedulingGroups } from "../cells/schedules.js";
import { isUndecided } from "../comparing/change-words.js";
import type { Change } from "../results/run-analysis.js";
import { type FindingContext, type FindingRule, judged } from "./finding.js";
import { pairEvidence, pairPoint } from "./pair-words.js";

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
        return figures === null ? [] : [{ view, name: NAMES[scheduling({ view })], ...figures }];
      })
      .sort((a, b) => a.overIdeal - b.overIdeal);
    const [best, worst] = [ordered[0], ordered.at(-1)];
    if (!best || !worst || ordered.length < 2) return [];
    return judged([{ from: best.view, to: worst.view }], context).map((entry) => {
      const { change } = entry;
      const figures = ordered.flatMap(({ name, makespanMs, idealMs, idleShare }) =>
        Object.entries({ makespanMs, idealMs, idleShare }).map(([what, value]) => [`${name} ${what}`, value]),
      );
      const levels = levelsOf(best.view, context);
      const point = pairPoint(change, best.name, worst.name);
      const place = placeOf(best.view, context);
      return {
        ...statement(
          [
            ...inRounds(change, best, worst),
            ...(levels.length === 0 ? [] : [`${levels.join(", ")}: ${point}`]),
            point,
            pairPoint(change, SHORT_NAMES[scheduling(best)], SHORT_NAMES[scheduling(worst)]),
          ].map(sentenceCase),
          `${pairEvidence(change)} In medians of ${place}: ${ordered.map(figureWords).join(". ")}.${idleWords(best, worst)}`,
        ),
        change,
        weight: isUndecided(change) || change.interval === null ? 54 : 82,
        changes: [entry],
        cells: ordered.map(({ view }) => view),
        figures: Object.fromEntries(figures),
      };
    });
  });

const NAMES: Record<NonNullable<CellView["factors"]["scheduling"]>, string> = {
  "next-free": "taking the next when free",
  rounds: "working in rounds",
  "static-chunks": "sharing out beforehand",
};

const SHORT_NAMES: typeof NAMES = {
  "next-free": "next when free",
  rounds: "rounds",
  "static-chunks": "sharing out",
};

/** "One long task: rounds take 43.9 % more time than taking the next when free". */
function inRounds(change: Change, best: Scheduled, worst: Scheduled): string[] {
  const [lengths, way] = [LENGTHS[String(best.view.factors.more?.skew)], PLURAL_NAMES[scheduling(worst)]];
  return lengths === undefined || way === undefined || change.verdict !== "slower" || change.interval === null
    ? []
    : [`${lengths}: ${way} take ${timeChange(change.changePercent ?? 0, best.name)}`];
}

const LENGTHS: Partial<Record<string, string>> = { "one-long": "One long task", mixed: "Mixed lengths" };
const PLURAL_NAMES: Partial<typeof NAMES> = { rounds: "rounds", "static-chunks": "fixed shares" };

function scheduling({ view }: Pick<Scheduled, "view">): keyof typeof NAMES {
  return view.factors.scheduling ?? "next-free";
}

/** "skew one-long": levels of the tasks that vary. */
function levelsOf({ factors: { more = {} } }: CellView, { varying }: FindingContext): string[] {
  return varying.includes("more") ? Object.entries(more).map(([name, level]) => `${name} ${level}`) : [];
}

/** "12 tasks, skew one-long, on 2 workers (process pool)". */
function placeOf(view: CellView, context: FindingContext): string {
  const { tasks, strategy, workers } = view.factors;
  const what = [tasks === undefined ? "the tasks" : plural(tasks, "task"), ...levelsOf(view, context)].join(", ");
  return `${what}, on ${workerWords(workers)} (${strategyWords(strategy)})`;
}

/** "taking the next when free needs 130 ms (1.01× the least possible; workers idle 5.2 % of the time)". */
function figureWords({ name, overIdeal, idleShare, makespanMs }: Scheduled, index: number): string {
  const [time, ideal, idle] = [formatTime(makespanMs), multiple(overIdeal), shareWords(idleShare)];
  return index === 0
    ? `${name} needs ${time} (${ideal} the least possible; workers idle ${idle} of the time)`
    : sentenceCase(`${name} needs ${time} (${ideal}; idle ${idle})`);
}

/** Idle time of each worker in the trials that kept their tasks. */
function idleWords({ idle: few, ...best }: Scheduled, { idle: many, ...worst }: Scheduled): string {
  if (few === null || many === null || few.ms.length > 8 || many.ms.length > 8) return "";
  const each = (ms: readonly number[]) => list(ms.map((one) => formatTime(Math.max(0, one))));
  return ` Idle time, worker by worker: ${each(many.ms)} when ${worst.name} (repeat ${whole(many.block)}), ${each(few.ms)} when ${best.name} (repeat ${whole(few.block)}).`;
}
