import { plural, probability, whole } from "../../words/number.js";
import { plainPercent } from "../../words/percent.js";
import { list, sentenceCase } from "../../words/sentence.js";
import { lineWords, workerWords } from "../cells/cell-labels.js";
import { coreWords } from "../cells/core-words.js";
import { taskedTrials } from "../cells/task-times.js";
import { type Spread, spreadsOf, TRIALS_FOR_SPREAD, type WeakLine, weakLines } from "../scaling/weak-scaling.js";
import type { FindingContext, FindingRule } from "./finding-context.js";

/** Up to how many workers the times of equal tasks lie as close together as within the cores. */
export const noiseThreshold: FindingRule = (context) =>
  weakLines(context.views, context.experiment).flatMap((line) => {
    const spreads = spreadsOf(line, context.experiment, context.machine);
    if (spreads === null) return tooFew(line, context);
    const wider = spreads.findIndex(({ isWider }) => isWider);
    const figures = {
      quietWorkers: (wider === -1 ? spreads.at(-1) : spreads[wider - 1])?.view.factors.workers ?? null,
      firstWiderWorkers: spreads[wider]?.view.factors.workers ?? null,
      ...Object.fromEntries(spreads.map(({ view, share }) => [`spread-${view.factors.workers}`, share])),
    };
    return [
      {
        text: `${sentenceCase(name(line, context))}: ${spreadWords(spreads)} ${verdictWords(spreads, wider, context)}`,
        weight: wider === -1 ? 58 : 74,
        evidence: { cells: line.map(({ key }) => key), figures },
      },
    ];
  });

function name([first]: WeakLine, { varying }: FindingContext): string {
  return lineWords(
    first.factors,
    varying.filter((factor) => factor !== "tasks"),
  );
}

function spreadWords(spreads: readonly Spread[]): string {
  const each = spreads.map(({ view, share }, index) => {
    const workers = index === 0 ? workerWords(view.factors.workers) : whole(view.factors.workers);
    return `${plainPercent(share * 100)}${index === 0 ? " from their median" : ""} at ${workers}`;
  });
  return `the times of equal tasks typically lie ${list(each)}.`;
}

function verdictWords(spreads: readonly Spread[], wider: number, { machine }: FindingContext): string {
  const most = spreads.at(-1)?.view.factors.workers ?? 0;
  if (wider === -1)
    return `No count up to ${workerWords(most)} spreads them clearly wider than the counts within the cores.`;
  const { view, q } = spreads[wider] as Spread;
  const quiet = spreads[wider - 1]?.view.factors.workers ?? 0;
  return (
    `From ${workerWords(view.factors.workers)} on they lie clearly wider than within the cores ` +
    `(Brown-Forsythe by trials, q ${probability(q ?? 0)}): ${workerWords(quiet)} ${quiet === 1 ? "is" : "are"} the most ` +
    `that add no noise to a measurement; ${coreWords(machine, quiet)}.`
  );
}

/** Says that more blocks are needed, where there are tasks to measure at all. */
function tooFew(line: WeakLine, { experiment }: FindingContext): ReturnType<FindingRule> {
  const trials = line.map(({ index }) => {
    const cell = experiment.cells[index];
    return cell ? taskedTrials(cell).length : 0;
  });
  const fewest = Math.min(...trials);
  if (fewest < 1) return [];
  const text =
    `${plural(fewest, "block")} cannot tell how many workers add noise to a measurement: ` +
    `${TRIALS_FOR_SPREAD} or more are needed (--blocks ${TRIALS_FOR_SPREAD}).`;
  return [{ text, weight: 34, evidence: { cells: line.map(({ key }) => key), figures: { fewest } } }];
}
