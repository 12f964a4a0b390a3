import { group } from "d3-array";
import { mean } from "../../stats/mean.js";
import { tInterval } from "../../stats/t-interval.js";
import { plural, whole, workerWords } from "../../words/number.js";
import { formatTime } from "../../words/time.js";
import { strategyWords } from "../cells/cell-labels.js";
import type { CellView } from "../cells/cell-view.js";
import { commonTimes } from "../cells/usable-times.js";
import type { CellChange } from "../comparing/comparisons.js";
import type { FindingContext, FindingRule } from "./finding.js";
import { freshAndWarm } from "./phase-costs.js";

type Pair = ReturnType<typeof freshAndWarm>[number];

/** The same tasks on a pool made for them and on one that is kept: the cost of starting, and when that is paid back. */
export const poolReuse: FindingRule = (context) => {
  const pools = group(freshAndWarm(context.views), ({ fresh }) => `${fresh.factors.strategy}|${fresh.factors.workers}`);
  return [...pools.values()].flatMap((pairs) => {
    const [{ fresh, warm }] = pairs as [Pair];
    const saved = savedPerBlock(pairs);
    if (saved.length < 2) return [];
    const [lowMs, highMs] = tInterval(saved, 0.95);
    const { workers, strategy } = fresh.factors;
    const savedMs = mean(saved);
    const pool = `${strategyWords(strategy)} of ${workerWords(workers)}`;
    const interval = `95 % interval ${signed(lowMs)} to ${signed(highMs)}`;
    const over = pairs.length === 1 ? "" : `, over ${plural(pairs.length, "batch size")}`;
    const text =
      lowMs > 0
        ? `Starting a ${pool} costs ${formatTime(savedMs)} a run (${interval}), ${formatTime(savedMs / workers)} a worker: ` +
          `a run with a fresh pool takes that much longer than with one that is kept${over}. ` +
          [paybackWords(fresh, context), paybackWords(warm, context)].filter(Boolean).join(" ")
        : `A fresh ${pool} is not clearly slower than one that is kept (${signed(savedMs)} a run; ${interval}).`;
    return {
      text: text.trim(),
      weight: lowMs > 0 ? 76 : 40,
      cells: pairs.flatMap((pair) => [pair.fresh, pair.warm]),
      figures: { savedMs, lowMs, highMs, perWorkerMs: savedMs / workers },
    };
  });
};

/** For each block: how much longer the fresh pool took, in ms, mean over the sizes; blocks that lack a size are left out. */
function savedPerBlock(pairs: readonly Pair[]): number[] {
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
  const won = against.find((entry) => entry.change.verdict === "faster" && tasksOf(entry) > (lost ? tasksOf(lost) : 0));
  const name = factors.pool === "fresh" ? "A fresh one" : "A kept one";
  if (lost && won) {
    return `${name} is paid back between ${whole(tasksOf(lost))} and ${plural(tasksOf(won), "task")}, against running them one after the other.`;
  }
  if (won) return `${name} wins from ${plural(tasksOf(won), "task")} on, and loses at no tested batch.`;
  if (lost) return `${name} is not paid back by ${plural(tasksOf(against.at(-1) ?? lost), "task")}, the most tested.`;
  return `${name} neither clearly wins nor loses at any tested batch.`;
}

function tasksOf({ to }: CellChange): number {
  return to.factors.tasks ?? 0;
}

function signed(ms: number): string {
  return ms < 0 ? `${formatTime(-ms)} less` : formatTime(ms);
}
