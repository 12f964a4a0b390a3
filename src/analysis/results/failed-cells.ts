import { group } from "d3-array";
import { plural, whole } from "../../words/number.js";
import { listStart } from "../../words/sentence.js";
import { reasonWords } from "./failed-program.js";
import type { CellSummary, ExperimentAnalysis } from "./run-analysis.js";

type Failing = Pick<CellSummary, "label" | "factors" | "trials" | "failures">;

/** Trials that failed alike, whatever cells they are of. */
export interface FailureGroup {
  cells: Failing[];
  /** How many trials failed so, and how many their cells have. */
  count: number;
  of: number;
  /** The exit code or the like, and the line that tells the error: "exit code 1: ValueError: no". */
  words: string;
  /** Further lines that one of them said, such as a stack. */
  trace: string[];
}

/** The failures of some cells, equal ones together, in the order of the cells. */
export function failureGroups(cells: readonly Failing[]): FailureGroup[] {
  const all = cells.flatMap((cell) => cell.failures.map((failure) => ({ cell, failure, words: reasonWords(failure) })));
  return [...group(all, ({ words }) => words)].map(([words, alike]) => ({
    cells: alike.map(({ cell }) => cell),
    count: alike.reduce((sum, { failure }) => sum + failure.count, 0),
    of: alike.reduce((sum, { cell: { trials } }) => sum + trials.ok + trials.failed + trials.timeout, 0),
    words,
    trace: alike[0]?.failure.trace ?? [],
  }));
}

/** Cells with failures that nobody planned: no fault was asked for, and no heap that some are to be too small for. */
export function unplannedFailures<C extends Failing>(cells: readonly C[]): C[] {
  return cells.filter(({ factors: { more = {} }, failures }) => {
    const isPlanned = (reason: string) =>
      more.fault !== undefined || (more.heap !== undefined && reason === "out-of-memory");
    return failures.some(({ reason }) => !isPlanned(reason));
  });
}

/** Cells of a run that failed with what ended it: where every heap was too small for its work, that is the reason. */
export function endingFailures<C extends Failing>(cells: readonly C[]): C[] {
  return cells.filter(({ factors, failures }) => factors.more?.fault === undefined && failures.length > 0);
}

/** "2 workers (5 of 6 repeats): exit code 3: no", "2 workers and 4 workers (all 4 measurements): exit code 3: no". */
export function groupWords({ cells, count, of, words }: FailureGroup): string {
  const some = count < of ? `${whole(count)} of` : of === 1 ? "its" : "all";
  const trials = plural(of, cells.length === 1 ? "repeat" : "measurement");
  return `${listStart(cells.map(({ label }) => label))} (${some} ${trials}): ${words}`;
}

/** Different errors that are told in full; tables have all. */
const MOST = 5;

/** The failures of a run that nobody planned, a line for each error; of several experiments the one is named. */
export function failureWords(experiments: readonly Pick<ExperimentAnalysis, "title" | "cells">[]): string[] {
  const lines = experiments.flatMap(({ title, cells }) => {
    const place = experiments.length === 1 ? "" : `${title}: `;
    return failureGroups(unplannedFailures(cells)).map((alike) => `${place}${groupWords(alike)}`);
  });
  return lines.length <= MOST
    ? lines
    : [...lines.slice(0, MOST), `${plural(lines.length - MOST, "other error")} as well`];
}

/** What is said first of a run that failed: of each experiment that did, in how many combinations, and with which errors. */
export function failedExperiments(
  experiments: readonly Pick<ExperimentAnalysis, "title" | "cells">[],
): { headline: string; groups: FailureGroup[] }[] {
  return experiments.flatMap(({ title, cells }) => {
    const failing = endingFailures(cells);
    if (failing.length === 0) return [];
    const headline =
      versionHeadline(title, failing, cells) ?? `${title} failed${whereWords(failing.length, cells.length)}`;
    return [{ headline, groups: failureGroups(failing) }];
  });
}

/** "Sorting, before and after: after failed in all 3 combinations"; `null` where failures are not of one version alone. */
function versionHeadline(title: string, failing: readonly Failing[], cells: readonly Failing[]): string | null {
  const versionOf = ({ factors }: Failing) => factors.more?.version;
  const [version, ...others] = new Set(failing.map(versionOf));
  if (version === undefined || others.length > 0) return null;
  const own = cells.filter((cell) => versionOf(cell) === version);
  return `${title}: ${version} failed${whereWords(failing.length, own.length)}`;
}

function whereWords(failing: number, all: number): string {
  if (all === 1) return "";
  if (failing < all) return ` in ${whole(failing)} of ${plural(all, "combination")}`;
  return all === 2 ? " in both combinations" : ` in all ${plural(all, "combination")}`;
}
