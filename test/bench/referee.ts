/**
 * Do the sentences hold? Simulated pages with a known truth go through `import csv` and the analysis, and what is then said
 * is judged. `npm run bench -- referee [--pages 500] [--seed 1] [--only pages|power|advice|critical] [--in-blocks]
 * [--json file]`; `--in-blocks`: the pages with a column `block`, which pairs their trials.
 *
 * pages: pages of 20 equal cells with a false statement; power: pairs of cells found 5 % slower; advice: coverage of the gain that
 * the advice quotes (8 times as many pages); critical: what is said of a threshold that lies between 1 and 2 workers.
 */
import { writeFileSync } from "node:fs";
import { analyseRun } from "../../.build/analysis/analyse.js";
import { importCsv } from "../../.build/formats/tables/csv.js";
import { chartsFor } from "../../.build/report/charts/kinds/index.js";
import { binomialInterval } from "../../.build/stats/binomial-interval.js";
import { seededRandom } from "../../.build/stats/random.js";
import { numberOption, textOption } from "./options.js";
import { type AdviceRow, adviceCoverage } from "./referee/advice-coverage.js";
import { type CriticalRow, criticalThresholds, MISTAKES } from "./referee/critical-threshold.js";
import { KINDS } from "./referee/false-statements.js";
import { flatPages, type PagesRow, type PowerRow, pagePower, pairPower } from "./referee/flat-pages.js";
import { NOISES, type Program } from "./referee/simulated-tables.js";

const pages = Math.round(numberOption("--pages", 500));
const seed = numberOption("--seed", 1);
const only = textOption("--only");
const isAsked = (part: string) => only === undefined || only === part;

const program: Program = {
  importCsv,
  analyseRun,
  seededRandom,
  titlesOf: ({ experiments, machine }, analysis) =>
    experiments.flatMap((experiment, index) => {
      const analysed = analysis.experiments[index];
      if (analysed === undefined) return [];
      return chartsFor(analysed, experiment).map(
        (chart) => chart.spec({ analysis: analysed, experiment, machine }).title,
      );
    }),
};

const results: Record<string, readonly (PagesRow | PowerRow | AdviceRow | CriticalRow)[]> = {};
if (isAsked("power")) {
  const [pairs, inPages] = [
    pairPower(program, { pages: 4 * pages, seed }),
    pagePower(program, { pages: Math.ceil(pages / 5), seed }),
  ];
  results.power = [...pairs, ...inPages];
  printTable("Pairs decided in %", [...pairs, ...inPages].map(powerColumns));
}
if (isAsked("critical")) {
  const rows = criticalThresholds(program, { pages, seed });
  results.critical = rows;
  printTable(
    "Critical threshold between 1 and 2 workers (+5 %): pages with a wrong statement in %",
    rows.map(criticalColumns),
  );
}
if (isAsked("advice")) {
  const rows = Object.keys(NOISES).flatMap((noise) =>
    adviceCoverage(program, { pages: (noise === "log-normal" ? 8 : 2) * pages, seed, noise }),
  );
  results.advice = rows;
  printTable("Gain that the advice quotes, seven strategies, n = 20", rows.map(adviceColumns));
}
if (isAsked("pages")) {
  const interleaved = process.argv.includes("--in-blocks");
  const rows = flatPages(program, { pages, seed, interleaved });
  results.pages = rows;
  const pooled = [...new Set(rows.map(({ noise }) => noise))].flatMap((noise) => {
    const own = rows.filter((row) => row.noise === noise);
    return [...own.map((row) => pagesColumns([row])), pagesColumns(own)];
  });
  const recorded = interleaved ? "in blocks" : "imported";
  printTable(`Pages of 20 equal cells, ${recorded}: pages with a false statement in %`, pooled);
}

const json = textOption("--json");
if (json !== undefined) writeFileSync(json, `${JSON.stringify({ pages, seed, results }, null, 2)}\n`);

type Columns = Record<string, string | number>;

/** One setting, or several pooled, with intervals. */
function pagesColumns(rows: readonly PagesRow[]): Columns {
  const all = rows.reduce((sum, row) => sum + row.pages, 0);
  const share = rows.length > 1 ? shareWords : percent;
  const kinds = [...KINDS.filter((kind) => kind !== "laws"), "any", "laws"] as const;
  return {
    noise: rows[0]?.noise ?? "",
    n: rows.length > 1 ? "all" : (rows[0]?.n ?? ""),
    pages: all,
    ...Object.fromEntries(
      kinds.map((kind) => [
        kind,
        share(
          rows.reduce((sum, { wrong }) => sum + wrong[kind], 0),
          all,
        ),
      ]),
    ),
  };
}

function powerColumns({ what, recorded, noise, n, pairs, slower, faster }: PowerRow): Columns {
  return { what, recorded, noise, n, pairs, slower: shareWords(slower, pairs), faster: percent(faster, pairs) };
}

function adviceColumns({
  noise,
  truth,
  recorded,
  pages,
  quoted,
  covered,
  optimistic,
  medianWidth,
}: AdviceRow): Columns {
  const shares = { covered: shareWords(covered, quoted), optimistic: percent(optimistic, quoted) };
  return { noise, truth, recorded, pages, quoted, ...shares, width: medianWidth.toFixed(2) };
}

function criticalColumns({ spreadPercent, n, pages, wrong, named, said }: CriticalRow): Columns {
  const mistakes = Object.fromEntries(MISTAKES.map((mistake) => [mistake, percent(wrong[mistake], pages)]));
  const rest = {
    any: shareWords(wrong.any, pages),
    named: percent(named, pages),
    "said anything": percent(said, pages),
  };
  return { noise: `${spreadPercent} %`, n, pages, ...mistakes, ...rest };
}

function printTable(title: string, rows: readonly Columns[]): void {
  const heads = Object.keys(rows[0] ?? {});
  const lines = [heads, ...rows.map((row) => heads.map((head) => String(row[head])))];
  const widths = heads.map((_, column) => Math.max(...lines.map((line) => (line[column] as string).length)));
  console.log(`\n${title}`);
  for (const line of lines) console.log(line.map((text, column) => text.padEnd(widths[column] ?? 0)).join("  "));
}

function percent(count: number, total: number): string {
  return total === 0 ? "none" : ((100 * count) / total).toFixed(1);
}

/** "3.2 (2.4 to 4.1)": with its 95 % interval. */
function shareWords(count: number, total: number): string {
  if (total === 0) return "none";
  const [low, high] = binomialInterval(count, total, 0.95);
  return `${percent(count, total)} (${(100 * low).toFixed(1)} to ${(100 * high).toFixed(1)})`;
}
