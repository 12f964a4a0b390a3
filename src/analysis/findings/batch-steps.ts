import { group } from "d3-array";
import { geometricMean } from "../../stats/geometric-mean.js";
import { plural, whole } from "../../words/number.js";
import { timeChange } from "../../words/percent.js";
import { list, sentenceCase } from "../../words/sentence.js";
import { isOneThread, strategyWords } from "../cells/cell-labels.js";
import type { CellView } from "../cells/cell-view.js";
import { effectiveWorkers, idealOf } from "../cells/ideal-speed-up.js";
import type { CellChange } from "../comparing/comparisons.js";
import type { FindingContext, FindingRule } from "./finding-context.js";

/** Fewer batch sizes show no staircase. */
const FEWEST_BATCHES = 4;

/** A batch that grows task by task: time grows where a new round begins, and little where the last one had room. */
export const batchSteps: FindingRule = (context) =>
  [...group(linesOf(context), ([first]) => `${first?.variant}|${first?.factors.n}`).values()].flatMap((lines) => {
    const steps = lines.flatMap((line) => stepsOf(line, context));
    const within = steps.filter(({ kind }) => kind === "same-round");
    const beyond = steps.filter(({ kind }) => kind === "beyond-cores");
    const fresh = steps.filter(({ kind }) => kind === "new-round");
    const [first] = lines[0] as [CellView];
    if (fresh.length === 0 || within.length + beyond.length === 0) return [];
    const parts = [
      `${stepWords(fresh)} where it needs another round`,
      ...(within.length > 0 ? [`${stepWords(within)} where it fits into the last one`] : []),
      ...(beyond.length > 0 ? [`${stepWords(beyond)} where it fits, but on more workers than cores`] : []),
    ];
    const counts = [...new Set(lines.map(([view]) => whole(view?.factors.workers ?? 0)))];
    const name = `${strategyWords(first.factors.strategy)} with ${list(counts)} workers`;
    return [
      {
        text: `${sentenceCase(name)}: a batch of one task more takes ${list(parts)}. Geometric means of steps, clear or not.`,
        weight: steps.every(({ change }) => change.interval === null) ? 46 : 79,
        evidence: {
          changes: steps.map(({ change }) => change),
          cells: lines.flatMap((line) => line.map(({ key }) => key)),
          figures: { newRound: meanOf(fresh), sameRound: meanOf(within), beyondCores: meanOf(beyond) },
        },
      },
    ];
  });

interface Step extends CellChange {
  kind: "new-round" | "same-round" | "beyond-cores";
}

/** Cells of one strategy and worker count by ascending number of tasks. */
function linesOf({ views, experiment }: FindingContext): CellView[][] {
  if (experiment.division === "shares") return [];
  const timed = views.filter(
    ({ factors, times, belowResolution }) =>
      times.length > 0 && !belowResolution && factors.tasks !== undefined && !isOneThread(factors.strategy),
  );
  return [
    ...group(
      timed,
      ({ variant, factors: { workload, n, workers } }) => `${variant}|${workload}|${n}|${workers}`,
    ).values(),
  ]
    .filter((line) => line.length >= FEWEST_BATCHES)
    .map((line) => line.toSorted((a, b) => (a.factors.tasks ?? 0) - (b.factors.tasks ?? 0)));
}

/** From each batch to the one that has a task more. */
function stepsOf(line: readonly CellView[], { comparisons, experiment, machine }: FindingContext): Step[] {
  const pairs = line.slice(1).flatMap((to, index) => {
    const from = line[index] as CellView;
    return to.factors.tasks === (from.factors.tasks ?? 0) + 1 ? [{ from, to }] : [];
  });
  return comparisons
    .judgeMore(pairs)
    .filter(({ change }) => change.ratio !== null)
    .map((entry) => {
      const [before, after] = [entry.from, entry.to].map(({ factors }) => idealOf(experiment, factors, machine));
      if (before?.rounds !== after?.rounds) return { ...entry, kind: "new-round" };
      const busy = Math.min(effectiveWorkers(entry.to.factors), entry.to.factors.tasks ?? 1);
      return { ...entry, kind: after?.cores && busy > after.cores ? "beyond-cores" : "same-round" };
    });
}

/** "38.0 % more time (12 steps, 9 clearly longer)". */
function stepWords(steps: readonly Step[]): string {
  const clear = steps.filter(({ change }) => change.verdict === "slower").length;
  const mean = timeChange(((meanOf(steps) ?? 1) - 1) * 100);
  return `${mean} (${plural(steps.length, "step")}, ${clear === 0 ? "none" : whole(clear)} clearly longer)`;
}

function meanOf(steps: readonly Step[]): number | null {
  return steps.length === 0 ? null : geometricMean(steps.map(({ change }) => change.ratio as number));
}
