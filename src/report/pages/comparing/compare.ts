import type { Comparison } from "../../../analysis/results/run-analysis.js";
import { compareRuns } from "../../../analysis/two-runs/compare-runs.js";
import { comparedRuns, haveCommonRun } from "../../../analysis/two-runs/pooled-sides.js";
import type { Lineage } from "../../../record/folder/lineage.js";
import { ownNames } from "../../../record/folder/machine-names.js";
import { measuredChange } from "../../../words/measure.js";
import { plural } from "../../../words/number.js";
import { exactPercent, printAlike, signedPercent } from "../../../words/percent.js";
import { sentenceCase } from "../../../words/sentence.js";
import type { Pair } from "../../archive/comparison-pairs.js";
import { compareText, type ListedRun } from "../../archive/run-entry.js";
import type { Renderer } from "../../charts/output/render.js";
import { findingsHero, foldedFindings } from "../../page-model/answers.js";
import { type Chip, isMany, type Page, rootOf } from "../../page-model/page.js";
import { paths } from "../../page-model/paths.js";
import { chipsOf, dateWords, runTitle } from "../../page-model/run-words.js";
import { column, type TableModel, table, textCell } from "../../tables/table.js";
import { csvFiles, recordFiles } from "../figure-files.js";
import { chartPages } from "../figures.js";
import { groupModels, partPages, partsTable } from "./compare-parts.js";

export interface ComparedPair {
  pair: Pair;
  comparison: Comparison;
}

/** Summary of a comparison for links to its page. */
export interface PairInShort {
  pair: Pair;
  comparison: { summary: ShortSummary };
}

export function comparePair(pair: Pair, lines: { a: Lineage; b: Lineage }): ComparedPair {
  const { a, b } = comparedRuns(lines.a, lines.b);
  return { pair, comparison: compareRuns(a, b) };
}

/** "different machines", where the two are not known to be one; else "". */
export function unlikeWords(sameMachine: Comparison["sameMachine"]): string {
  return sameMachine === null ? "machine not recorded" : sameMachine ? "" : "different machines";
}

/** Words of a link to a comparison. */
export interface ComparisonLine {
  title: string;
  /** Dates of the two runs; "" where the title has them. */
  when: string;
  text: string;
}

/** "vm against host", and "190 % more time in the geometric mean of 5 cells." */
export function comparisonLine({ pair: { a, b }, comparison }: PairInShort): ComparisonLine {
  const [before, after] = [a.run.machine, b.run.machine];
  const unlike = after.name !== before.name || after.id !== before.id;
  const isSameMinute = dateWords(b) === dateWords(a);
  const dates = `${dateWords(b, isSameMinute)} against ${dateWords(a, isSameMinute)}`;
  const nameOf = ownNames([a, b]);
  const machines = `${nameOf(b)} against ${nameOf(a)}`;
  const title = unlike ? machines : `${after.name}: ${dates}`;
  return { title, when: unlike ? dates : "", text: meanWords(comparison.summary) };
}

type ShortSummary = Pick<Comparison["summary"], "measure" | "geometricMeanRatio" | "matched" | "withRatio">;

/** Geometric mean of the ratios between two runs, in words. */
export function meanWords({ geometricMeanRatio: ratio, matched, withRatio, measure }: ShortSummary): string {
  if (ratio === null) return `No ratio can be given for the ${plural(matched, "combination")} in common.`;
  const cells =
    withRatio === matched ? plural(matched, "combination") : `${withRatio} of ${plural(matched, "combination")}`;
  const mean = sentenceCase(measuredChange((ratio - 1) * 100, measure));
  return matched === 1
    ? `${mean} at the one combination in common.`
    : `${mean} in the geometric mean of ${cells}; the page says how sure that is.`;
}

/**
 * The pages of two runs; the first is the reference. Runs of many experiments get a page for each that both have, and one
 * that leads to them.
 */
export async function* comparePages({ pair, comparison }: ComparedPair, render: Renderer): AsyncGenerator<Page> {
  const path = paths.pair(pair);
  const root = rootOf(path);
  const split = isMany(pair.a.run) && isMany(pair.b.run);
  const input = { pair, comparison, render };
  const groups = split ? [] : await groupModels(input, path);
  const drawn = groups.flatMap((group) => group.drawn);
  const { title } = comparisonLine({ pair, comparison });
  const nameOf = ownNames([pair.a, pair.b]);
  const differences = differencesTable(comparison);
  const unmatched = unmatchedWords(comparison);
  const contents = [
    ...(split ? [{ href: "#experiments", text: "Experiment by experiment" }] : []),
    ...groups.map(({ id, title: text }) => ({ href: `#${id}`, text })),
    ...(unmatched.length > 0 ? [{ href: "#unmatched", text: "Combinations without a partner" }] : []),
    ...(differences ? [{ href: "#differences-title", text: "What else differs" }] : []),
    { href: "#limits", text: "Limits" },
  ];
  yield {
    path,
    template: "compare",
    title: `${title} (${pair.a.run.study})`,
    description: comparison.findings[0]?.text ?? "Two recorded runs set against each other.",
    section: "runs",
    contents,
    body: {
      heading: title,
      kicker: comparison.sameMachine ? "One machine, two runs" : sentenceCase(unlikeWords(comparison.sameMachine)),
      chips: chipsFor(comparison),
      sides: [
        { role: "reference", ...sideOf(pair.a, nameOf(pair.a), root) },
        { role: "compared", ...sideOf(pair.b, nameOf(pair.b), root) },
      ],
      hero: findingsHero(comparison.findings),
      ...foldedFindings(comparison.findings),
      means: meansOf(comparison),
      parts: split ? partsTable(input) : null,
      groups,
      differences,
      unmatched,
      pooling: poolingWords(pair),
    },
    charts: drawn.length,
    files: [...(await recordFiles(drawn, render)), ...csvFiles(drawn)],
  };
  yield* chartPages(drawn, { path, text: `${title} (${pair.a.run.study})` });
  if (split) yield* partPages(input, title);
}

function chipsFor(comparison: Comparison): Chip[] {
  const chips: Chip[] = [{ text: "not interleaved", tone: "warn" }];
  const machines = unlikeWords(comparison.sameMachine);
  if (machines !== "") chips.push({ text: machines, tone: "warn" });
  const { cells } = comparison;
  if (cells.length > 0 && cells.every(({ method }) => method === "single-trial"))
    chips.push({ text: "one measurement each", tone: "warn" });
  return chips;
}

function sideOf(entry: ListedRun, machine: string, root: string) {
  return {
    href: `${root}run/${entry.run.id}/index.html`,
    title: runTitle(entry),
    where: `${machine}, ${dateWords(entry)}`,
    chips: chipsOf(entry),
  };
}

/** Geometric mean of the ratios beside the arithmetic mean of the changes. */
function meansOf({ summary }: Comparison): { geometric: string; arithmetic: string } | null {
  const { geometricMeanRatio: ratio, arithmeticMeanChangePercent: arithmetic } = summary;
  if (ratio === null || arithmetic === null) return null;
  const geometric = (ratio - 1) * 100;
  const format = printAlike(geometric, arithmetic) ? exactPercent : signedPercent;
  return { geometric: format(geometric), arithmetic: format(arithmetic) };
}

/** Recordings of the blocks on either side, where a side has several. */
function poolingWords({ a, b }: Pair): string[] {
  if (haveCommonRun(a.line, b.line)) {
    return [
      "One of the two runs continues the other, or both continue a third: each stands here with its own repeats alone.",
    ];
  }
  const sides = [
    { side: "reference", recordings: a.line.runs.length },
    { side: "compared run", recordings: b.line.runs.length },
  ];
  return sides.flatMap(({ side, recordings }) =>
    recordings > 1
      ? [`The repeats of the ${side} come from ${recordings} recordings, each of which continues the one before.`]
      : [],
  );
}

function differencesTable({ differences, a, b }: Comparison): TableModel | null {
  if (differences.length === 0) return null;
  return table({
    id: "differences",
    caption: "What else differs between the two runs.",
    columns: [column("what"), column(`reference: ${a.machine}`), column(`compared: ${b.machine}`)],
    rows: differences.map((difference) => ({
      head: textCell(difference.what),
      cells: [textCell(difference.a), textCell(difference.b)],
    })),
  });
}

/** Numbers of cells without a partner, by run and experiment. */
function unmatchedWords({ unmatched }: Comparison): string[] {
  const counts = new Map<string, number>();
  for (const { run, experiment } of unmatched) {
    const place = `${experiment}, only in the ${run === "a" ? "reference" : "compared run"}`;
    counts.set(place, (counts.get(place) ?? 0) + 1);
  }
  return [...counts]
    .sort(([a], [b]) => compareText(a, b))
    .map(([place, count]) => `${plural(count, "combination")} of ${place}.`);
}
