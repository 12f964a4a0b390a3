import { group } from "d3-array";
import type { Change } from "../../../analysis/results/run-analysis.js";
import {
  type CellOfSeveral,
  compareWithSeveral,
  type SeveralComparison,
} from "../../../analysis/two-runs/compare-several.js";
import { haveCommonRun } from "../../../analysis/two-runs/pooled-sides.js";
import type { Lineage } from "../../../record/folder/lineage.js";
import { poolRuns } from "../../../record/folder/pool-runs.js";
import { plural } from "../../../words/number.js";
import { signedPercent } from "../../../words/percent.js";
import { formatTime } from "../../../words/time.js";
import { type Pair, pairSlug } from "../../archive/comparison-pairs.js";
import type { ListedRun } from "../../archive/run-entry.js";
import { type Page, rootOf } from "../../page-model/page.js";
import { paths } from "../../page-model/paths.js";
import { chipsOf, dateWords, runTitle, whereAndWhen } from "../../page-model/run-words.js";
import { TONES } from "../../tables/bar.js";
import { column, numberCell, type TableModel, table, textCell } from "../../tables/table.js";
import { meanWords, unlikeWords } from "./compare.js";

/** Fewest partners for a page of one run against several, also where the page is asked for. */
const FEWEST = 3;
const FEWEST_ASKED = 2;
/** Most columns of a page; the newest runs are taken. */
const MOST = 6;

/** A reference run with the runs compared with it, newest first. */
export interface Several<L extends ListedRun = ListedRun> {
  reference: L;
  others: L[];
}

/**
 * The runs that have enough partners, in the order of the archive.
 *
 * @param kept ids of runs whose page was published or asked for
 */
export function chooseSeveral<L extends ListedRun>(
  newestFirst: readonly L[],
  pairs: readonly Pair<L>[],
  kept: readonly string[],
): Several<L>[] {
  const sides = pairs.flatMap(({ a, b }) => [
    { own: a, other: b },
    { own: b, other: a },
  ]);
  const partners = group(sides, ({ own }) => own);
  const asked = new Set(kept);
  const place = new Map(newestFirst.map((entry, index) => [entry, index]));
  return newestFirst.flatMap((reference) => {
    const others = [...new Set(partners.get(reference)?.map(({ other }) => other))]
      .filter(({ line }) => !haveCommonRun(line, reference.line))
      .sort((a, b) => (place.get(a) ?? 0) - (place.get(b) ?? 0))
      .slice(0, MOST);
    const fewest = asked.has(reference.run.id) ? FEWEST_ASKED : FEWEST;
    return others.length < fewest ? [] : [{ reference, others }];
  });
}

/**
 * The page of one run against several.
 *
 * @param lines of the reference, then of the others, each with the runs that it goes on with
 */
export function severalPage({ reference, others }: Several, pairs: readonly Pair[], lines: readonly Lineage[]): Page {
  const path = paths.several(reference);
  const root = rootOf(path);
  const [first, ...rest] = lines.map(({ runs }) => poolRuns(runs));
  if (first === undefined) throw new TypeError("there is no line of the reference");
  const comparison = compareWithSeveral(first, rest);
  const names = others.map((_, index) => String.fromCharCode(65 + index));
  const tables = tablesOf(comparison, names, reference);
  return {
    path,
    template: "several",
    title: `${runTitle(reference)} against ${plural(others.length, "run")}`,
    description: `${plural(others.length, "run")} set against ${runTitle(reference)} on ${whereAndWhen(reference)}, combination by combination.`,
    section: "runs",
    contents: [
      { href: "#against", text: "The runs" },
      ...tables.map(({ id, title }) => ({ href: `#${id}-cells`, text: title })),
      { href: "#limits", text: "Limits" },
    ],
    body: {
      heading: `${runTitle(reference)}, and ${plural(others.length, "run")} against it`,
      reference: {
        href: root + paths.run(reference),
        text: runTitle(reference),
        where: `${comparison.reference.machine}, ${dateWords(reference)}`,
      },
      chips: chipsOf(reference),
      sides: others.map((entry, index) =>
        sideOf({ entry, reference, pairs, comparison, index, root, name: names[index] ?? "" }),
      ),
      tables,
    },
  };
}

interface SideInput {
  entry: ListedRun;
  reference: ListedRun;
  pairs: readonly Pair[];
  comparison: SeveralComparison;
  index: number;
  root: string;
  name: string;
}

function sideOf({ entry, reference, pairs, comparison, index, root, name }: SideInput) {
  const [own, other] = [reference.run.id, entry.run.id];
  const pair = pairs.find(({ a, b }) => [a, b].every(({ run }) => run.id === own || run.id === other));
  const { run, summary, sameMachine } = comparison.others[index] as SeveralComparison["others"][number];
  return {
    name,
    href: root + paths.run(entry),
    title: runTitle(entry),
    where: `${run.machine}, ${dateWords(entry)}`,
    unlike: unlikeWords(sameMachine),
    mean: meanWords(summary),
    pair: pair === undefined ? "" : `${root}compare/${pairSlug(pair)}/index.html`,
  };
}

interface PartOfSeveral {
  id: string;
  title: string;
  table: TableModel;
}

/** One table an experiment: a row a cell, a column a run. */
function tablesOf({ cells }: SeveralComparison, names: readonly string[], reference: ListedRun): PartOfSeveral[] {
  return reference.run.experiments.flatMap(({ id, title }) => {
    const own = cells.filter(({ experiment }) => experiment === id);
    if (own.length === 0) return [];
    return [
      {
        id: `x-${id}`,
        title,
        table: table({
          id: `x-${id}`,
          caption: "Change of total time against the reference.",
          columns: [column("combination"), column("reference", "n"), ...names.map((name) => column(name, "n"))],
          groups: [{ title: "", rows: own.map(rowOf) }],
          fold: "",
        }),
      },
    ];
  });
}

function rowOf({ label, changes }: CellOfSeveral) {
  const fromMs = changes.find((change) => change?.fromMs)?.fromMs ?? null;
  return {
    head: textCell(label),
    cells: [numberCell(fromMs === null ? "–" : formatTime(fromMs)), ...changes.map(cellOf)],
  };
}

/** "−38.7 % faster": the words carry what the colour says. */
function cellOf(change: Change | null) {
  if (change === null || change.changePercent === null) return textCell("–", "n");
  const { verdict, changePercent, reason } = change;
  const word = verdict === "inconclusive" ? (reason === "single-trial" ? "" : "open") : verdict;
  return textCell(`${signedPercent(changePercent)} ${word}`.trim(), `n verdict ${TONES[verdict]}`);
}
