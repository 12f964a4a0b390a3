import { largest, smallest } from "../../record/limits/extremes.js";
import { statement } from "../../words/headline.js";
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
import { type Draft, type FindingContext, type FindingRule, placed } from "./finding.js";

/** From how many workers on the times of equal tasks are shown to lie further apart than within the cores. */
export const noiseThreshold: FindingRule = (context) =>
  weakLines(context.views, context.experiment).flatMap((line) => {
    const spreads = spreadsOf(line, context);
    if (spreads === null) return tooFew(line, context);
    const wider = spreads.findIndex(({ isWider }) => isWider);
    const name = weakLineWords(line, context.varying);
    return {
      ...placed(name, headline(spreads, wider), `${spreadWords(spreads)} ${evidenceWords(spreads, wider, context)}`),
      weight: wider === -1 ? 58 : 74,
      cells: line,
      figures: {
        quietWorkers: (wider === -1 ? spreads.at(-1) : spreads[wider - 1])?.view.factors.workers ?? null,
        firstWiderWorkers: spreads[wider]?.view.factors.workers ?? null,
        ...Object.fromEntries(spreads.map(({ view, share }) => [`spread-${view.factors.workers}`, share])),
      },
    };
  });

/** @param wider place of the first count that is clearly wider; -1 for none */
function headline(spreads: readonly Spread[], wider: number): string {
  const first = spreads[wider];
  if (first === undefined) {
    return `Equal tasks were not shown to vary more in time with up to ${workersOf(spreads.at(-1) as Spread)}`;
  }
  const isThroughout = spreads.slice(wider).every(({ isWider }) => isWider);
  const place = isThroughout ? `From ${workersOf(first)} on` : `With ${workersOf(first)}`;
  const usual = spreads.findLast(({ isWithin }, index) => isWithin && index !== wider)?.view.factors.workers ?? 1;
  return `${place} equal tasks vary more in time than with ${whole(usual)}${usual > 1 ? " or fewer" : ""}`;
}

function spreadWords(spreads: readonly Spread[]): string {
  const each = spreads.map(({ view, share }, index) => {
    const workers = index === 0 ? workerWords(view.factors.workers) : whole(view.factors.workers);
    return `${shareWords(share)}${index === 0 ? " from their median" : ""} at ${workers}`;
  });
  return `Their times typically lie ${list(each)}.`;
}

/** Which counts are shown to be wider, and that the others are not is no proof. */
function evidenceWords(spreads: readonly Spread[], wider: number, { machine }: FindingContext): string {
  const counts = (those: readonly Spread[]) => list(those.map(({ view }) => whole(view.factors.workers)));
  const shown = spreads.filter(({ isWider }) => isWider);
  const first = spreads[wider];
  const cores = sentenceCase(coreWords(machine, (first ?? (spreads.at(-1) as Spread)).view.factors));
  if (first === undefined) return `${cores}.`;
  const test = `Brown-Forsythe test by repeats, q ${probability(largest(shown.map(({ q }) => q ?? 0)))}${shown.length > 1 ? " at most" : ""}`;
  const others = spreads.slice(1).filter(({ isWider }) => !isWider);
  const rest =
    others.length === 0 ? "" : ` With ${counts(others)} it was not shown, which is no proof that they do not.`;
  return `That is shown with ${counts(shown)} workers (${test}).${rest} ${cores}.`;
}

function workersOf({ view }: Spread): string {
  return workerWords(view.factors.workers);
}

/** Says that more repeats are needed, where there are tasks to measure at all. */
function tooFew(line: WeakLine, { cellOf }: FindingContext): Draft[] {
  const fewest = smallest(line.map((view) => taskedTrials(cellOf(view)).length));
  if (fewest < 1) return [];
  const says = statement(
    `${plural(fewest, "repeat")} cannot tell how many workers make equal tasks vary`,
    `${TRIALS_FOR_SPREAD} or more are needed.`,
  );
  return [{ ...says, weight: 34, cells: line, figures: { fewest } }];
}
