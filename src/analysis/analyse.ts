import type { Cell, Experiment, Run } from "../record/schema/run-schema.js";
import { adviceOf } from "./advice/advice.js";
import { weigh } from "./advice/weigh.js";
import { constantFactors, varyingFactors } from "./cells/cell-labels.js";
import { type CellView, cellViews, inReadingOrder } from "./cells/cell-view.js";
import { standingOf } from "./cells/evidence.js";
import { isInterleaved } from "./cells/interleaved.js";
import type { AnalysedExperiment } from "./comparing/analysed-experiment.js";
import { summarise } from "./comparing/cell-summary.js";
import { compareCells } from "./comparing/comparisons.js";
import { type Estimator, estimator } from "./comparing/estimate.js";
import { baselinesOf } from "./comparing/pairs.js";
import { floorOf } from "./comparing/verdict.js";
import { crossoverSummaries } from "./crossover/crossover.js";
import { findingsOf, rankFindings } from "./findings/index.js";
import { asksForTimes } from "./results/asks-for-times.js";
import type { CellSummary, ExperimentAnalysis, RunAnalysis } from "./results/run-analysis.js";
import { scalingOf } from "./scaling/scaling.js";
import { type VersionFamily, versionFamily } from "./versions/family.js";
import { byVersion, isTwin } from "./versions/match.js";
import { versionsOf } from "./versions/versions.js";

/**
 * Analysis of a run: per experiment the cells, the changes with their intervals and verdicts, and the findings. Pure: the
 * same run gives the same analysis. An experiment is one family of p values.
 *
 * @param whole the run as recorded, of which `run` is the part that is analysed
 */
export function analyseRun(run: Run, whole: Run = run): RunAnalysis {
  const interleaved = isInterleaved(run);
  const floorPercent = floorOf(run.machine);
  const estimates = estimator(interleaved);
  const prepared = run.experiments.map((experiment) => ({ experiment, views: cellViews(experiment) }));
  const experiments = prepared.map(({ experiment, views }, index) => {
    const recordedCells = whole.experiments[index]?.cells.length ?? 0;
    return analysisOf(compared(experiment, views, { run, interleaved, floorPercent, estimates, recordedCells }), views);
  });
  const usable = prepared.flatMap(({ views }) => views.map(({ times }) => times.length));
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

interface Compared extends AnalysedExperiment {
  /** The comparisons of two versions; `null` where the experiment has none. */
  family: VersionFamily | null;
}

interface Comparing {
  run: Run;
  interleaved: boolean;
  floorPercent: number;
  estimates: Estimator;
  recordedCells: number;
}

/** @param views cells in the order of the file */
function compared(
  experiment: Experiment,
  views: readonly CellView[],
  { run, interleaved, floorPercent, estimates, recordedCells }: Comparing,
): Compared {
  const baselines = new Map(byVersion(views, experiment).flatMap((part) => [...baselinesOf(part)]));
  const input = { experiment, recordedCells, machine: run.machine, baselines, estimator: estimates };
  const options = { estimator: estimates, interleaved, floorPercent };
  const family = versionFamily(views, { ...options, experiment, baselines });
  const comparisons = compareCells(views, options, family?.apart);
  const ordered = inReadingOrder(views);
  const cells = ordered.map((view) => summarise(view, input));
  const summaries = new Map(ordered.map((view, index) => [view, cells[index] as CellSummary]));
  const varying = varyingFactors(views.map(({ factors }) => factors));
  return {
    ...input,
    interleaved,
    freeThreaded: new Set(run.software.interpreters?.flatMap((own) => (own.freeThreaded ? [own.version] : []))),
    // Shares are as many as workers: no sentence needs to name both.
    varying: experiment.division === "shares" ? varying.filter((name) => name !== "tasks") : varying,
    views: ordered,
    cells,
    summaryOf: (view) => summaries.get(view) as CellSummary,
    cellOf: ({ index }) => experiment.cells[index] as Cell,
    comparisons,
    family,
  };
}

/** The experiment as its sentences know it: of a version that is there twice, for its noise, they say nothing. */
function withoutTwin(input: Compared): Compared {
  if (input.experiment.versions?.twin === undefined) return input;
  const views = input.views.filter((view) => !isTwin(view, input.experiment));
  return { ...input, views, cells: views.map(input.summaryOf) };
}

function analysisOf(all: Compared, views: readonly CellView[]): ExperimentAnalysis {
  const input = withoutTwin(all);
  const { id, title, question, division, charts, figure } = input.experiment;
  const { againstBaseline, steps, acrossStrategies } = input.comparisons.changes;
  const factors = views.map((view) => view.factors);
  const scaling = scalingOf(input);
  const versions = input.family && versionsOf(input.family, input, scaling);
  // Where two versions were asked about, the best combination of either is no answer.
  const weighed = versions ? [] : weigh(input);
  const [advice, ...furtherAdvice] = asksForTimes({ charts }) ? adviceOf(weighed, input) : [];
  // Their model adds up times.
  const crossovers = figure === undefined ? crossoverSummaries(input) : [];
  return {
    id,
    title,
    ...(question !== undefined && { question }),
    division,
    ...(figure && { measure: figure }),
    ...(charts && { charts }),
    varying: varyingFactors(factors),
    constant: constantFactors(factors),
    ...(all.recordedCells > views.length && { recordedCells: all.recordedCells }),
    cells: [...all.cells],
    changes: {
      againstBaseline: againstBaseline.map(({ change }) => change),
      steps: steps.map(({ change }) => change),
      acrossStrategies: acrossStrategies.map(({ change }) => change),
    },
    family: input.comparisons.family,
    scaling,
    crossovers,
    advice: advice ?? null,
    furtherAdvice,
    ...(versions && { versions }),
    findings: findingsOf({ ...input, weighed, scaling, crossovers, versions }),
  };
}
