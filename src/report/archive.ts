import { analyseLineage } from "../analysis/analyse-lineage.js";
import type { RunAnalysis } from "../analysis/types.js";
import { type Lineage, lineageOf } from "../record/lineage.js";
import { runExtension } from "../record/run-files.js";
import type { Run } from "../record/schema.js";
import type { StoredRun } from "../record/stored-run.js";
import { cleanDeep } from "./clean-text.js";

/**
 * A run ready to be shown: its text is clean, its numbers are analysed. A run that goes on with others has their trials
 * in its cells beside its own, and is analysed with them.
 */
export interface Entry {
  run: Run;
  analysis: RunAnalysis;
  /** The runs whose trials are in `run`, each as it was recorded; the run itself is the last. */
  line: Lineage;
  /** Runs that go on with this one. */
  children: Run[];
  sha256: string;
  bytes: number;
  /** The file that the site offers for download, and its name there. */
  path: string;
  download: string;
}

/** Cleans and analyses every run; newest first, runs of one moment by id. */
export function openArchive(runs: readonly StoredRun[]): Entry[] {
  const clean = runs.map((stored) => ({ ...stored, run: cleanDeep(stored.run) }));
  const byId = new Map(clean.map(({ run }) => [run.id, run]));
  const withLines = clean.map((stored) => ({ ...stored, line: lineageOf(stored.run, (id) => byId.get(id)) }));
  const childrenOf = groupChildren(withLines.map(({ line }) => line));
  return withLines
    .map(({ line, ...stored }) => entryOf(stored, line, childrenOf.get(stored.run.id) ?? []))
    .sort((a, b) => compareText(b.run.startedAt, a.run.startedAt) || compareText(a.run.id, b.run.id));
}

/** Cleans and analyses one run, with those that it goes on with. */
export function openEntry(stored: StoredRun, { runs, broken }: Lineage): Entry {
  return entryOf(stored, { runs: runs.map(cleanDeep), broken: cleanDeep(broken) }, []);
}

function entryOf({ path, sha256, bytes }: StoredRun, line: Lineage, children: Run[]): Entry {
  const { run, analysis } = analyseLineage(line);
  const download = `${run.id}.${extensionOf(path)}`;
  return { run, analysis, line, children, sha256, bytes, path, download };
}

/** The journal of a run that did not finish is lines of JSON and keeps an ending of its own. */
function extensionOf(path: string): string {
  return runExtension(path)?.slice(1) ?? "jsonl";
}

/** Runs by the id of the one that they go on with, where they fit to it. */
function groupChildren(lines: readonly Lineage[]): Map<string, Run[]> {
  const byParent = new Map<string, Run[]>();
  for (const { runs } of lines) {
    const [parent, child] = runs.slice(-2);
    if (parent !== undefined && child !== undefined) {
      byParent.set(parent.id, [...(byParent.get(parent.id) ?? []), child]);
    }
  }
  return byParent;
}

/** Each recording once: without the runs that a later one goes on with, and holds the trials of. Keeps the order. */
export function eachTrialOnce(newestFirst: readonly Entry[]): Entry[] {
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
export function groupEntries(entries: readonly Entry[], keyOf: (entry: Entry) => string): [Entry, ...Entry[]][] {
  const byKey = new Map<string, [Entry, ...Entry[]]>();
  for (const entry of entries) {
    const group = byKey.get(keyOf(entry));
    if (group) group.push(entry);
    else byKey.set(keyOf(entry), [entry]);
  }
  return [...byKey.values()];
}
