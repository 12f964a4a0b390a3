import { analyseLineage } from "../../analysis/analyse-pooled.js";
import type { Standing } from "../../analysis/cells/evidence.js";
import type { RunAnalysis } from "../../analysis/results/run-analysis.js";
import type { ExperimentDigest, RunDigest } from "../../analysis/two-runs/run-digest.js";
import type { StoredRun } from "../../record/files/stored-run.js";
import { runExtension } from "../../record/folder/compression.js";
import type { Lineage } from "../../record/folder/lineage.js";
import type { RunFacts, RunTotals } from "../../record/folder/run-facts.js";
import type { Run } from "../../record/schema/run-schema.js";
import { cleanDeep } from "./clean-text.js";

/**
 * A run ready to be shown: its text is clean, its numbers are analysed. A run that goes on with others has their trials
 * in its cells beside its own, and is analysed with them.
 */
export interface Entry extends Listed {
  run: Run;
  analysis: RunAnalysis;
  /** The runs whose trials are in `run`, each as it was recorded; the run itself is the last. */
  line: Lineage;
  /** Runs that go on with this one. */
  children: Child[];
}

/** What other pages than its own show of a run: no trials, and nothing that its analysis found. */
export interface Listed {
  run: RunFacts;
  analysis: Standing;
  line: { runs: readonly Pick<Run, "id">[]; broken: Lineage["broken"] };
  sha256: string;
  bytes: number;
  /** The file that the site offers for download, and its name there. */
  path: string;
  download: string;
}

/** A run that goes on with another one. */
export interface Child {
  id: string;
  startedAt: string;
  blocks: number;
}

/** Keys of the cells of one experiment. */
export interface ExperimentCells {
  id: string;
  keys: readonly string[];
}

/** A run as all pages need it that are about several: what lists show, and every cell's own figures. */
export interface Recorded extends Listed {
  controlCell?: RunDigest["controlCell"];
  /** In an archive of many runs unpacked anew at every call. */
  experiments: readonly ExperimentDigest[];
  /** Keys of the cells; runs of equal cells may have one list. */
  cells: readonly ExperimentCells[];
  children: readonly Child[];
}

/** Cleans and analyses one run, with those that it goes on with. */
export function openEntry({ path, sha256, bytes }: StoredRun, { runs, broken }: Lineage): Entry {
  const line = { runs: runs.map(cleanDeep), broken: cleanDeep(broken) };
  const { run, analysis } = analyseLineage(line);
  return { run, analysis, line, children: [], sha256, bytes, path, download: downloadName(run.id, path) };
}

/** Order of every list of runs: the newest first, runs of one moment by id. */
export function newestFirst({ run: a }: Pick<Listed, "run">, { run: b }: Pick<Listed, "run">): number {
  return compareText(b.startedAt, a.startedAt) || compareText(a.id, b.id);
}

/** The name under which the site offers a run file. The journal of a run that did not finish is lines of JSON and keeps an ending of its own. */
export function downloadName(id: string, path: string): string {
  return `${id}${runExtension(path) ?? ".jsonl"}`;
}

/** Runs by the id of the one that they go on with, where they fit to it. */
export function groupChildren(lines: readonly Lineage<RunFacts & RunTotals>[]): Map<string, Child[]> {
  const byParent = new Map<string, Child[]>();
  for (const { runs } of lines) {
    const [parent, child] = runs.slice(-2);
    if (parent === undefined || child === undefined) continue;
    const { id, startedAt, blocks } = child;
    byParent.set(parent.id, [...(byParent.get(parent.id) ?? []), { id, startedAt, blocks: blocks.count }]);
  }
  return byParent;
}

/** Each recording once: without the runs that a later one goes on with, and holds the trials of. Keeps the order. */
export function eachTrialOnce<L extends Pick<Listed, "line">>(newestFirst: readonly L[]): L[] {
  const seen = new Set<string>();
  return newestFirst.filter(({ line: { runs } }) => {
    const isNew = runs.every(({ id }) => !seen.has(id));
    if (isNew) for (const { id } of runs) seen.add(id);
    return isNew;
  });
}

/** Order by code units: the same on every machine, which locales are not. */
export function compareText(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}

/** Entries with one key together, groups and members in the order in which they come. */
export function groupEntries<L>(entries: readonly L[], keyOf: (entry: L) => string): [L, ...L[]][] {
  const byKey = new Map<string, [L, ...L[]]>();
  for (const entry of entries) {
    const group = byKey.get(keyOf(entry));
    if (group) group.push(entry);
    else byKey.set(keyOf(entry), [entry]);
  }
  return [...byKey.values()];
}
