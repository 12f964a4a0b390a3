import { whole, workerWords } from "../../words/number.js";
import { timeChange } from "../../words/percent.js";
import { sentenceCase } from "../../words/sentence.js";
import { formatTime } from "../../words/time.js";
import { lineWords, sizeWords, variantWords } from "../cells/cell-labels.js";
import { isUndecided } from "../comparing/change-words.js";
import type { CellChange } from "../comparing/comparisons.js";
import {
  bothWords,
  type FigureChange,
  type FigureOf,
  figureChanges,
  figureEvidence,
  figureInterval,
} from "../comparing/figure-change.js";
import { type Draft, type FindingContext, type FindingRule, judged, placed } from "./finding.js";
import { changePoint, pairEvidence } from "./pair-words.js";

/** Real time must fall by a fifth before it is set against the CPU time. */
const REAL_FALLS_TO = 0.8;
/** With its whole interval within a tenth more or less, the CPU time counts as unchanged. */
const STAYS_WITHIN = 10;

/** How many such sentences an experiment is worth. */
const MOST = 3;

/**
 * Real time falls while CPU time stays: as much work on more cores. Or CPU time grows: work that was not there. Both are
 * said only where their intervals show it; of single trials the figures stand side by side.
 */
export const cpuTime: FindingRule = (context) => {
  const { firstToLast, acrossStrategies } = context.comparisons.changes;
  const rivals = acrossStrategies.filter(({ from, to }) => from.factors.strategy !== to.factors.strategy);
  const falls = [...firstToLast, ...rivals]
    // That real time falls must be clear before CPU time is set beside it.
    .filter(({ change }) => !isUndecided(change))
    .map(fromLongerToShorter)
    .filter(({ fall }) => fall <= REAL_FALLS_TO)
    .sort((a, b) => a.fall - b.fall);
  const entries = judged(falls, context).filter(({ change }) => !isUndecided(change));
  const changes = figureChanges(entries, cpuOf(context), context);
  return entries.flatMap((entry, index) => draft(entry, changes[index] ?? null, context)).slice(0, MOST);
};

interface Fall extends Pick<CellChange, "from" | "to"> {
  /** Shorter time over longer time. */
  fall: number;
}

function fromLongerToShorter({ from, to, change }: CellChange): Fall {
  const ratio = change.ratio ?? 1;
  return ratio > 1 ? { fall: 1 / ratio, from: to, to: from } : { fall: ratio, from, to };
}

/** User and system time together, as the kernel works as well; user time alone where not every trial tells both. */
function cpuOf({ views, cellOf }: FindingContext): FigureOf {
  const trials = views.flatMap((view) => cellOf(view).trials.filter(({ status }) => status === "ok"));
  const isWhole = trials.every(({ sysMs }) => typeof sysMs === "number");
  return ({ userMs, sysMs }) => (typeof userMs === "number" ? userMs + (isWhole ? (sysMs ?? 0) : 0) : null);
}

/** What CPU time does while real time falls; `aside`: single trials, which cannot tell. */
type Course = "stays" | "grows" | "aside";

const WEIGHT: Record<Course, number> = { stays: 64, grows: 58, aside: 44 };

function draft(entry: CellChange, cpu: FigureChange | null, context: FindingContext): Draft[] {
  const course = cpu && courseOf(cpu);
  if (!cpu || !course) return [];
  const evidence = cpu.interval === null ? "" : `, ${figureInterval(cpu)}`;
  const isLine = entry.from.variant === entry.to.variant;
  const against = isLine ? `against ${workerWords(entry.from.factors.workers)}` : "";
  const spent = `CPU time is ${bothWords(cpu, formatTime)}${evidence}.`;
  return [
    {
      ...placed(
        placeOf(entry, context),
        headline(entry, course, context),
        `${pairEvidence(entry.change, against)} ${spent}`,
      ),
      weight: WEIGHT[course],
      change: entry.change,
      changes: [entry],
      figures: { cpuBeforeMs: cpu.from, cpuAfterMs: cpu.to, ...figureEvidence("cpu", cpu) },
    },
  ];
}

function courseOf({ changePercent, interval, shown }: FigureChange): Course | null {
  if (changePercent === null) return null;
  if (interval === null) return "aside";
  if (shown === "more") return "grows";
  return interval[0] >= -STAYS_WITHIN && interval[1] <= STAYS_WITHIN ? "stays" : null;
}

/** What both cells share: the line of one strategy, or the size. */
function placeOf({ from, to }: CellChange, { varying }: FindingContext): string {
  return from.variant === to.variant ? lineWords(from.factors, varying) : sizeWords(from.factors, varying);
}

function headline({ from, to, change }: CellChange, course: Course, { varying }: FindingContext): string {
  const isLine = from.variant === to.variant;
  const [other, one] = isLine
    ? [whole(from.factors.workers), workerWords(to.factors.workers)]
    : ([from, to].map(({ factors }) => variantWords(factors, varying)) as [string, string]);
  const less = timeChange(change.changePercent ?? 0);
  // With the name of its strategy before it, it has to be short.
  if (isLine && lineWords(from.factors, varying) !== "" && course !== "aside")
    return `${sentenceCase(less)} with ${one}, ${course === "stays" ? "for about as much" : "but more"} CPU time`;
  const fall = `${one} ${changePoint(change, other, isLine ? "take" : "takes")}`;
  const says = {
    stays: `${fall}, for similar CPU time`,
    grows: `${fall}, but more CPU time`,
    aside: fall,
  };
  return sentenceCase(says[course]);
}
