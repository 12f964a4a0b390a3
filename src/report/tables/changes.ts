import { variantWords } from "../../analysis/cells/cell-labels.js";
import { intervalFigure, mediansNote } from "../../analysis/comparing/change-words.js";
import type { Change, ExperimentAnalysis } from "../../analysis/results/run-analysis.js";
import { measuredColumn, totalNoun } from "../../words/measure.js";
import { probability, significant, whole } from "../../words/number.js";
import { exactPercent, signedPercent } from "../../words/percent.js";
import { METHOD_WORDS, reasonWords, verdictCount, verdictWords } from "../../words/verdict-words.js";
import { bySize, shortLabel } from "../charts/marks/series.js";
import { barScale, TONES } from "./bar.js";
import { type CellModel, column, numberCell, type RowModel, type TableModel, table, textCell } from "./table.js";

/** Class of columns that narrow screens leave out; the percentage unfolds into the same figures. */
const UNFOLDS = "n unfolds";

export interface TableContext {
  /** Way from the page to the root of the site: "../../". */
  root: string;
}

/** Every cell against its baseline. */
export function baselineTable(analysis: ExperimentAnalysis, context: TableContext): TableModel | null {
  const changes = analysis.changes.againstBaseline;
  const baselines = new Set(changes.map(({ from }) => shortLabel(from, analysis)));
  const against = baselines.size === 1 ? [...baselines].join("") : "the baseline of its line";
  return changesTable({
    id: `x-${analysis.id}-against-baseline`,
    caption: `Change of ${totalNoun(analysis.measure)} against ${against}: ${tally(changes)}`,
    head: "combination",
    groups: sizedGroups(changes, analysis),
    name: ({ from, to }) => {
      const cell = shortLabel(to, analysis);
      return baselines.size === 1 ? cell : `${cell} against ${shortLabel(from, analysis)}`;
    },
    context,
  });
}

export interface AgainstInput {
  analysis: ExperimentAnalysis;
  /** Changes against one baseline. */
  changes: readonly Change[];
  id: string;
  context: TableContext;
}

/**
 * Every cell against one baseline, in plain figures: a page has as many of these tables as the experiment has cells, so that
 * pictures and unfolding calculations would make up most of it.
 */
export function againstTable({ analysis, changes, id, context }: AgainstInput): TableModel {
  const { root } = context;
  const time = timesOf(changes);
  const haveOwnCounts = new Set(changes.map(({ n }) => n)).size > 1;
  return table({
    id,
    caption: tally(changes),
    columns: [
      column("combination"),
      changeColumn(changes, `${root}glossary/index.html#block`),
      column("95 % interval", "n range", `${root}glossary/index.html#interval`),
      column("verdict", "", `${root}glossary/index.html#verdict`),
      column(`from${time.head}`, "n"),
      column(`to${time.head}`, "n"),
      ...["p", "q", ...(haveOwnCounts ? ["n"] : [])].map((label) => column(label, "n")),
    ],
    groups: sizedGroups(changes, analysis).map(({ title, changes: own }) => ({
      title,
      rows: own.map((change) => ({
        head: textCell(shortLabel(change.to, analysis)),
        cells: [
          numberCell(change.changePercent === null ? "–" : signedPercent(change.changePercent)),
          textCell(intervalFigure(change), "n range"),
          verdictCell(change),
          ...[change.fromMs, change.toMs].map((ms) => numberCell(time.of(ms))),
          ...[change.p, change.q].map((p) =>
            numberCell(p === null ? "–" : probability(p).replace("= ", "").replace("under", "<")),
          ),
          ...(haveOwnCounts ? [numberCell(whole(change.n))] : []),
        ],
      })),
    })),
  });
}

/** How changes were estimated: "n = 10: Hodges-Lehmann estimate of the ratios within repeats, exact signed-rank interval". */
export function methodsOf(changes: readonly Change[]): string {
  const isOneCount = new Set(changes.map(({ n }) => n)).size === 1;
  const all = changes.flatMap(({ method, n }) =>
    method === null ? [] : isOneCount ? methodOf(method, n) : METHOD_WORDS[method],
  );
  return [...new Set(all)].join("; ");
}

function methodOf(method: keyof typeof METHOD_WORDS, n: number): string {
  return `n = ${whole(n)}: ${METHOD_WORDS[method]}`;
}

/** Each worker count against the one before. */
export function stepsTable(analysis: ExperimentAnalysis, context: TableContext): TableModel | null {
  const changes = analysis.changes.steps;
  return changesTable({
    id: `x-${analysis.id}-steps`,
    caption: `Change of ${totalNoun(analysis.measure)} step by step, from one worker count to the next: ${tally(changes)}`,
    head: "step",
    groups: sizedGroups(changes, analysis),
    name: ({ from, to }) =>
      `${variantWords(from, analysis.varying)}: ${whole(from.workers)} to ${whole(to.workers)} workers`,
    context,
  });
}

/** Strategies against each other at equal workers and size. */
export function acrossTable(analysis: ExperimentAnalysis, context: TableContext): TableModel | null {
  const changes = analysis.changes.acrossStrategies;
  return changesTable({
    id: `x-${analysis.id}-across`,
    caption: `Strategies against each other at the same size and number of workers: ${tally(changes)}`,
    head: "pair",
    groups: sizedGroups(changes, analysis),
    name: ({ from, to }) => `${shortLabel(to, analysis)} against ${variantWords(from, analysis.varying)}`,
    context,
  });
}

/** The same, or `null` where the table against the baseline has all of these pairs, as of two programs. */
export function furtherAcrossTable(analysis: ExperimentAnalysis, context: TableContext): TableModel | null {
  const { acrossStrategies, againstBaseline } = analysis.changes;
  const pairOf = ({ from, to }: Change) => JSON.stringify([from, to]);
  const told = new Set(againstBaseline.map(pairOf));
  return acrossStrategies.every((change) => told.has(pairOf(change))) ? null : acrossTable(analysis, context);
}

function sizedGroups(changes: readonly Change[], analysis: ExperimentAnalysis): ChangeGroup<Change>[] {
  return bySize(changes, ({ to }) => to, analysis).map(({ title, items }) => ({ title, changes: items }));
}

interface ChangeGroup<C extends Change> {
  title: string;
  changes: readonly C[];
}

interface ChangesInput<C extends Change> {
  id: string;
  caption: string;
  head: string;
  groups: readonly ChangeGroup<C>[];
  name: (change: C) => string;
  context: TableContext;
}

/** A table of changes; `null` where there are none. */
export function changesTable<C extends Change>(input: ChangesInput<C>): TableModel | null {
  const { id, caption, head, groups, name, context } = input;
  const all = groups.flatMap(({ changes }) => changes);
  if (all.length === 0) return null;
  const draw = barScale(all);
  const glossary = (term: string) => `${context.root}glossary/index.html#${term}`;
  const time = timesOf(all);
  return table({
    id,
    caption,
    columns: [
      column(head),
      column(`from${time.head}`, UNFOLDS),
      column(`to${time.head}`, UNFOLDS),
      changeColumn(all, glossary("block")),
      column("less · more", "delta"),
      column("95 % interval", "n range", glossary("interval")),
      column("verdict", "", glossary("verdict")),
    ],
    groups: groups.map(({ title, changes }) => ({
      title,
      rows: changes.map((change) => changeRow(name(change), change, { draw, time })),
    })),
  });
}

/** How a table writes the times that its changes are from and to, and the unit that their heads have. */
function timesOf(changes: readonly Change[]): Times {
  const all = changes.flatMap(({ fromMs, toMs }) => [fromMs ?? [], toMs ?? []].flat());
  const { unit, format } = measuredColumn(all, changes[0]?.measure);
  return { head: unit === null ? "" : ` (${unit})`, of: (ms) => (ms === null ? "–" : format(ms)) };
}

interface Times {
  /** " (ms)", or "" where the figures have no unit. */
  head: string;
  of: (ms: number | null) => string;
}

/** Head of the changes; where they are not the quotients of the medians beside them, it says of what they are. */
function changeColumn(changes: readonly Change[], href: string): TableModel["columns"][number] {
  const isWithin = changes.some(({ method }) => method === "signed-rank");
  return isWithin ? column("change within repeats", "n within", href) : column("change", "n");
}

interface RowFormats {
  draw: ReturnType<typeof barScale>;
  time: Times;
}

function changeRow(name: string, change: Change, { draw, time }: RowFormats): RowModel {
  return {
    head: textCell(name),
    cells: [
      textCell(time.of(change.fromMs), UNFOLDS),
      textCell(time.of(change.toMs), UNFOLDS),
      changeCell(change),
      { ...textCell("", "delta"), bar: draw(change) },
      textCell(intervalFigure(change), "n range"),
      verdictCell(change),
    ],
  };
}

/** A percentage that unfolds into its calculation. */
export function changeCell(change: Change): CellModel {
  if (change.changePercent === null) return numberCell("–");
  return { ...numberCell(signedPercent(change.changePercent)), lines: calculation(change) };
}

/** Calculation from two times to a percentage, with enough digits to check it. */
export function calculation(change: Change): string[] {
  const { fromMs, toMs, ratio, changePercent, method, n, p, q, measure } = change;
  if (ratio === null || changePercent === null || fromMs === null || toMs === null || method === null) return [];
  const ofTimes = Math.max(fromMs, toMs) >= 1000 ? { name: "s", ms: 1000 } : { name: "ms", ms: 1 };
  const unit = measure === undefined ? ofTimes : { name: measure.unit ?? "", ms: 1 };
  const exact = (ms: number) => `${significant(ms / unit.ms, 5)} ${unit.name}`.trimEnd();
  const tests = [p === null ? "" : `p ${probability(p)}`, q === null ? "" : `q ${probability(q)}`]
    .filter(Boolean)
    .join(", ");
  const quotient = `${exact(toMs)} ÷ ${exact(fromMs)} = ${significant(toMs / fromMs, 5)}`;
  const isQuotient = method !== "signed-rank";
  return [
    isQuotient ? quotient : `ratio ${significant(ratio, 5)}`,
    `(${significant(ratio, 5)} − 1) × 100 = ${exactPercent(changePercent)}`,
    methodOf(method, n),
    tests,
    isQuotient ? "" : `the medians alone: ${quotient}`,
    reasonWords(change),
  ].filter(Boolean);
}

/** Verdict in words, with the reason where there is none, and why the medians of the row say otherwise where they do. */
export function verdictCell(change: Change): CellModel {
  const words = [verdictWords(change), mediansNote(change)].filter(Boolean).join("; ");
  return textCell(words, `verdict ${TONES[change.verdict]}`);
}

/** "3 faster, 1 equal within 3 %, 2 without enough evidence, 1 without a ratio." */
export function tally(changes: readonly Change[]): string {
  const single = changes.filter(({ reason }) => reason === "single-trial").length;
  if (single === changes.length && single > 0)
    return "one measurement each, so there are no intervals and no verdicts.";
  const order = ["faster", "slower", "same", "inconclusive"] as const;
  const judged = changes.filter(({ ratio }) => ratio !== null);
  const parts = order.flatMap((verdict) => {
    const count = judged.filter((change) => change.verdict === verdict).length;
    return count === 0 ? [] : [verdictCount(count, verdict, changes[0]?.measure)];
  });
  const without = changes.length - judged.length;
  return `${[...parts, ...(without === 0 ? [] : [`${without} without a ratio`])].join(", ")}.`;
}
