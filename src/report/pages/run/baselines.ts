import { isOneThread, variantWords } from "../../../analysis/cells/cell-labels.js";
import { type AgainstWay, againstWays } from "../../../analysis/comparing/baselines.js";
import { asksForTimes } from "../../../analysis/results/asks-for-times.js";
import type { ExperimentAnalysis } from "../../../analysis/results/run-analysis.js";
import { plural, whole, workerWords } from "../../../words/number.js";
import { sentenceCase } from "../../../words/sentence.js";
import type { RunEntry } from "../../archive/run-entry.js";
import { anchorOf, experimentPath, isSplit, type Page, rootOf } from "../../page-model/page.js";
import { chipsOf, runTitle, whereAndWhen } from "../../page-model/run-words.js";
import { againstTable, methodsOf, tally } from "../../tables/changes.js";

/** Most rows, so that the page stays light. */
const MOST_ROWS = 330;

/** Path of that page. */
export function baselinesPath(runId: string, experiment: string): string {
  return `run/${runId}/${experiment}/baselines/index.html`;
}

/** Whether the cells of an experiment have more than one possible baseline; of two versions one is. */
export function hasBaselines({ cells, changes, versions, ...asked }: ExperimentAnalysis): boolean {
  return versions === undefined && asksForTimes(asked) && changes.againstBaseline.length > 0 && cells.length > 2;
}

/** The page of an experiment's cells against every possible baseline, one table a baseline. */
export function* baselinesPages(entry: RunEntry, index: number): Generator<Page> {
  const { run, analysis } = entry;
  const analysed = analysis.experiments[index];
  if (!analysed || !hasBaselines(analysed)) return;
  const { ways, leftOut } = againstWays(run, index, MOST_ROWS);
  const path = baselinesPath(run.id, analysed.id);
  const context = { root: rootOf(path) };
  const comparisons = ways.reduce((sum, { changes }) => sum + changes.length, 0);
  const usual = ways.findIndex(({ isBaseline }) => isBaseline);
  yield {
    path,
    template: "baselines",
    title: `Against another baseline: ${analysed.title}`,
    description: "Every combination of an experiment against each way to do the same work.",
    section: "runs",
    body: {
      title: analysed.title,
      run: {
        href: `${context.root}${runHref(entry, analysed.id)}`,
        text: `${runTitle(entry)} on ${whereAndWhen(entry)}`,
      },
      chips: chipsOf(entry),
      comparisons: whole(comparisons / 2),
      ways: ways.map((way, place) => ({
        id: `against-${place + 1}`,
        name: `Against ${wayWords(way, analysed)}${way.isBaseline ? " (as on the run's page)" : ""}`,
        tally: sentenceCase(tally(way.changes)),
        open: place === Math.max(0, usual),
        table: againstTable({ analysis: analysed, changes: way.changes, id: `against-${place + 1}-table`, context }),
      })),
      methods: methodsOf(ways.flatMap(({ changes }) => changes)),
      leftOut: leftOut === 0 ? "" : `${plural(leftOut, "more baseline")} would make this page too heavy.`,
    },
  };
}

/** Path of an experiment: its own page, or its part of the run's page. */
function runHref({ run }: RunEntry, experiment: string): string {
  return isSplit(run) ? experimentPath(run.id, experiment) : `run/${run.id}/index.html#${anchorOf(experiment)}`;
}

function wayWords({ factors }: AgainstWay, { varying, cells }: ExperimentAnalysis): string {
  const strategy = variantWords(factors, varying);
  const counted = cells.some((cell) => cell.factors.workers !== factors.workers && !isOneThread(cell.factors.strategy));
  return counted && !isOneThread(factors.strategy) ? `${strategy}, ${workerWords(factors.workers)}` : strategy;
}
