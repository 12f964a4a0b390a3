import type { Run } from "../record/schema.js";
import { type CellView, cellViews, inReadingOrder } from "./cell-view.js";
import { type Comparisons, compareCells } from "./comparisons.js";
import { estimator } from "./estimate.js";
import { isSplit } from "./families.js";
import { findingsOf } from "./findings/index.js";
import { rankFindings } from "./findings/rank-findings.js";
import { constantFactors, varyingFactors } from "./labels.js";
import { baselinesOf } from "./pairs.js";
import { type SummaryContext, summarise } from "./summary.js";
import type { CellSummary, ExperimentAnalysis, RunAnalysis } from "./types.js";
import { floorOf } from "./verdict.js";

/** Fewer blocks are labelled quick (statistics.md). */
const BLOCKS_FOR_VERDICTS = 20;

/**
 * Everything that the trials of a run say: per experiment the cells, the changes with their intervals and verdicts, and
 * the findings. Pure: the same run gives the same analysis. What stands on one page is one family of p values.
 */
export function analyseRun(run: Run): RunAnalysis {
  const interleaved = run.origin === undefined;
  const floorPercent = floorOf(run.machine);
  const estimates = estimator(interleaved);
  const prepared = run.experiments.map((experiment) => ({ experiment, views: cellViews(experiment) }));
  const options = { estimator: estimates, floorPercent };
  const views = prepared.map((each) => each.views);
  const comparisons = isSplit(run)
    ? views.flatMap((page) => compareCells([page], options))
    : compareCells(views, options);
  const experiments = prepared.map(({ experiment, views }, index) =>
    analyseExperiment(views, {
      experiment,
      machine: run.machine,
      baselines: baselinesOf(views),
      estimator: estimates,
      comparisons: comparisons[index] as Comparisons,
    }),
  );
  const blocks = blockCounts(prepared.flatMap(({ views }) => views));
  return {
    id: run.id,
    study: run.study,
    status: run.status,
    interleaved,
    blocks,
    quick: blocks.min < BLOCKS_FOR_VERDICTS,
    floorPercent,
    experiments,
    findings: rankFindings(
      experiments.flatMap(({ id, findings }) => findings.map((finding) => ({ ...finding, experiment: id }))),
    ),
  };
}

function analyseExperiment(
  views: readonly CellView[],
  input: SummaryContext & { comparisons: Comparisons },
): ExperimentAnalysis {
  const { experiment, machine, comparisons } = input;
  const { id, title, question, division, charts } = experiment;
  const factors = views.map((view) => view.factors);
  const varying = varyingFactors(factors);
  const ordered = inReadingOrder(views);
  const cells = ordered.map((view) => summarise(view, input));
  const summaries = new Map(ordered.map((view, index) => [view, cells[index] as CellSummary]));
  const { againstBaseline, steps, acrossStrategies } = comparisons.changes;
  return {
    id,
    title,
    ...(question !== undefined && { question }),
    division,
    ...(charts && { charts }),
    varying,
    constant: constantFactors(factors),
    cells,
    changes: {
      againstBaseline: againstBaseline.map(({ change }) => change),
      steps: steps.map(({ change }) => change),
      acrossStrategies: acrossStrategies.map(({ change }) => change),
    },
    findings: findingsOf({
      experiment,
      machine,
      // Shares are as many as workers: no sentence needs to name both.
      varying: division === "shares" ? varying.filter((name) => name !== "tasks") : varying,
      views: ordered,
      cells,
      summaryOf: (view) => summaries.get(view) as CellSummary,
      comparisons,
    }),
  };
}

/** Fewest and most usable trials of the cells that have any. */
function blockCounts(views: readonly CellView[]): RunAnalysis["blocks"] {
  const counts = views.map(({ times }) => times.length).filter((count) => count > 0);
  if (counts.length === 0) return { min: 0, max: 0 };
  return { min: Math.min(...counts), max: Math.max(...counts) };
}
