import { fisherExact } from "../../stats/fisher-exact.js";
import { lineWords, varyingFactors } from "../cells/cell-labels.js";
import type { CellView } from "../cells/cell-view.js";
import type { AnalysedExperiment } from "../comparing/analysed-experiment.js";
import { speedOver } from "../comparing/estimate.js";
import type { Change } from "../results/run-analysis.js";
import type { Scaling } from "../results/scaling.js";
import type { VersionChange, VersionScaling, VersionStep, VersionsAnalysis } from "../results/versions.js";
import { type VersionFamily, type VersionLine, workersOf } from "./family.js";
import type { VersionGroup } from "./groups.js";
import type { VersionCell } from "./match.js";
import { resultsDiffer } from "./results-differ.js";

type VersionsInput = Pick<AnalysedExperiment, "comparisons" | "estimator" | "experiment">;

/** What is said of two versions: every comparison with its one decision, and how their scaling differs. */
export function versionsOf(family: VersionFamily, input: VersionsInput, scaling: readonly Scaling[]): VersionsAnalysis {
  const { versions, groups, lines, floorPercent, floorRaisedBy, size, cells } = family;
  const changes = groups.map((group) => versionChange(group, input));
  const failing = cells.filter(({ before, after }) => before.times.length > 0 && hasFailed(after, input));
  const overall = changes.find(({ change }) => change.ratio !== null);
  return {
    before: versions.before,
    after: versions.after,
    twin: versions.twin ?? null,
    sideBySide: versions.sideBySide ?? false,
    resultsDiffer: resultsDiffer(input.experiment),
    floorPercent,
    floorRaisedBy: floorRaisedBy && versionChange(floorRaisedBy, input),
    overall: overall ?? null,
    changes,
    scaling: lines.map((line) => scalingOfLine(line, lines, input, scaling)),
    failing: failing.map(({ label, after }) => ({ label, key: after.key })),
    failingMore: cells
      .filter((cell) => !failing.includes(cell) && failsMore(cell, cells.length, input))
      .map(({ label, after }) => ({ label, key: after.key })),
    family: size,
  };
}

function hasFailed({ times, index }: CellView, { experiment }: VersionsInput): boolean {
  return times.length === 0 && (experiment.cells[index]?.trials.length ?? 0) > 0;
}

/** Chance at most, over all combinations, that a version which fails as often as the old one is said to fail more often. */
const MOST_CHANCE = 0.025;

/** Whether the new version fails clearly more often than the old one, whose twin's trials are its own. */
function failsMore({ before, after, twin }: VersionCell, cells: number, { experiment }: VersionsInput): boolean {
  const countOf = (views: readonly CellView[]): [failed: number, all: number] => {
    const trials = views.flatMap(({ index }) => experiment.cells[index]?.trials ?? []);
    return [trials.filter(({ status }) => status !== "ok").length, trials.length];
  };
  return fisherExact(countOf([after]), countOf(twin ? [before, twin] : [before])) <= MOST_CHANCE / cells;
}

function versionChange(group: VersionGroup, { comparisons }: VersionsInput): VersionChange {
  const { scope, label, cells, before, after, twin } = group;
  const decide = (to: CellView, each: CellView[]): Change => {
    const { change } = comparisons.decide(before, to);
    // Only a cell has times of its own.
    if (scope === "cell") return change;
    return { ...change, fromMs: null, toMs: null, toEach: each.map(({ factors }) => factors) };
  };
  return {
    scope,
    label,
    keys: { before: cells.map((cell) => cell.before.key), after: cells.map((cell) => cell.after.key) },
    change: decide(
      after,
      cells.map((cell) => cell.after),
    ),
    twin:
      twin === undefined
        ? null
        : decide(
            twin,
            cells.flatMap((cell) => cell.twin ?? []),
          ),
  };
}

function scalingOfLine(
  { kind, fewest, further }: VersionLine,
  lines: readonly VersionLine[],
  input: VersionsInput,
  scaling: readonly Scaling[],
): VersionScaling {
  const steps = further.map(({ cell, contrast }): VersionStep => {
    const work = kind === "weak" ? tasksOf(cell) / tasksOf(fewest) : 1;
    const speedUp = (side: "before" | "after") => speedOver(input.estimator(fewest[side], cell[side]), work);
    return {
      workers: workersOf(cell),
      contrast: versionChange(contrast, input),
      speedUp: { before: speedUp("before"), after: speedUp("after") },
    };
  });
  const last = further.at(-1)?.cell as VersionCell;
  const lossOf = ({ key }: CellView) =>
    scaling.flatMap(({ stack }) => stack).find((stack) => stack.key === key)?.largestLoss ?? null;
  const varying = varyingFactors(lines.map((line) => line.fewest.factors));
  return {
    label: lines.length === 1 ? "" : lineWords(fewest.factors, varying),
    verdict: verdictOf(steps),
    fewest: workersOf(fewest),
    steps,
    loss: { before: lossOf(last.before), after: lossOf(last.after) },
  };
}

function tasksOf({ factors }: VersionCell): number {
  return factors.tasks ?? 1;
}

function verdictOf(steps: readonly VersionStep[]): VersionScaling["verdict"] {
  const verdicts = steps.map(({ contrast }) => contrast.change.verdict);
  const [isWorse, isBetter] = [verdicts.includes("slower"), verdicts.includes("faster")];
  if (isWorse && isBetter) return "mixed";
  if (isWorse) return "worse";
  if (isBetter) return "better";
  return verdicts.every((verdict) => verdict === "same") ? "same" : "inconclusive";
}
