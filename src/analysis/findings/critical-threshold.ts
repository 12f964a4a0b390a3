import { greatest } from "d3-array";
import { whole, workerWords } from "../../words/number.js";
import { shareWords } from "../../words/percent.js";
import { sentenceCase } from "../../words/sentence.js";
import { formatTime } from "../../words/time.js";
import type { CellView } from "../cells/cell-view.js";
import { coreWords } from "../cells/core-words.js";
import { typicalTaskMs, waitShare } from "../cells/task-times.js";
import { changeWords, isUndecided, undecidedWords } from "../comparing/change-words.js";
import type { CellChange } from "../comparing/comparisons.js";
import { type Threshold, thresholdOf, type WeakLine, weakLines, weakLineWords } from "../scaling/weak-scaling.js";
import type { FindingContext, FindingRule } from "./finding.js";

/** Weak scaling: up to how many workers a task more for every worker more costs no time. */
export const criticalThreshold: FindingRule = (context) =>
  weakLines(context.views, context.experiment).flatMap((line) => {
    const threshold = thresholdOf(line, context.comparisons);
    if (threshold === null) return [];
    const { changes, lastLevel, firstLonger } = threshold;
    const name = `${weakLineWords(line, context.varying)}, one task for every worker`;
    return {
      text: `${sentenceCase(name)}: ${(firstLonger ? limitWords : levelWords)(line, threshold, context)}`,
      weight: firstLonger ? 86 : 70,
      changes,
      cells: line,
      figures: {
        lastLevelWorkers: lastLevel.factors.workers,
        firstLongerWorkers: firstLonger?.to.factors.workers ?? null,
      },
    };
  });

/** No count clearly takes longer: as far as that was shown. */
function levelWords([first]: WeakLine, { changes, lastLevel }: Threshold, { machine }: FindingContext): string {
  const base = workerWords(first.factors.workers);
  const level = lastLevel.factors.workers;
  const cores = coreWords(machine, level);
  const open = changes.filter(({ change }) => isUndecided(change));
  const most = greatest(open, ({ change }) => change.ratio ?? 0);
  if (most === undefined) {
    const last = changes.at(-1)?.change;
    const words = last?.interval ? changeWords(last, base) : `takes no longer than ${base}`;
    return `up to ${workerWords(level)}, the most that were tested, the run ${words}; ${cores}.`;
  }
  return (
    `no worker count up to ${whole(level)} was shown to take longer than ${base}, nor that none does: with ` +
    `${workerWords(most.to.factors.workers)} there is ${undecidedWords(most.change)}; ${cores}.`
  );
}

/** Some count clearly takes longer. */
function limitWords([first]: WeakLine, { lastLevel, firstLonger }: Threshold, context: FindingContext): string {
  const { to, change } = firstLonger as CellChange;
  const base = workerWords(first.factors.workers);
  const level = lastLevel.factors.workers;
  const flat =
    lastLevel === first ? "" : `total time was not shown to be longer than at ${base} up to ${workerWords(level)}; `;
  return (
    `${flat}with ${workerWords(to.factors.workers)} the run ${changeWords(change, base)}. ` +
    `The critical threshold lies between ${whole(level)} and ${workerWords(to.factors.workers)}; ` +
    `${coreWords(context.machine, level)}.${taskWords(first, to, context)}`
  );
}

/** " A task takes 61.0 ms with 1 worker and 91.0 ms with 3, 31.0 % of it waiting for a core." */
function taskWords(first: CellView, longer: CellView, { cellOf }: FindingContext): string {
  const [alone, together] = [first, longer].map((view) => typicalTaskMs(cellOf(view)));
  if (!alone || !together) return "";
  const share = waitShare(cellOf(longer));
  const waiting = share === null ? "" : `, ${shareWords(share)} of it waiting for a core`;
  return (
    ` A task takes ${formatTime(alone)} with ${workerWords(first.factors.workers)} and ${formatTime(together)} ` +
    `with ${whole(longer.factors.workers)}${waiting}.`
  );
}
