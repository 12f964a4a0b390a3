import type { Cell } from "../../record/schema/run-schema.js";
import { whole } from "../../words/number.js";
import { plainPercent } from "../../words/percent.js";
import { sentenceCase } from "../../words/sentence.js";
import { formatTime } from "../../words/time.js";
import { lineWords, workerWords } from "../cells/cell-labels.js";
import type { CellView } from "../cells/cell-view.js";
import { coreWords } from "../cells/core-words.js";
import { typicalTaskMs, waitShare } from "../cells/task-times.js";
import { changeWords } from "../comparing/change-words.js";
import type { CellChange } from "../comparing/comparisons.js";
import { isUndecided, undecidedWords } from "../comparing/undecided.js";
import { type Threshold, thresholdOf, type WeakLine, weakLines } from "../scaling/weak-scaling.js";
import type { FindingContext, FindingRule } from "./finding-context.js";

/** Weak scaling: up to how many workers a task more for every worker more costs no time. */
export const criticalThreshold: FindingRule = (context) =>
  weakLines(context.views, context.experiment).flatMap((line) => {
    const threshold = thresholdOf(line, context.comparisons);
    if (threshold === null) return [];
    const { changes, lastLevel, firstLonger } = threshold;
    return [
      {
        text: sentenceCase(`${name(line, context)}${sentence(line, threshold, context)}`),
        weight: firstLonger ? 86 : 70,
        evidence: {
          changes: changes.map(({ change }) => change),
          cells: line.map(({ key }) => key),
          figures: {
            lastLevelWorkers: lastLevel.factors.workers,
            firstLongerWorkers: firstLonger?.to.factors.workers ?? null,
          },
        },
      },
    ];
  });

function name([first]: WeakLine, { varying }: FindingContext): string {
  return `${lineWords(
    first.factors,
    varying.filter((factor) => factor !== "tasks"),
  )}, one task for every worker: `;
}

function sentence(line: WeakLine, { changes, lastLevel, firstLonger }: Threshold, context: FindingContext): string {
  const base = workerWords(line[0].factors.workers);
  const level = lastLevel.factors.workers;
  if (firstLonger === null) {
    const cores = coreWords(context.machine, level);
    const open = changes.filter(({ change }) => isUndecided(change));
    if (open.length === 0)
      return `up to ${workerWords(level)}, the most that were tested, the run ${levelWords(changes, base)}; ${cores}.`;
    const most = open.reduce((one, other) => (estimateOf(other) > estimateOf(one) ? other : one));
    return (
      `no worker count up to ${whole(level)} was shown to take longer than ${base}, nor that none does: with ` +
      `${workerWords(most.to.factors.workers)} there is ${undecidedWords(most.change)}; ${cores}.`
    );
  }
  const { to, change } = firstLonger;
  const flat =
    lastLevel === line[0] ? "" : `total time was not shown to be longer than at ${base} up to ${workerWords(level)}; `;
  return (
    `${flat}with ${workerWords(to.factors.workers)} the run ${changeWords(change, base)}. ` +
    `The critical threshold lies between ${whole(level)} and ${workerWords(to.factors.workers)}; ` +
    `${coreWords(context.machine, level)}.${taskWords(line[0], to, context)}`
  );
}

/** "takes the same time as with 1 worker within 3 % (...)", of the most workers. */
function levelWords(changes: readonly CellChange[], base: string): string {
  const last = changes.at(-1)?.change;
  return last?.interval ? changeWords(last, base) : `takes no longer than ${base}`;
}

function estimateOf({ change }: CellChange): number {
  return change.ratio ?? 0;
}

/** " A task takes 61.0 ms at 1 worker and 91.0 ms at 3; there tasks wait for a core 31.0 % of their time." */
function taskWords(first: CellView, longer: CellView, { experiment }: FindingContext): string {
  const [alone, together] = [cellOf(first, experiment), cellOf(longer, experiment)].map(typicalTaskMs);
  if (!alone || !together) return "";
  const share = waitShare(cellOf(longer, experiment));
  const waiting = share === null ? "" : `, ${plainPercent(share * 100)} of it waiting for a core`;
  return (
    ` A task takes ${formatTime(alone)} with ${workerWords(first.factors.workers)} and ${formatTime(together)} ` +
    `with ${whole(longer.factors.workers)}${waiting}.`
  );
}

function cellOf({ index }: CellView, { cells }: FindingContext["experiment"]): Cell {
  return cells[index] as Cell;
}
