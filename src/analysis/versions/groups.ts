import { group } from "d3-array";
import { geometricMean } from "../../stats/geometric-mean.js";
import { workerWords } from "../../words/number.js";
import { variantKey } from "../cells/cell-keys.js";
import { isOneThread, variantWords, varyingFactors } from "../cells/cell-labels.js";
import { type CellView, isTimed } from "../cells/cell-view.js";
import { effectiveWorkers } from "../cells/ideal-speed-up.js";
import { commonBlocks } from "../cells/usable-times.js";
import type { VersionScope } from "../results/versions.js";
import type { VersionCell } from "./match.js";

/** One or several cells of each version as one view of it: a figure a block, from blocks that all of them finished. */
export interface VersionGroup {
  scope: VersionScope;
  label: string;
  cells: readonly VersionCell[];
  before: CellView;
  after: CellView;
  /** `undefined` where a cell has none, or none that finished. */
  twin: CellView | undefined;
}

/**
 * Over all, by strategy, by worker count, and cell by cell. A group of one cell, or of the cells of one before it, is left
 * out: it would be the same comparison. So are cells that a version did not finish, and a strategy without workers has
 * no worker count.
 */
export function groupsOf(cells: readonly VersionCell[]): VersionGroup[] {
  const timed = cells.filter(({ before, after }) => isTimed(before) && isTimed(after));
  const varying = varyingFactors(timed.map(({ factors }) => factors));
  const several = [
    { scope: "all" as const, label: "over all", cells: timed },
    ...[...group(timed, ({ factors }) => variantKey(factors)).values()].map((own) => ({
      scope: "strategy" as const,
      label: variantWords(own[0]?.factors as VersionCell["factors"], varying),
      cells: own,
    })),
    ...[...group(timed.filter(hasWorkers), ({ factors }) => effectiveWorkers(factors))]
      .sort(([a], [b]) => a - b)
      .map(([workers, own]) => ({ scope: "workers" as const, label: workerWords(workers), cells: own })),
  ].filter(
    ({ cells: own }, index, all) => own.length > 1 && !all.slice(0, index).some((one) => isSame(one.cells, own)),
  );
  return [
    ...several.map((one) => ({ ...one, ...sidesOf(one.cells, (own) => together(own, geometricMean)) })),
    ...cells.map((cell) => ({ scope: "cell" as const, label: cell.label, cells: [cell], ...sidesOf([cell], firstOf) })),
  ];
}

/** The time at more workers over that at the fewest, as each version has it: a ratio of them is one of the speed-ups. */
export function contrastOf(label: string, more: VersionCell, fewest: VersionCell): VersionGroup {
  // A quotient of costs is no figure of the program: its changes are told as those of speed-ups.
  const quotient = (own: readonly CellView[]) => {
    const { measure: _, ...view } = together(own, ([many = 0, few = 0]) => many / few);
    return view;
  };
  return { scope: "scaling", label, cells: [more, fewest], ...sidesOf([more, fewest], quotient) };
}

function sidesOf(cells: readonly VersionCell[], viewOf: (views: readonly CellView[]) => CellView) {
  const twins = cells.flatMap(({ twin }) => (twin && isTimed(twin) ? [twin] : []));
  return {
    before: viewOf(cells.map(({ before }) => before)),
    after: viewOf(cells.map(({ after }) => after)),
    twin: twins.length === cells.length ? viewOf(twins) : undefined,
  };
}

/** Cells as they are: what is decided of one is decided of it everywhere. */
function firstOf([view]: readonly CellView[]): CellView {
  return view as CellView;
}

function together(views: readonly CellView[], figureOf: (times: readonly number[]) => number): CellView {
  const blocks = commonBlocks(views as [CellView, ...CellView[]]);
  const times = blocks.map(({ block, times: own }) => ({ block, wallMs: figureOf(own) }));
  return { ...firstOf(views), times };
}

function hasWorkers({ factors }: VersionCell): boolean {
  return !isOneThread(factors.strategy);
}

function isSame(one: readonly VersionCell[], other: readonly VersionCell[]): boolean {
  return one.length === other.length && one.every((cell) => other.includes(cell));
}
