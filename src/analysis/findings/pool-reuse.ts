import { group } from "d3-array";
import type { Cell, Factors } from "../../record/schema/run-schema.js";
import { mean } from "../../stats/mean.js";
import { tInterval } from "../../stats/t-interval.js";
import { plural, whole } from "../../words/number.js";
import { formatTime } from "../../words/time.js";
import { strategyWords, workerWords } from "../cells/cell-labels.js";
import type { CellView } from "../cells/cell-view.js";
import { usableTimes } from "../cells/usable-times.js";
import type { CellChange } from "../comparing/comparisons.js";
import type { FindingContext, FindingRule } from "./finding-context.js";

/** The same tasks on a pool made for them and on one that is kept: what starting costs, and when that is paid back. */
export const poolReuse: FindingRule = (context) =>
  [...group(pairsOf(context), ({ fresh }) => `${fresh.factors.strategy}|${fresh.factors.workers}`).values()].flatMap(
    (pairs) => {
      const [{ fresh, warm }] = pairs as [Pair];
      const saved = savedPerBlock(pairs, context);
      if (saved.length < 2) return [];
      const [low, high] = tInterval(saved, 0.95);
      const workers = fresh.factors.workers;
      const pool = `${strategyWords(fresh.factors.strategy)} of ${workerWords(workers)}`;
      const interval = `95 % interval ${signed(low)} to ${signed(high)}`;
      const text =
        low > 0
          ? `Starting a ${pool} costs ${formatTime(mean(saved))} a run (${interval}), ${formatTime(mean(saved) / workers)} a worker: ` +
            `a run with a fresh pool takes that much longer than with one that is kept${overWords(pairs)}. ` +
            [paybackWords(fresh, context), paybackWords(warm, context)].filter(Boolean).join(" ")
          : `A fresh ${pool} is not clearly slower than one that is kept (${signed(mean(saved))} a run; ${interval}).`;
      return [
        {
          text: text.trim(),
          weight: low > 0 ? 76 : 40,
          evidence: {
            cells: pairs.flatMap((pair) => [pair.fresh.key, pair.warm.key]),
            figures: { savedMs: mean(saved), lowMs: low, highMs: high, perWorkerMs: mean(saved) / workers },
          },
        },
      ];
    },
  );

interface Pair {
  fresh: CellView;
  warm: CellView;
}

function pairsOf({ views }: FindingContext): Pair[] {
  return views.flatMap((fresh) => {
    if (fresh.factors.pool !== "fresh") return [];
    const twin = JSON.stringify({ ...fresh.factors, pool: "warm" });
    const warm = views.find(({ factors }) => factors.pool === "warm" && JSON.stringify({ ...factors }) === twin);
    return warm === undefined ? [] : [{ fresh, warm }];
  });
}

/** For each block: how much longer the fresh pool took, in ms, mean over the sizes; blocks that lack a size are left out. */
function savedPerBlock(pairs: readonly Pair[], { experiment }: FindingContext): number[] {
  const timesOf = ({ index }: CellView) =>
    new Map(usableTimes(experiment.cells[index] as Cell).map(({ block, wallMs }) => [block, wallMs]));
  const times = pairs.map(({ fresh, warm }) => ({ fresh: timesOf(fresh), warm: timesOf(warm) }));
  const blocks = [...(times[0]?.fresh.keys() ?? [])];
  return blocks.flatMap((block) => {
    const differences = times.flatMap(({ fresh, warm }) => {
      const [slow, quick] = [fresh.get(block), warm.get(block)];
      return slow === undefined || quick === undefined ? [] : [slow - quick];
    });
    return differences.length === pairs.length ? [mean(differences)] : [];
  });
}

function overWords(pairs: readonly Pair[]): string {
  return pairs.length === 1 ? "" : `, over ${plural(pairs.length, "batch size")}`;
}

/** The bracket of batch sizes in which the pool starts to win over running one after the other. */
function paybackWords({ factors, variant }: CellView, { comparisons }: FindingContext): string {
  const against = comparisons.changes.againstBaseline
    .filter(({ from, to }) => from.factors.strategy === "sequential" && to.variant === variant)
    .filter(({ to }) => to.factors.workers === factors.workers && sameButTasks(to.factors, factors))
    .sort((a, b) => tasksOf(a) - tasksOf(b));
  if (against.length < 2) return "";
  const lost = against.filter(({ change }) => change.verdict === "slower").at(-1);
  const won = against.find((entry) => entry.change.verdict === "faster" && tasksOf(entry) > (lost ? tasksOf(lost) : 0));
  const name = factors.pool === "fresh" ? "A fresh one" : "A kept one";
  if (lost && won) {
    return `${name} is paid back between ${whole(tasksOf(lost))} and ${plural(tasksOf(won), "task")}, against running them one after the other.`;
  }
  if (won) return `${name} wins from ${plural(tasksOf(won), "task")} on, and loses at no tested batch.`;
  if (lost) return `${name} is not paid back by ${plural(tasksOf(against.at(-1) ?? lost), "task")}, the most tested.`;
  return `${name} neither clearly wins nor loses at any tested batch.`;
}

/** Of other bytes or another N, it would not be a batch that grows. */
function sameButTasks(a: Factors, b: Factors): boolean {
  return a.n === b.n && a.workload === b.workload && JSON.stringify(a.more) === JSON.stringify(b.more);
}

function tasksOf({ to }: CellChange): number {
  return to.factors.tasks ?? 0;
}

function signed(ms: number): string {
  return ms < 0 ? `${formatTime(-ms)} less` : formatTime(ms);
}
