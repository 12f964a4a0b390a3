import { group } from "d3-array";
import type { Experiment, Factors } from "../../record/schema/run-schema.js";
import { workerWords } from "../../words/number.js";
import { cellKey } from "../cells/cell-keys.js";
import { cellLabels, isOneThread, strategyWords } from "../cells/cell-labels.js";
import { type CellView, cellViews } from "../cells/cell-view.js";

export type Versions = NonNullable<Experiment["versions"]>;

/** One combination of levels in each version. */
export interface VersionCell {
  /** Its words without the version. */
  label: string;
  factors: Factors;
  before: CellView;
  after: CellView;
  twin: CellView | undefined;
}

/** The level of `more.version` as text; `undefined` of a cell without one. */
export function versionOf({ factors }: Pick<CellView, "factors">): string | undefined {
  const version = factors.more?.version;
  return version === undefined ? undefined : String(version);
}

/** Whether a cell is the twin's: a control within its run, and no combination that another run could have as well. */
export function isTwin({ factors }: Pick<CellView, "factors">, { versions }: Pick<Experiment, "versions">): boolean {
  return versions?.twin !== undefined && versionOf({ factors }) === versions.twin;
}

/** Views of the cells that runs are held against each other by, in the order of the file: all but those of a twin. */
export function viewsAcrossRuns(experiment: Experiment): CellView[] {
  return cellViews(experiment).filter((view) => !isTwin(view, experiment));
}

/** The cells of each version by themselves, in the order of the views; without versions, all in one. */
export function byVersion(views: readonly CellView[], { versions }: Experiment): CellView[][] {
  return versions === undefined ? [[...views]] : [...group(views, versionOf).values()];
}

/** Cells of both versions that differ in nothing else, in the order of the views. */
export function matchVersions(
  views: readonly CellView[],
  { before, after, twin }: Versions,
  division: Experiment["division"],
): VersionCell[] {
  const inVersion = (version: string | undefined) =>
    new Map(
      views.flatMap((view) =>
        version !== undefined && versionOf(view) === version ? [[cellKey(unversioned(view.factors)), view]] : [],
      ),
    );
  const [old, now, again] = [inVersion(before), inVersion(after), inVersion(twin)];
  const both = [...old].flatMap(([key, view]) => {
    const other = now.get(key);
    return other === undefined ? [] : [{ before: view, after: other, twin: again.get(key) }];
  });
  const factors = both.map((cell) => unversioned(cell.before.factors));
  const [only] = factors;
  // Of a single combination nothing varies, and a label would name every level.
  const labels = only !== undefined && factors.length === 1 ? [wayWords(only)] : cellLabels(factors, division);
  return both.map((cell, index) => ({ ...cell, factors: factors[index] as Factors, label: labels[index] as string }));
}

/** "thread pool, 1 worker", "sequential". */
function wayWords({ strategy, workers }: Factors): string {
  return [strategyWords(strategy), isOneThread(strategy) ? "" : workerWords(workers)].filter(Boolean).join(", ");
}

function unversioned({ more, ...factors }: Factors): Factors {
  const { version: _, ...others } = more ?? {};
  return Object.keys(others).length === 0 ? factors : { ...factors, more: others };
}
