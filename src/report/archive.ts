import { analyseRun } from "../analysis/analyse.js";
import type { RunAnalysis } from "../analysis/types.js";
import type { Run } from "../record/schema.js";
import type { StoredRun } from "../record/stored-run.js";
import { cleanDeep } from "./clean-text.js";

/** A run ready to be shown: its text is clean, its numbers are analysed. */
export interface Entry {
  run: Run;
  analysis: RunAnalysis;
  sha256: string;
  bytes: number;
  /** The file that the site offers for download, and its name there. */
  path: string;
  download: string;
}

/** Cleans and analyses every run; newest first, runs of one moment by id. */
export function openArchive(runs: readonly StoredRun[]): Entry[] {
  return openEntries(runs).sort(
    (a, b) => compareText(b.run.startedAt, a.run.startedAt) || compareText(a.run.id, b.run.id),
  );
}

/** Cleans and analyses runs, in the order in which they are given. */
export function openEntries(runs: readonly StoredRun[]): Entry[] {
  return runs.map(({ run: recorded, path, sha256, bytes }) => {
    const run = cleanDeep(recorded);
    // The journal of a run that did not finish is lines of JSON and keeps an ending of its own.
    const download = `${run.id}.${path.endsWith(".json") ? "json" : "jsonl"}`;
    return { run, analysis: analyseRun(run), sha256, bytes, path, download };
  });
}

/** Order by code units: the same on every machine, which locales are not. */
export function compareText(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}
