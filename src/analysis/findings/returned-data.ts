import { group } from "d3-array";
import { formatBytes } from "../../words/bytes.js";
import { statement } from "../../words/headline.js";
import { plural, workerWords } from "../../words/number.js";
import { timeChange } from "../../words/percent.js";
import { sentenceCase } from "../../words/sentence.js";
import { formatTime } from "../../words/time.js";
import { strategyWords, variantWords } from "../cells/cell-labels.js";
import { medianFigure } from "../cells/trial-figures.js";
import { evidenceWords } from "../comparing/change-words.js";
import type { CellChange } from "../comparing/comparisons.js";
import { bracketOf } from "../crossover/crossover.js";
import type { Draft, FindingContext, FindingRule } from "./finding.js";

/** A way to hand data back, at every size that was tested, ascending. */
interface Way {
  line: CellChange[];
  lastWin: CellChange | null;
  firstLoss: CellChange | null;
}

/** Up to which size of returned data each way to hand it back still beats sequential: a bracket of two tested sizes. */
export const returnedData: FindingRule = (context) => {
  const returning = context.comparisons.changes.againstBaseline.filter(
    ({ from, to, change }) =>
      change.ratio !== null && typeof to.factors.more?.bytes === "number" && from.factors.strategy === "sequential",
  );
  const lines = group(returning, ({ to }) => `${to.variant}|${to.factors.workers}|${to.factors.more?.form}`);
  // A line that hands back nothing has no end of the bracket to look for.
  const telling = [...lines.values()].filter((line) => line.some((entry) => bytesOf(entry) > 0));
  const ways = telling.map((all): Way => {
    const line = all.toSorted((a, b) => bytesOf(a) - bytesOf(b));
    const { last: lastWin, first: firstLoss } = bracketOf(line, "faster", bytesOf);
    return { line, lastWin, firstLoss };
  });
  return [...group(ways, sayingOf).values()].map((same) => draftOf(same as [Way, ...Way[]], context));
};

/** Ways with one bracket are told together. */
function sayingOf({ line, lastWin, firstLoss }: Way): string {
  const ends = [lastWin, firstLoss].map((entry) => entry && bytesOf(entry));
  return JSON.stringify([...ends, lastWin === line.at(-1), line[0]?.to.factors.more?.form]);
}

function draftOf(ways: [Way, ...Way[]], context: FindingContext): Draft {
  const [{ line, lastWin, firstLoss }] = ways;
  const isOne = line.length === 1;
  const { form } = (line[0] as CellChange).to.factors.more ?? {};
  const what = form === undefined ? "" : `, as ${form}`;
  const tested = isOne
    ? `${sentenceCase(sizeOf(line[0] as CellChange))} was the only size tested${what}.`
    : `Tested: from ${sizeOf(line[0] as CellChange)} to ${sizeOf(line.at(-1) as CellChange)} a task${what}.`;
  const each = ways.map((way) => `${sentenceCase(nameOf(way, context))}: ${outcomes(way)}.`);
  const back = ways.length === 1 ? wayBack(ways[0], context) : "";
  const changes = ways.flatMap((way) => way.line);
  return {
    ...statement(headlines(ways, context), `${each.join(" ")}${back} ${tested}`),
    weight: lastWin && firstLoss ? 90 : 78,
    changes,
    cells: changes.map(({ to }) => to),
    figures: { lastWinBytes: lastWin && bytesOf(lastWin), firstLossBytes: firstLoss && bytesOf(firstLoss) },
  };
}

function headlines(ways: [Way, ...Way[]], { varying }: FindingContext): string[] {
  const [{ line, lastWin, firstLoss }] = ways;
  const { factors } = (line[0] as CellChange).to;
  const form = factors.more?.form === undefined ? "" : ` of ${factors.more.form}`;
  const whole = variantWords(factors, varying);
  const short = variantWords(
    factors,
    varying.filter((name) => name !== "pool"),
  );
  const names = ways.length > 1 ? [plural(ways.length, "way")] : [`with ${whole}`, `with ${short}`];
  const prefix = ways.length > 1 ? "in " : "";
  return [form, ""]
    .flatMap((what) => names.map((name) => point(`${prefix}${name}`, what)))
    .concat(point(ways.length > 1 ? "" : `with ${strategyWords(factors.strategy)}`, ""));

  function point(how: string, what: string): string {
    const by = how === "" ? "" : ` ${how}`;
    if (lastWin && firstLoss)
      return `Returning ${sizeOf(lastWin)}${what} still pays${by}; ${sizeOf(firstLoss)} does not`;
    if (lastWin === line.at(-1) && lastWin) return `Returning up to ${sizeOf(lastWin)}${what} pays${by}`;
    if (lastWin) return `Returning ${sizeOf(lastWin)}${what} still pays${by}; more is open`;
    if (firstLoss && line.length === 1) return `Returning ${sizeOf(firstLoss)}${what} does not pay${by}`;
    const data = what.replace(" of ", "") || "data";
    if (firstLoss) return `Returning ${data} is not shown to pay${by} at any size`;
    return `Whether returning ${data} pays${by} is open`;
  }
}

/** "thread pool, cloned, 2 workers". */
function nameOf({ line }: Way, { varying }: FindingContext): string {
  const { factors } = (line[0] as CellChange).to;
  return `${variantWords(factors, varying)}, ${workerWords(factors.workers)}`;
}

/** "30.6 % less time than sequential at 16.0 MB (95 % interval 26.1 to 34.9 % less), 12.5 % more time at 64.0 MB (...)". */
function outcomes({ line, lastWin, firstLoss }: Way): string {
  const told = [lastWin, firstLoss].filter((entry) => entry !== null);
  if (told.length === 0) return `not enough evidence at ${line.length === 1 ? "that size" : "any size"}`;
  return told
    .map((entry, place) => {
      const { verdict, changePercent } = entry.change;
      const change = timeChange(verdict === "same" ? 0 : (changePercent ?? 0), place === 0 ? "sequential" : undefined);
      const within = verdict === "same" ? " within 3 %" : "";
      return `${change}${within} at ${sizeOf(entry)} (${evidenceWords(entry.change)})`;
    })
    .join(", ");
}

/** Time of the last result on its way, at the largest size. */
function wayBack({ line }: Way, { cellOf }: FindingContext): string {
  const last = line.at(-1) as CellChange;
  const ms = medianFigure(cellOf(last.to), "transfer-ms");
  return ms === null
    ? ""
    : ` Handing back the last task's ${sizeOf(last)} takes ${formatTime(ms)} in the median repeat.`;
}

function bytesOf({ to }: CellChange): number {
  return to.factors.more?.bytes as number;
}

function sizeOf(entry: CellChange): string {
  return bytesOf(entry) === 0 ? "nothing" : formatBytes(bytesOf(entry));
}
