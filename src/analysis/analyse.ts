import type { Run } from "../record/schema/run-schema.js";
import { adviceOf } from "./advice/advice.js";
import { constantFactors, varyingFactors } from "./cells/cell-labels.js";
import { type CellView, cellViews, inReadingOrder } from "./cells/cell-view.js";
import { standingOf } from "./cells/evidence.js";
import { type SummaryContext, summarise } from "./comparing/cell-summary.js";
import { type Comparisons, compareCells } from "./comparing/comparisons.js";
import { estimator } from "./comparing/estimate.js";
import { baselinesOf } from "./comparing/pairs.js";
import { floorOf } from "./comparing/verdict.js";
import { crossoverSummaries } from "./crossover/crossover-summary.js";
import { findingsOf } from "./findings/index.js";
import { rankFindings } from "./findings/rank-findings.js";
import type { CellSummary, ExperimentAnalysis, RunAnalysis } from "./results/run-analysis.js";
import { scalingOf } from "./scaling/scaling.js";

/**
 * Everything that the trials of a run say: per experiment the cells, the changes with their intervals and verdicts, and
 * the findings. Pure: the same run gives the same analysis. An experiment is one family of p values.
 */
export function analyseRun(run: Run): RunAnalysis {
  const interleaved = run.origin === undefined;
  const floorPercent = floorOf(run.machine);
  const estimates = estimator(interleaved);
  const prepared = run.experiments.map((experiment) => ({ experiment, views: cellViews(experiment) }));
  const options = { estimator: estimates, floorPercent };
  const experiments = prepared.map(({ experiment, views }) =>
    analyseExperiment(views, {
      experiment,
      machine: run.machine,
      baselines: baselinesOf(views),
      estimator: estimates,
      comparisons: compareCells(views, options),
      interleaved,
    }),
  );
  const usable = prepared.flatMap((each) => each.views.map(({ times }) => times.length));
  return {
    id: run.id,
    study: run.study,
    status: run.status,
    interleaved,
    ...standingOf(run, usable),
    floorPercent,
    experiments,
    findings: rankFindings(
      experiments.flatMap(({ id, findings }) => findings.map((finding) => ({ ...finding, experiment: id }))),
    ),
  };
}

function analyseExperiment(
  views: readonly CellView[],
  input: SummaryContext & { comparisons: Comparisons; interleaved: boolean },
): ExperimentAnalysis {
  const { experiment, machine, comparisons } = input;
  const { id, title, question, division, charts } = experiment;
  const factors = views.map((view) => view.factors);
  const varying = varyingFactors(factors);
  const ordered = inReadingOrder(views);
  const cells = ordered.map((view) => summarise(view, input));
  const summaries = new Map(ordered.map((view, index) => [view, cells[index] as CellSummary]));
  const summaryOf = (view: CellView) => summaries.get(view) as CellSummary;
  const { againstBaseline, steps, acrossStrategies } = comparisons.changes;
  // Shares are as many as workers: no sentence needs to name both.
  const named = division === "shares" ? varying.filter((name) => name !== "tasks") : varying;
  const findings = { experiment, machine, varying: named, views: ordered, cells, summaryOf, comparisons };
  const scaling = scalingOf({ ...input, ...findings });
  // Where no chart of times is called for, times are not the question.
  const [advice, ...furtherAdvice] = charts?.length === 0 ? [] : adviceOf(findings);
  const crossovers = crossoverSummaries({ ...input, ...findings, division });
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
    scaling,
    crossovers,
    advice: advice ?? null,
    furtherAdvice,
    findings: findingsOf({ ...findings, scaling, crossovers }),
  };
}
