import { plural, probability, whole, workerWords } from "../../words/number.js";
import { shareWords } from "../../words/percent.js";
import { list, sentenceCase } from "../../words/sentence.js";
import { coreWords } from "../cells/core-words.js";
import { taskedTrials } from "../cells/task-times.js";
import {
  type Spread,
  spreadsOf,
  TRIALS_FOR_SPREAD,
  type WeakLine,
  weakLines,
  weakLineWords,
} from "../scaling/weak-scaling.js";
import type { Draft, FindingContext, FindingRule } from "./finding.js";

/** Up to how many workers the times of equal tasks lie as close together as within the cores. */
export const noiseThreshold: FindingRule = (context) =>
  weakLines(context.views, context.experiment).flatMap((line) => {
    const spreads = spreadsOf(line, context);
    if (spreads === null) return tooFew(line, context);
    const wider = spreads.findIndex(({ isWider }) => isWider);
    const name = sentenceCase(weakLineWords(line, context.varying));
    return {
      text: `${name}: ${spreadWords(spreads)} ${thresholdWords(spreads, wider, context)}`,
      weight: wider === -1 ? 58 : 74,
      cells: line,
      figures: {
        quietWorkers: (wider === -1 ? spreads.at(-1) : spreads[wider - 1])?.view.factors.workers ?? null,
        firstWiderWorkers: spreads[wider]?.view.factors.workers ?? null,
        ...Object.fromEntries(spreads.map(({ view, share }) => [`spread-${view.factors.workers}`, share])),
      },
    };
  });

function spreadWords(spreads: readonly Spread[]): string {
  const each = spreads.map(({ view, share }, index) => {
    const workers = index === 0 ? workerWords(view.factors.workers) : whole(view.factors.workers);
    return `${shareWords(share)}${index === 0 ? " from their median" : ""} at ${workers}`;
  });
  return `the times of equal tasks typically lie ${list(each)}.`;
}

/** @param wider place of the first count that is clearly wider; -1 for none */
function thresholdWords(spreads: readonly Spread[], wider: number, { machine }: FindingContext): string {
  const first = spreads[wider];
  const last = (first ? spreads[wider - 1] : spreads.at(-1))?.view.factors.workers ?? 0;
  if (first === undefined)
    return `No count up to ${workerWords(last)} spreads them clearly wider than the counts within the cores.`;
  return (
    `From ${workerWords(first.view.factors.workers)} on they lie clearly wider than within the cores ` +
    `(Brown-Forsythe by trials, q ${probability(first.q ?? 0)}): ${workerWords(last)} ${last === 1 ? "is" : "are"} the most ` +
    `that add no noise to a measurement; ${coreWords(machine, last)}.`
  );
}

/** Says that more blocks are needed, where there are tasks to measure at all. */
function tooFew(line: WeakLine, { cellOf }: FindingContext): Draft[] {
  const fewest = Math.min(...line.map((view) => taskedTrials(cellOf(view)).length));
  if (fewest < 1) return [];
  const text =
    `${plural(fewest, "block")} cannot tell how many workers add noise to a measurement: ` +
    `${TRIALS_FOR_SPREAD} or more are needed (--blocks ${TRIALS_FOR_SPREAD}).`;
  return [{ text, weight: 34, cells: line, figures: { fewest } }];
}
