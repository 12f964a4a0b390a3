import { greatest, group } from "d3-array";
import { largest, smallest } from "../../record/limits/extremes.js";
import { furtherFactors, levelWords } from "../../record/schema/factors.js";
import { median } from "../../stats/median.js";
import { formatBytes } from "../../words/bytes.js";
import { statement } from "../../words/headline.js";
import { list } from "../../words/sentence.js";
import { formatTime } from "../../words/time.js";
import { strategyWords } from "../cells/cell-labels.js";
import type { CellView } from "../cells/cell-view.js";
import { figuresOf } from "../cells/trial-figures.js";
import type { FindingContext, FindingRule } from "./finding.js";

/** A way to hand data back, with its time. */
interface Way {
  key: string;
  how: string;
  strategy: string;
  form: string;
  bytes: number;
  /** Over the trials: the median, the least and the most. */
  ms: number;
  least: number;
  most: number;
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
    const ordered = cells.toSorted((a, b) => a.ms - b.ms);
    const [first, last] = [ordered[0] as Way, ordered.at(-1) as Way];
    const size = formatBytes(bytes);
    const each = ordered.map(
      (way) =>
        `${way.how} with ${way.strategy} ${formatTime(way.ms)} (${formatTime(way.least)} to ${formatTime(way.most)})`,
    );
    const apart = first.most < last.least ? " Every repeat of the first is quicker than any of the last." : "";
    return {
      ...statement(
        `Handing ${size} back takes ${formatTime(first.ms)} to ${formatTime(last.ms)}, depending on the way`,
        `From the task's end to the caller${form && `, for ${form}`}, medians with the least and the most in brackets: ${list(each)}.${apart}`,
      ),
      weight: 76,
      cells,
      figures: Object.fromEntries(cells.map(({ key, ms }) => [key, ms])),
    };
  });
};

function wayOf(view: CellView, { cellOf }: FindingContext): Way | null {
  const { strategy, more = {} } = view.factors;
  const { bytes, transfer, form = "" } = more;
  const all = figuresOf(cellOf(view), "transfer-ms");
  if (all.length === 0 || transfer === undefined || typeof bytes !== "number" || bytes === 0) return null;
  return {
    key: view.key,
    how: levelWords(furtherFactors.get("transfer")?.words, transfer, String(transfer)) ?? String(transfer),
    strategy: strategyWords(strategy),
    form: String(form),
    bytes,
    ms: median(all),
    least: smallest(all),
    most: largest(all),
  };
}
