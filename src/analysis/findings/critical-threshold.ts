import { greatest } from "d3-array";
import { largest } from "../../record/limits/extremes.js";
import { statement } from "../../words/headline.js";
import { whole, workerWords } from "../../words/number.js";
import { plainPercent, shareWords } from "../../words/percent.js";
import { list, sentenceCase } from "../../words/sentence.js";
import { formatTime } from "../../words/time.js";
import type { CellView } from "../cells/cell-view.js";
import { coreWords } from "../cells/core-words.js";
import { typicalTaskMs, waitShare } from "../cells/task-times.js";
import { changeWords, undecidedWords } from "../comparing/change-words.js";
import type { CellChange } from "../comparing/comparisons.js";
import { type Threshold, thresholdOf, type WeakLine, weakLines, weakLineWords } from "../scaling/weak-scaling.js";
import type { FindingContext, FindingRule } from "./finding.js";

/** A limit above this says nothing. */
const MOST_PERCENT = 900;

/** Weak scaling: up to how many workers a task more for every worker more costs no time. */
export const criticalThreshold: FindingRule = (context) =>
  weakLines(context.views, context.experiment).flatMap((line) => {
    const threshold = thresholdOf(line, context.comparisons);
    if (threshold === null) return [];
    const { changes, levelTo, firstLonger, open } = threshold;
    const name = sentenceCase(weakLineWords(line, context.varying));
    const point = pointWords(threshold);
    return {
      ...statement([`${name}: ${point}`, sentenceCase(point)], detailWords(line, threshold, context)),
      weight: firstLonger ? 86 : 70,
      ...(firstLonger && { change: firstLonger.change }),
      changes,
      cells: line,
      figures: {
        levelToWorkers: levelTo.factors.workers,
        firstLongerWorkers: firstLonger?.to.factors.workers ?? null,
        openWorkers: open.length,
        atMostPercent: firstLonger === null ? atMostPercent(changes) : null,
      },
    };
  });

/** What is shown: both ends of the threshold, one of them, or none. */
function pointWords({ levelTo, firstLonger, open }: Threshold): string {
  const level = levelTo.factors.workers;
  if (firstLonger) {
    const longer = workerWords(firstLonger.to.factors.workers);
    return `one task per worker starts to take longer between ${whole(level)} and ${longer}`;
  }
  if (open.length === 0) return `up to ${workerWords(level)}, one task per worker takes no longer`;
  return "whether one task per worker takes longer with more of them is not decided";
}

function detailWords(line: WeakLine, threshold: Threshold, context: FindingContext): string {
  const [first] = line;
  const { levelTo, firstLonger, open, changes } = threshold;
  const base = workerWords(first.factors.workers);
  const sentences = [
    ...(levelTo === first ? [] : [levelWords(levelTo, changes, base)]),
    ...(open.length === 0 ? [] : [openWords(open, base, firstLonger !== null)]),
    ...(firstLonger ? longerWords(first, firstLonger, context) : []),
    coreWords(context.machine, levelTo.factors),
  ];
  return sentences.map((sentence) => `${sentenceCase(sentence)}.`).join(" ");
}

/** "With 2 workers, the run takes the same time within 3 % as with 1 worker (...)". */
function levelWords(levelTo: CellView, changes: readonly CellChange[], base: string): string {
  const { change } = changes.find(({ to }) => to === levelTo) as CellChange;
  return `with ${workerWords(levelTo.factors.workers)} the run ${changeWords(change, base)}`;
}

/** "With 4 and 6 workers it is open whether the run takes longer than with 1 worker: up to 8.1 % more is possible". */
function openWords(open: readonly CellChange[], base: string, isEnded: boolean): string {
  const counts = open.map(({ to }) => whole(to.factors.workers));
  const limit = atMostPercent(open);
  const least = `with ${list(counts)} workers it is open whether the run takes longer than with ${base}`;
  const isKnown = limit !== null && limit <= MOST_PERCENT;
  const atMost = isKnown ? `: up to ${plainPercent(limit)} more is possible` : "";
  const widest = isEnded ? undefined : greatest(open, ({ change }) => change.interval?.[1] ?? 0);
  const more = widest ? `. There is ${undecidedWords(widest.change)}` : "";
  return `${least}${atMost}${more}`;
}

/** The most that any of the changes may be, by the upper ends of their intervals; never under 0. */
function atMostPercent(changes: readonly CellChange[]): number | null {
  const ends = changes.flatMap(({ change }) => change.interval?.[1] ?? []);
  return ends.length === 0 ? null : Math.max(0, largest(ends));
}

/** "With 4 workers the run takes 31.0 % more time ...", and what a task takes. */
function longerWords(first: CellView, { to, change }: CellChange, context: FindingContext): string[] {
  const base = workerWords(first.factors.workers);
  return [
    `with ${workerWords(to.factors.workers)} the run ${changeWords(change, base)}`,
    ...taskWords(first, to, context),
  ];
}

/** "A task takes 61.0 ms with 1 worker and 91.0 ms with 3, 31.0 % of it waiting for a core". */
function taskWords(first: CellView, longer: CellView, { cellOf }: FindingContext): string[] {
  const [alone, together] = [first, longer].map((view) => typicalTaskMs(cellOf(view)));
  if (!alone || !together) return [];
  const share = waitShare(cellOf(longer));
  const waiting = share === null ? "" : `, ${shareWords(share)} of it waiting for a core`;
  return [
    `the median task takes ${formatTime(alone)} with ${workerWords(first.factors.workers)} and ${formatTime(together)} ` +
      `with ${whole(longer.factors.workers)}${waiting}`,
  ];
}
