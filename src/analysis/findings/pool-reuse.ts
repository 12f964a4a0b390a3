import { group } from "d3-array";
import { mean } from "../../stats/mean.js";
import { tInterval } from "../../stats/t-interval.js";
import { type Statement, statement } from "../../words/headline.js";
import { plural, whole, workerWords } from "../../words/number.js";
import { formatTime } from "../../words/time.js";
import { strategyWords } from "../cells/cell-labels.js";
import type { CellView } from "../cells/cell-view.js";
import { commonTimes } from "../cells/usable-times.js";
import type { CellChange } from "../comparing/comparisons.js";
import { type FindingContext, type FindingRule, judged } from "./finding.js";
import { type FreshAndWarm, freshAndWarm } from "./phase-costs.js";

/** The same tasks on a pool made for them and on one that is kept: the cost of starting, and when that is paid back. */
export const poolReuse: FindingRule = (context) => {
  const pools = group(freshAndWarm(context.views), ({ fresh }) => `${fresh.factors.strategy}|${fresh.factors.workers}`);
  return [...pools.values()].flatMap((pairs) => {
    const saved = savedPerBlock(pairs);
    if (saved.length < 2) return [];
    const interval = tInterval(saved, 0.95);
    const figures = { savedMs: mean(saved), lowMs: interval[0], highMs: interval[1] };
    const isShown = interval[0] > 0 && isDecided(pairs, context);
    return {
      ...(isShown ? shownCost(pairs, figures, context) : openCost(pairs, figures)),
      weight: isShown ? 76 : 40,
      cells: pairs.flatMap((pair) => [pair.fresh, pair.warm]),
      figures: { ...figures, perWorkerMs: figures.savedMs / workersOf(pairs) },
    };
  });
};

interface Saved {
  savedMs: number;
  lowMs: number;
  highMs: number;
}

type Pairs = readonly FreshAndWarm[];

/** Whether some batch is shown to take longer on a fresh pool, and none to take less: a table has both. */
function isDecided(pairs: Pairs, context: FindingContext): boolean {
  const changes = judged(
    pairs.map(({ fresh, warm }) => ({ from: warm, to: fresh })),
    context,
  );
  const verdicts = changes.map(({ change }) => change.verdict);
  return verdicts.includes("slower") && !verdicts.includes("faster");
}

function shownCost(pairs: Pairs, { savedMs, lowMs, highMs }: Saved, context: FindingContext): Statement {
  const [{ fresh, warm }] = pairs as [FreshAndWarm];
  const over = pairs.length === 1 ? "" : ` over ${plural(pairs.length, "batch size")}`;
  const details = [
    `That is how much longer a run takes with a fresh pool than with a kept one${over}, ` +
      `95 % interval ${formatTime(lowMs)} to ${formatTime(highMs)}, or ${formatTime(savedMs / workersOf(pairs))} a worker.`,
    paybackWords(fresh, context),
    paybackWords(warm, context),
  ];
  return statement(
    `Starting a ${poolWords(pairs)} costs ${formatTime(savedMs)} a run`,
    details.filter(Boolean).join(" "),
  );
}

function openCost(pairs: Pairs, { savedMs, lowMs, highMs }: Saved): Statement {
  return statement(
    `A kept ${poolWords(pairs)} is not shown to save time`,
    `A run with a fresh one takes ${signed(savedMs)}, 95 % interval ${signed(lowMs)} to ${signed(highMs)}.`,
  );
}

function poolWords(pairs: Pairs): string {
  return `${strategyWords(pairs[0]?.fresh.factors.strategy ?? "")} of ${workerWords(workersOf(pairs))}`;
}

function workersOf(pairs: Pairs): number {
  return pairs[0]?.fresh.factors.workers ?? 1;
}

/** For each block: how much longer the fresh pool took, in ms, mean over the sizes; blocks that lack a size are left out. */
function savedPerBlock(pairs: Pairs): number[] {
  const cells = pairs.flatMap(({ fresh, warm }) => [fresh, warm]) as [CellView, ...CellView[]];
  return commonTimes(cells).map((row) =>
    mean(pairs.map((_, index) => (row[2 * index] as number) - (row[2 * index + 1] as number))),
  );
}

/** The bracket of batch sizes in which the pool starts to win over running one after the other. */
function paybackWords({ factors, variant }: CellView, { comparisons }: FindingContext): string {
  // With other bytes or another N, it would not be a batch that grows.
  const sizeOf = ({ workers, n, workload, more }: CellView["factors"]) => JSON.stringify([workers, n, workload, more]);
  const against = comparisons.changes.againstBaseline
    .filter(({ from, to }) => from.factors.strategy === "sequential" && to.variant === variant)
    .filter(({ to }) => sizeOf(to.factors) === sizeOf(factors))
    .sort((a, b) => tasksOf(a) - tasksOf(b));
  if (against.length < 2) return "";
  const lost = against.findLast(({ change }) => change.verdict === "slower");
  const above = against.filter((entry) => tasksOf(entry) > (lost ? tasksOf(lost) : 0));
  const won = above.find(({ change }) => change.verdict === "faster");
  const name = factors.pool === "fresh" ? "A fresh pool" : "A kept pool";
  const tasks = won ? plural(tasksOf(won), "task") : "";
  if (lost && won) return `${name} starts to beat sequential between ${whole(tasksOf(lost))} and ${tasks}.`;
  if (won) {
    const since = above.slice(above.indexOf(won)).every(({ change }) => change.verdict === "faster");
    return `${name} beats sequential ${since ? "from" : "with"} ${tasks}${since ? " on" : ""}, and is not shown to lose at any batch size tested.`;
  }
  if (lost)
    return `${name} was not shown to beat sequential with up to ${plural(tasksOf(against.at(-1) ?? lost), "task")}, the most tested.`;
  return `${name} is not shown to beat sequential or to lose at any batch size tested.`;
}

function tasksOf({ to }: CellChange): number {
  return to.factors.tasks ?? 0;
}

function signed(ms: number): string {
  return `${formatTime(Math.abs(ms))} ${ms < 0 ? "less" : "more"}`;
}
