import { group } from "d3-array";
import type { Cell } from "../../record/schema/run-schema.js";
import { formatBytes } from "../../words/bytes.js";
import { list } from "../../words/sentence.js";
import { formatTime } from "../../words/time.js";
import { strategyWords } from "../cells/cell-labels.js";
import type { CellView } from "../cells/cell-view.js";
import { medianFigure } from "../cells/trial-figures.js";
import type { FindingContext, FindingRule } from "./finding-context.js";

const WAY_WORDS: Record<string, string> = {
  clone: "cloned",
  json: "as JSON",
  transfer: "transferred",
  share: "shared",
};

interface Way {
  view: CellView;
  ms: number;
}

/** What the way back costs by itself, every way beside the others, for the largest size that most of them were given. */
export const transferCost: FindingRule = (context) => {
  const ways = context.views.flatMap((view) => wayOf(view, context) ?? []);
  const byForm = group(ways, ({ view }) => String(view.factors.more?.form ?? ""));
  return [...byForm.entries()].flatMap(([form, ofForm]) => {
    const bySize = [...group(ofForm, ({ view }) => String(view.factors.more?.bytes)).values()];
    const fullest = bySize.reduce((best, group) => (rank(group) > rank(best) ? group : best), []);
    if (fullest.length < 2) return [];
    const bytes = fullest[0]?.view.factors.more?.bytes as number;
    const words = fullest.toSorted((a, b) => a.ms - b.ms).map(({ view, ms }) => `${formatTime(ms)} ${describe(view)}`);
    const text = `Handing ${formatBytes(bytes)}${form && ` of ${form}`} back takes ${list(words)}: medians, from the task's end to the caller's hands.`;
    const figures = Object.fromEntries(fullest.map(({ view, ms }) => [view.key, ms]));
    return [{ text, weight: 92, evidence: { cells: fullest.map(({ view }) => view.key), figures } }];
  });
};

/** More ways first, then the larger size. */
function rank(group: readonly Way[]): number {
  const bytes = group[0]?.view.factors.more?.bytes;
  return group.length * 1e15 + (typeof bytes === "number" ? bytes : 0);
}

function wayOf(view: CellView, { experiment }: FindingContext): Way | null {
  const { bytes, transfer } = view.factors.more ?? {};
  const ms = medianFigure(experiment.cells[view.index] as Cell, "transfer-ms");
  if (ms === null || transfer === undefined || typeof bytes !== "number" || bytes === 0) return null;
  return { view, ms };
}

function describe({ factors }: CellView): string {
  const transfer = String(factors.more?.transfer);
  return `${WAY_WORDS[transfer] ?? transfer} (${strategyWords(factors.strategy)})`;
}
