import { group } from "d3-array";
import type { Cell } from "../../record/schema/run-schema.js";
import { level, multiple } from "../../words/number.js";
import { formatTime } from "../../words/time.js";
import { isOneThread, variantWords, workerWords } from "../cells/cell-labels.js";
import type { CellView } from "../cells/cell-view.js";
import { dispatchGap, overheadPerTaskMs } from "../cells/schedules.js";
import { typicalTaskMs } from "../cells/task-times.js";
import type { FindingContext, FindingRule } from "./finding-context.js";

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
  const parts = lines.flatMap((line) => partsOf(line, sequential, context) ?? []);
  if (parts.length === 0 || sequential === undefined) return [];
  const largest = sequential.at(-1) as CellView;
  return [
    {
      text:
        `Costs apart: ${parts.map(({ words }) => words).join("; ")}. Dispatch is the time from a task's end to the next ` +
        `one's start in its place, at the smallest size; work is a task's time over the ` +
        `sequential one's at N = ${level(largest.factors.n ?? 0)}.`,
      weight: 71,
      evidence: {
        cells: parts.flatMap(({ keys }) => keys),
        figures: Object.fromEntries(
          parts.flatMap(({ name, figures }) => figures.map(([what, value]) => [`${name} ${what}`, value])),
        ),
      },
    },
  ];
};

interface Parts {
  name: string;
  words: string;
  keys: string[];
  figures: [what: string, value: number][];
}

function partsOf(line: CellView[], sequential: CellView[] | undefined, context: FindingContext): Parts | null {
  const [smallest, largest] = [line[0], line.at(-1)] as [CellView, CellView];
  if (isOneThread(smallest.factors.strategy)) return null;
  const cellOf = ({ index }: CellView) => context.experiment.cells[index] as Cell;
  const startUpMs = context.summaryOf(smallest).medianStartUpMs;
  const gap = dispatchGap(cellOf(smallest));
  const dispatchMs = gap?.ms ?? overheadPerTaskMs(cellOf(smallest));
  const isRenewed = gap?.isRenewed ?? smallest.factors.strategy.endsWith("-per-task");
  const renewed = isRenewed ? ", a new worker each time" : "";
  const alone = sequential?.find(({ factors }) => factors.n === largest.factors.n);
  const [own, single] = [typicalTaskMs(cellOf(largest)), alone ? typicalTaskMs(cellOf(alone)) : null];
  const work = own && single ? own / single : null;
  const known = [
    ...(startUpMs === null
      ? []
      : [{ what: "startUpMs", value: startUpMs, words: `start-up ${formatTime(startUpMs)}` }]),
    ...(dispatchMs === null
      ? []
      : [{ what: "dispatchMs", value: dispatchMs, words: `dispatch ${formatTime(dispatchMs)} a task${renewed}` }]),
    ...(work === null ? [] : [{ what: "work", value: work, words: `work ${multiple(work)}` }]),
  ];
  if (known.length === 0) return null;
  const name = `${variantWords(smallest.factors, context.varying)}, ${workerWords(smallest.factors.workers)}`;
  return {
    name,
    words: `${name}: ${known.map(({ words }) => words).join(", ")}`,
    keys: [smallest.key, largest.key],
    figures: known.map(({ what, value }) => [what, value]),
  };
}
