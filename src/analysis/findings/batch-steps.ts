import { group, pairs } from "d3-array";
import { geometricMean } from "../../stats/geometric-mean.js";
import { statement } from "../../words/headline.js";
import { plural, whole } from "../../words/number.js";
import { timeChange } from "../../words/percent.js";
import { list } from "../../words/sentence.js";
import { moreOf } from "../cells/cell-keys.js";
import { isOneThread, strategyWords } from "../cells/cell-labels.js";
import { type CellView, isTimed } from "../cells/cell-view.js";
import { effectiveWorkers, idealOf } from "../cells/ideal-speed-up.js";
import type { CellChange } from "../comparing/comparisons.js";
import { type FindingContext, type FindingRule, judged } from "./finding.js";

/** Fewer batch sizes show no staircase. */
const FEWEST_BATCHES = 4;

/** A batch that grows task by task: time grows where a new round begins, and little where the last one had room. */
export const batchSteps: FindingRule = (context) =>
  [...group(linesOf(context), ([first]) => `${first?.variant}|${first?.factors.n}`).values()].flatMap((lines) => {
    const steps = lines.flatMap((line) => stepsOf(line, context));
    const ofKind = (kind: Step["kind"]) => steps.filter((step) => step.kind === kind);
    const [fresh, within, beyond] = [ofKind("new-round"), ofKind("same-round"), ofKind("beyond-cores")];
    if (fresh.length === 0 || within.length + beyond.length === 0) return [];
    const cells = lines.flat();
    return {
      ...statement(headline(steps, fresh), detail({ fresh, within, beyond }, lines)),
      weight: isSingle(steps) ? 46 : 79,
      changes: steps,
      cells,
      figures: { newRound: meanOf(fresh), sameRound: meanOf(within), beyondCores: meanOf(beyond) },
    };
  });

/** What the decisions carry, step by step. */
function headline(steps: readonly Step[], fresh: readonly Step[]): string {
  const task = "A task that needs another round";
  if (isSingle(steps)) return "Single measurements cannot tell whether another round of tasks takes longer";
  const longer = fresh.filter(isLonger).length;
  if (longer === 0) return `${task} was not shown to take longer`;
  if (fresh.length === 1) return `${task} clearly adds time in the only such step`;
  const most = longer === fresh.length ? `all ${whole(longer)}` : `${whole(longer)} of ${whole(fresh.length)}`;
  return `${task} clearly adds time in ${most} steps`;
}

function detail({ fresh, within, beyond }: Record<"fresh" | "within" | "beyond", Step[]>, lines: CellView[][]): string {
  const parts = [
    `One more task takes ${stepWords(fresh, "where it needs another round")}`,
    ...(within.length > 0 ? [`It takes ${stepWords(within, "where it fits into the last round")}`] : []),
    ...(beyond.length > 0 ? [`It takes ${stepWords(beyond, "where it fits, but on more workers than cores")}`] : []),
  ];
  const counts = [...new Set(lines.map(([view]) => whole(view?.factors.workers ?? 0)))];
  const name = `${strategyWords(lines[0]?.[0]?.factors.strategy ?? "")} with ${list(counts)} workers`;
  return `${parts.join(". ")}. These are geometric means of all steps, clear or not, for ${name}. A round is one task for every worker.`;
}

function isSingle(steps: readonly Step[]): boolean {
  return steps.every(({ change }) => change.interval === null);
}

function isLonger({ change }: Step): boolean {
  return change.verdict === "slower";
}

interface Step extends CellChange {
  kind: "new-round" | "same-round" | "beyond-cores";
}

/** Cells of one strategy and worker count by ascending number of tasks. */
function linesOf({ views, experiment }: FindingContext): CellView[][] {
  if (experiment.division === "shares") return [];
  const timed = views.filter(
    (view) => isTimed(view) && view.factors.tasks !== undefined && !isOneThread(view.factors.strategy),
  );
  const keyOf = ({ variant, factors }: CellView) =>
    JSON.stringify([variant, factors.workload, factors.n, factors.workers, moreOf(factors, "work")]);
  return [...group(timed, keyOf).values()]
    .filter((line) => line.length >= FEWEST_BATCHES)
    .map((line) => line.toSorted((a, b) => (a.factors.tasks ?? 0) - (b.factors.tasks ?? 0)));
}

/** Changes from each batch to the one that has a task more. */
function stepsOf(line: readonly CellView[], context: FindingContext): Step[] {
  const { experiment, machine } = context;
  const oneMore = pairs(line, (from, to) => ({ from, to })).filter(
    ({ from, to }) => to.factors.tasks === (from.factors.tasks ?? 0) + 1,
  );
  return judged(oneMore, context).map((entry) => {
    const [before, after] = [entry.from, entry.to].map(({ factors }) => idealOf(experiment, factors, machine));
    if (before?.rounds !== after?.rounds) return { ...entry, kind: "new-round" };
    const busy = Math.min(effectiveWorkers(entry.to.factors), entry.to.factors.tasks ?? 1);
    return { ...entry, kind: after?.cores && busy > after.cores ? "beyond-cores" : "same-round" };
  });
}

/** "38.0 % more time where it needs another round (12 steps, 9 clearly longer)". */
function stepWords(steps: readonly Step[], where: string): string {
  const clear = steps.filter(isLonger).length;
  const mean = timeChange(((meanOf(steps) ?? 1) - 1) * 100);
  return `${mean} ${where} (${plural(steps.length, "step")}, ${clear === 0 ? "none" : whole(clear)} clearly longer)`;
}

function meanOf(steps: readonly Step[]): number | null {
  return steps.length === 0 ? null : geometricMean(steps.map(({ change }) => change.ratio as number));
}
