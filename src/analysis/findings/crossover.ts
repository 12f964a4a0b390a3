import { level, trimmed } from "../../words/number.js";
import { sentenceCase } from "../../words/sentence.js";
import { formatTime } from "../../words/time.js";
import { changeWords } from "../comparing/change-words.js";
import type { CellChange } from "../comparing/comparisons.js";
import { type Crossover, crossovers } from "../crossover/crossover.js";
import type { CostModel } from "../results/run-analysis.js";
import { type FindingRule, variantAndWorkers } from "./finding.js";
import { smallestTask } from "./smallest-task.js";

/** From which N on a contender beats sequential: the bracket between two tested values, never a point between them. */
export const crossover: FindingRule = (context) => {
  const { experiment, comparisons } = context;
  // Where the lengths of tasks are known, the same brackets are said in those.
  if (smallestTask(context).length > 0) return [];
  return crossovers(comparisons.changes.againstBaseline, experiment.division).map((found, index) => {
    const model = context.crossovers[index]?.model ?? null;
    const { contender, lastLoss, firstWin, changes } = found;
    const note = found.pointValues ? " This rests on one trial a cell, without intervals." : "";
    return {
      text: `${sentence(found, variantAndWorkers(contender, context))}${modelWords(model)}${note}`,
      weight: found.mixed ? 48 : firstWin && lastLoss ? 84 : 72,
      changes,
      cells: [lastLoss, firstWin].flatMap((end) => end?.to ?? []),
      figures: {
        lastLossN: lastLoss?.to.factors.n ?? null,
        firstWinN: firstWin?.to.factors.n ?? null,
        modelN: model?.n ?? null,
      },
    };
  });
};

function sentence({ lastLoss, firstWin, changes, mixed, pointValues }: Crossover, name: string): string {
  const [smallest, largest] = [changes[0], changes.at(-1)] as [CellChange, CellChange];
  const tested = `N = ${nWords(smallest)} to ${nWords(largest)}`;
  const wins = pointValues ? "wins" : "clearly wins";
  if (mixed) return `No single crossover between sequential and ${name}: wins alternate over ${tested}.`;
  if (lastLoss && firstWin) {
    return (
      `${sentenceCase(name)} starts to win between N = ${nWords(lastLoss)} and N = ${nWords(firstWin)}: at the first it ` +
      `${outcome(lastLoss)}, at the second it ${outcome(firstWin)}.`
    );
  }
  if (firstWin) {
    const place = `from N = ${nWords(firstWin)} on, where it ${outcome(firstWin)}`;
    return `${sentenceCase(name)} ${wins} ${place}. Sequential ${wins} at no N tested (${tested}).`;
  }
  if (lastLoss) {
    const place = `up to N = ${nWords(lastLoss)}, where ${name} ${outcome(lastLoss)}`;
    return `Sequential ${wins} ${place}. ${sentenceCase(name)} ${wins} at no N tested (${tested}).`;
  }
  return `Not enough evidence for a winner between sequential and ${name} at any N tested (${tested}); more blocks would narrow it.`;
}

/** " Sequential time as cN and the other as o + kN ... meet at N = 6,670 (95 % interval 6,120 to 7,280)." */
function modelWords(model: CostModel | null): string {
  if (model === null) return "";
  const [low, high] = model.interval;
  const tested = model.isTested ? "" : "; nothing was repeated that could contradict them";
  return (
    ` Sequential time as cN and the other as o + kN, ${formatTime(model.overheadMs)} at the start, meet at N = ${trimmed(model.n)} ` +
    `(95 % interval ${trimmed(low)} to ${trimmed(high)}${tested}).`
  );
}

function outcome({ change }: CellChange): string {
  return changeWords(change, "sequential");
}

function nWords({ to }: CellChange): string {
  return level(to.factors.n ?? 0);
}
