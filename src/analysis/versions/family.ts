import { greatest } from "d3-array";
import type { Experiment } from "../../record/schema/run-schema.js";
import { type CellView, isTimed } from "../cells/cell-view.js";
import { effectiveWorkers } from "../cells/ideal-speed-up.js";
import type { Apart, ComparisonOptions, SettledPair } from "../comparing/comparisons.js";
import type { Baselines, Pair } from "../comparing/pairs.js";
import { qValuesOf, toChange } from "../comparing/verdict.js";
import { type ScalingLine, scalingLines } from "../scaling/scaling-lines.js";
import { contrastOf, groupsOf, type VersionGroup } from "./groups.js";
import { byVersion, matchVersions, type VersionCell, type Versions, versionOf } from "./match.js";

/**
 * Two versions are compared at every commit: of equal ones, as many runs may hold a false alarm at the most (simulated: 1 to
 * 2 in a hundred, with noise of 1 to 10 %).
 */
const AT_MOST_Q = 0.025;

/** Cells of one strategy by worker count, in both versions, with the contrast of each count to the fewest. */
export interface VersionLine {
  kind: ScalingLine["kind"];
  fewest: VersionCell;
  further: { cell: VersionCell; contrast: VersionGroup }[];
}

/** The comparisons that two versions call for, corrected together; the pairs of `apart.settled` carry their q. */
export interface VersionFamily {
  versions: Versions;
  cells: VersionCell[];
  groups: VersionGroup[];
  lines: VersionLine[];
  apart: Apart;
  floorPercent: number;
  /** Whose twin raised the floor above the machine's own; `null`: none. */
  floorRaisedBy: VersionGroup | null;
  /** Comparisons with a p value. */
  size: number;
}

interface FamilyInput extends ComparisonOptions {
  experiment: Experiment;
  baselines: ReadonlyMap<CellView, Baselines>;
}

/**
 * One Benjamini-Hochberg family of all comparisons of the new version with the old one, those of their scaling among them.
 * Where every time changed, such a family lets one in forty of the others pass: so what is said of the scaling must hold
 * in the family of the scaling alone, too. The twin has a family of its own: where it is decided that a version differs from itself, no smaller change counts.
 *
 * @param views cells in the order of the file
 * @returns `null` where the experiment has no versions, or its trials are not paired by block
 */
export function versionFamily(views: readonly CellView[], input: FamilyInput): VersionFamily | null {
  const { experiment, interleaved } = input;
  const { versions, division } = experiment;
  if (versions === undefined || !interleaved) return null;
  const cells = matchVersions(views, versions, division);
  const groups = groupsOf(cells);
  const lines = linesOf(cells, input);
  const compared = [...groups, ...lines.flatMap(({ further }) => further.map(({ contrast }) => contrast))];
  const twins = compared.flatMap((one) => (one.twin ? [{ one, from: one.before, to: one.twin }] : []));
  const settledTwins = settledOf(twins, { ...input, isScaling: twins.map(({ one }) => one.scope === "scaling") });
  const raise = greatest(
    twins.map(({ one }, index) => ({ one, percent: decidedPercent(settledTwins[index] as SettledPair, input) })),
    ({ percent }) => percent,
  );
  const floorPercent = Math.max(input.floorPercent, raise?.percent ?? 0);
  const pairs = compared.map(({ before, after }) => ({ from: before, to: after }));
  const isScaling = compared.map(({ scope }) => scope === "scaling");
  const settled = settledOf(pairs, { ...input, floorPercent, isScaling });
  const parts = byVersion(views, experiment).filter(([view]) => view && versionOf(view) !== versions.twin);
  return {
    versions,
    cells,
    groups,
    lines,
    apart: { parts, settled: [...settled, ...settledTwins] },
    floorPercent,
    floorRaisedBy: raise && floorPercent > input.floorPercent ? raise.one : null,
    size: settled.filter(({ q }) => q !== null).length,
  };
}

function linesOf(cells: readonly VersionCell[], { experiment, baselines }: FamilyInput): VersionLine[] {
  const byView = new Map(cells.filter(({ after }) => isTimed(after)).map((cell) => [cell.before, cell]));
  const lines = scalingLines({ views: cells.map(({ before }) => before), experiment, baselines });
  return lines.flatMap((line) => {
    const [fewest, ...more] = line.cells.flatMap((view) => byView.get(view) ?? []);
    if (fewest === undefined || more.length === 0) return [];
    return [
      {
        kind: line.kind,
        fewest,
        further: more.map((cell) => ({ cell, contrast: contrastOf(cell.label, cell, fewest) })),
      },
    ];
  });
}

function settledOf(
  pairs: readonly Pair[],
  { estimator, floorPercent, isScaling }: FamilyInput & { isScaling: readonly boolean[] },
): SettledPair[] {
  const pValues = pairs.map(({ from, to }) => estimator(from, to).p);
  const together = qValuesOf(pValues);
  const alone = qValuesOf(pValues.map((p, index) => (isScaling[index] ? p : null)));
  return pairs.map(({ from, to }, index) => {
    const [p, q] = [pValues[index] ?? null, together[index] ?? null];
    return { from, to, floorPercent, atMostQ: AT_MOST_Q, p, q: q === null ? null : Math.max(q, alone[index] ?? 0) };
  });
}

/** Size of a change that is decided, in percent; 0 of one that is not. */
function decidedPercent({ from, to, ...rule }: SettledPair, { estimator }: FamilyInput): number {
  const change = toChange({ from, to, estimate: estimator(from, to) }, rule);
  const isDecided = change.verdict === "faster" || change.verdict === "slower";
  return isDecided ? Math.abs(change.changePercent ?? 0) : 0;
}

/** Workers of a line's cell. */
export function workersOf({ factors }: VersionCell): number {
  return effectiveWorkers(factors);
}
