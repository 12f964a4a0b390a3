import { group, least } from "d3-array";
import { effectiveWorkers } from "../../record/timing/effective-workers.js";
import { type Statement, statement } from "../../words/headline.js";
import { multiple } from "../../words/number.js";
import { formatTime } from "../../words/time.js";
import { sizeKey } from "../cells/cell-keys.js";
import type { CellView } from "../cells/cell-view.js";
import { workloadBound } from "../cells/ideal-speed-up.js";
import type { CellChange } from "../comparing/comparisons.js";
import type { Draft, FindingContext, FindingRule } from "./finding.js";
import { pairEvidence } from "./pair-words.js";

const LOCK =
  "CPython lets one thread run Python code at a time: its threads share a lock, the global interpreter lock, and every process has its own.";

/**
 * What a lock on the interpreter does: Python's threads against its processes on computing, beside Node's threads where they
 * were recorded. The lock is named where threads are shown to gain nothing and processes are shown to gain.
 */
export const interpreterLock: FindingRule = (context) => {
  const keyOf = ({ factors }: CellView) => [sizeKey(factors, context.experiment.division), factors.more?.interpreter];
  const sizes = [...group(context.views, (view) => keyOf(view).join(" ")).values()];
  const gains = sizes.flatMap((views) => gainsOf(views, context) ?? []);
  const inNode = gains.filter(({ runtime }) => runtime === "node");
  return gains
    .filter(({ runtime }) => runtime === "python")
    .flatMap((python) =>
      draft(
        python,
        inNode.find(({ workload }) => workload === python.workload),
        context,
      ),
    );
};

/** What threads and processes do to the time of one size of computing, each at its best count of several workers. */
interface Gains {
  runtime: string;
  /** What runs the runtime; absent where there was one. */
  interpreter: string | undefined;
  workload: string | undefined;
  baseline: CellView;
  threads: CellChange;
  /** Absent: not recorded. */
  processes: CellChange | undefined;
}

function gainsOf(views: readonly CellView[], context: FindingContext): Gains | null {
  const baseline = views.find(({ factors }) => factors.strategy === "sequential");
  if (baseline === undefined || workloadBound(context.experiment, baseline.factors) !== "cpu") return null;
  const bestOf = (kind: string) => {
    // One worker alone shows nothing of what several do side by side.
    const own = views.filter(({ factors }) => factors.strategy.startsWith(`${kind}-`) && effectiveWorkers(factors) > 1);
    const best = least(own, (view) => context.summaryOf(view).medianMs ?? Number.POSITIVE_INFINITY);
    const pair = best && context.comparisons.decide(baseline, best);
    return pair?.change.ratio == null ? undefined : pair;
  };
  const threads = bestOf("thread");
  if (threads === undefined) return null;
  const { workload, more } = baseline.factors;
  const interpreter = more?.interpreter === undefined ? undefined : String(more.interpreter);
  const runtime = String(more?.runtime ?? "node");
  return { runtime, interpreter, workload, baseline, threads, processes: bestOf("process") };
}

function draft(python: Gains, node: Gains | undefined, context: FindingContext): Draft[] {
  const { threads, processes, baseline } = python;
  const changes = [threads, processes, node?.threads].filter((entry) => entry !== undefined);
  const isLocked =
    (gainNothing(threads) || mostGain(python) !== null) && isFaster(processes) && !hasNoLock(python, context);
  const cells = [baseline, threads.to, processes?.to].filter((view) => view !== undefined);
  const cpu = cells.flatMap((view) => cpuWords(view, context) ?? []);
  const detail = [
    ...changes.map((entry) => pairEvidence(entry.change, `${context.summaryOf(entry.to).label} against sequential`)),
    ...(cpu.length < 2 ? [] : [`User and system time together: ${cpu.join(", ")}.`]),
    ...(isLocked ? [LOCK] : []),
  ].join(" ");
  return [{ ...headlineOf(python, node, detail), weight: 95, changes }];
}

function hasNoLock({ interpreter }: Gains, { freeThreaded }: FindingContext): boolean {
  return interpreter === undefined ? freeThreaded.size > 0 : freeThreaded.has(interpreter);
}

function headlineOf(python: Gains, node: Gains | undefined, detail: string): Statement {
  const { interpreter, threads, processes } = python;
  const whose = interpreter === undefined ? "Python's" : `Python ${interpreter}'s`;
  if (isFaster(threads)) {
    const beside = isFaster(processes) ? `, processes ${timesOf(processes)}` : "";
    return statement(`${whose} threads make computing ${timesOf(threads)} as fast${beside}`, detail);
  }
  const most = mostGain(python);
  if (most !== null && isFaster(processes)) {
    const atMost = `${whose} threads make computing ${multiple(most)} as fast at most`;
    return statement(`${atMost}, its processes ${timesOf(processes)}`, detail);
  }
  if (!gainNothing(threads)) {
    const open = `Whether ${whose} threads speed up computing is open`;
    return statement(isFaster(processes) ? `${open}; its processes do: ${timesOf(processes)}` : open, detail);
  }
  const nothing = `${whose} threads do not speed up computing`;
  const here = isFaster(processes) ? `${nothing}, its processes do: ${timesOf(processes)}` : nothing;
  const both = isFaster(node?.threads) ? [`${here}; Node's threads ${timesOf(node.threads)}`] : [];
  return statement([...both, here], detail);
}

/** A gain below this is little beside that of several workers. */
const LITTLE = 1.25;

/**
 * How many times as fast threads may be at most, by the end of their interval, where that is not decided to be none but is
 * little, and less than what processes gain at the least; else `null`.
 */
function mostGain({ threads: { change }, processes }: Gains): number | null {
  const least = processes?.change.interval;
  if (change.verdict !== "inconclusive" || !change.interval || !isFaster(processes) || !least) return null;
  const most = 1 / (1 + change.interval[0] / 100);
  return most <= LITTLE && most < 1 / (1 + least[1] / 100) ? most : null;
}

function isFaster(entry: CellChange | undefined): entry is CellChange {
  return entry?.change.verdict === "faster";
}

function gainNothing({ change: { verdict } }: CellChange): boolean {
  return verdict === "same" || verdict === "slower";
}

function timesOf({ change: { ratio } }: CellChange): string {
  return multiple(1 / (ratio as number));
}

/** "thread per task, 4 workers 245 ms". */
function cpuWords(view: CellView, context: FindingContext): string | null {
  const { medianUserMs, medianSysMs, label } = context.summaryOf(view);
  if (medianUserMs === null || medianSysMs === null) return null;
  return `${label} ${formatTime(medianUserMs + medianSysMs)}`;
}
