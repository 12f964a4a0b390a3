import { group } from "d3-array";
import { level, multiple } from "../../words/number.js";
import { formatTime } from "../../words/time.js";
import { isOneThread } from "../cells/cell-labels.js";
import type { CellView } from "../cells/cell-view.js";
import { dispatchGap, overheadPerTaskMs } from "../cells/schedules.js";
import { typicalTaskMs } from "../cells/task-times.js";
import { type FindingContext, type FindingRule, variantAndWorkers } from "./finding.js";

/** Fewer sizes do not tell the parts apart. */
const FEWEST_SIZES = 4;

/** Start-up, dispatch and work as figures of their own, for every strategy that was measured over many task lengths. */
export const costParts: FindingRule = (context) => {
  if (context.experiment.division === "shares") return [];
  const timed = context.views.filter(({ times, factors }) => times.length > 0 && (factors.tasks ?? 1) > 1);
  const lines = [...group(timed, ({ variant, factors }) => `${variant}|${factors.workers}|${factors.tasks}`).values()]
    .filter((line) => new Set(line.map(({ factors }) => factors.n)).size >= FEWEST_SIZES)
    .map((line) => line.toSorted((a, b) => (a.factors.n ?? 0) - (b.factors.n ?? 0)));
  const sequential = lines.find(([first]) => first?.factors.strategy === "sequential");
  if (sequential === undefined) return [];
  const costs = lines.flatMap((line) => costsOf(line, sequential, context) ?? []);
  if (costs.length === 0) return [];
  const words = costs.map(({ name, parts }) => `${name}: ${parts.map((part) => part.words).join(", ")}`);
  const figures = costs.flatMap(({ name, parts }) => parts.map(({ what, value }) => [`${name} ${what}`, value]));
  return [
    {
      text:
        `Costs apart: ${words.join("; ")}. Dispatch is the time from a task's end to the next one's start in its place, at ` +
        `the smallest size; work is a task's time over the sequential one's at N = ${level(sequential.at(-1)?.factors.n ?? 0)}.`,
      weight: 71,
      cells: costs.flatMap(({ ends }) => ends),
      figures: Object.fromEntries(figures),
    },
  ];
};

/** What one strategy costs, part by part. */
interface Costs {
  name: string;
  parts: { what: "startUpMs" | "dispatchMs" | "work"; value: number; words: string }[];
  /** Cells of the smallest and the largest size. */
  ends: [CellView, CellView];
}

function costsOf(line: CellView[], sequential: CellView[], context: FindingContext): Costs | null {
  const { cellOf, summaryOf } = context;
  const [smallest, largest] = [line[0], line.at(-1)] as [CellView, CellView];
  if (isOneThread(smallest.factors.strategy)) return null;
  const startUpMs = summaryOf(smallest).medianStartUpMs;
  const gap = dispatchGap(cellOf(smallest));
  const dispatchMs = gap?.ms ?? overheadPerTaskMs(cellOf(smallest));
  const isRenewed = gap?.isRenewed ?? smallest.factors.strategy.endsWith("-per-task");
  const alone = sequential.find(({ factors }) => factors.n === largest.factors.n);
  const [own, single] = [typicalTaskMs(cellOf(largest)), alone ? typicalTaskMs(cellOf(alone)) : null];
  const work = own && single ? own / single : null;
  const parts: Costs["parts"] = [];
  if (startUpMs !== null)
    parts.push({ what: "startUpMs", value: startUpMs, words: `start-up ${formatTime(startUpMs)}` });
  if (dispatchMs !== null) {
    const words = `dispatch ${formatTime(dispatchMs)} a task${isRenewed ? ", a new worker each time" : ""}`;
    parts.push({ what: "dispatchMs", value: dispatchMs, words });
  }
  if (work !== null) parts.push({ what: "work", value: work, words: `work ${multiple(work)}` });
  return parts.length === 0 ? null : { name: variantAndWorkers(smallest, context), parts, ends: [smallest, largest] };
}
