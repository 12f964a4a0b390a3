import { greatest, group } from "d3-array";
import { furtherFactors, levelWords } from "../../record/schema/factors.js";
import { formatBytes } from "../../words/bytes.js";
import { list } from "../../words/sentence.js";
import { formatTime } from "../../words/time.js";
import { strategyWords } from "../cells/cell-labels.js";
import type { CellView } from "../cells/cell-view.js";
import { medianFigure } from "../cells/trial-figures.js";
import type { FindingContext, FindingRule } from "./finding.js";

/** A way to hand data back, with its time. */
interface Way {
  key: string;
  words: string;
  form: string;
  bytes: number;
  ms: number;
}

/** Time of the way back by itself, every way beside the others, for the largest size that most of them were given. */
export const transferCost: FindingRule = (context) => {
  const ways = context.views.flatMap((view) => wayOf(view, context) ?? []);
  return [...group(ways, ({ form }) => form)].flatMap(([form, ofForm]) => {
    // More ways first, then the larger size.
    const fullest = greatest(
      group(ofForm, ({ bytes }) => bytes),
      ([bytes, some]) => some.length * 1e15 + bytes,
    );
    if (fullest === undefined || fullest[1].length < 2) return [];
    const [bytes, cells] = fullest;
    const words = cells.toSorted((a, b) => a.ms - b.ms).map((way) => `${formatTime(way.ms)} ${way.words}`);
    return {
      text: `Handing ${formatBytes(bytes)}${form && ` of ${form}`} back takes ${list(words)}: medians, from the task's end to the caller's hands.`,
      weight: 92,
      cells,
      figures: Object.fromEntries(cells.map(({ key, ms }) => [key, ms])),
    };
  });
};

function wayOf(view: CellView, { cellOf }: FindingContext): Way | null {
  const { strategy, more = {} } = view.factors;
  const { bytes, transfer, form = "" } = more;
  const ms = medianFigure(cellOf(view), "transfer-ms");
  if (ms === null || transfer === undefined || typeof bytes !== "number" || bytes === 0) return null;
  const how = levelWords(furtherFactors.get("transfer")?.words, transfer, String(transfer)) ?? transfer;
  const words = `${how} (${strategyWords(strategy)})`;
  return { key: view.key, words, form: String(form), bytes, ms };
}
