import { analyseLineage } from "../../analysis/analyse-pooled.js";
import type { Standing } from "../../analysis/cells/evidence.js";
import type { ExperimentAnalysis, RunAnalysis } from "../../analysis/results/run-analysis.js";
import type { ExperimentDigest, RunDigest } from "../../analysis/two-runs/run-digest.js";
import type { StoredRun } from "../../record/files/stored-run.js";
import { runExtension } from "../../record/folder/compression.js";
import type { Lineage } from "../../record/folder/lineage.js";
import { blockRange, idsWithin, isUsable, type RunFacts, type RunTotals } from "../../record/folder/run-facts.js";
import type { Experiment, Run } from "../../record/schema/run-schema.js";
import { cleanDeep } from "./clean-text.js";

/** A run without its trials, for lists and links; trials of its parents count as its own. */
export interface ListedRun {
  run: Run | (RunFacts & RunTotals);
  analysis: Standing & Pick<RunAnalysis, "part">;
  /** Lineage of the run, oldest first; the run itself is the last. */
  line: { runs: readonly Pick<Run, "id" | "resumed">[]; broken: Lineage["broken"] };
  sha256: string;
  bytes: number;
  /** The file that the site offers for download, and its name there. */
  path: string;
  download: string;
}

/** A run with the figures of its cells, as pages about several runs show it. */
export interface ArchivedRun extends ListedRun {
  controlCell?: RunDigest["controlCell"];
  experiments: readonly ExperimentDigest[];
  /** As `experiments`, of its own trials alone. */
  own: readonly ExperimentDigest[];
  /** Keys of the cells; runs of equal cells may have one list. */
  cells: readonly ExperimentCells[];
  /** Runs that go on with this one. */
  children: readonly { id: string; startedAt: string; blocks: number }[];
  /** The files of its line. */
  files: readonly Pick<StoredRun, "path" | "sha256">[];
  /** Hash that stands for the content of these files. */
  key: string;
}

/** A run with its trials and its analysis, as its own pages and exports show it; its text is clean. */
export interface RunEntry extends ListedRun, Pick<ArchivedRun, "children"> {
  run: Run;
  analysis: RunAnalysis;
  /** The runs whose trials are in `run`, each as it was recorded. */
  line: Lineage;
}

/** Keys of the cells of one experiment. */
export interface ExperimentCells {
  id: string;
  keys: readonly string[];
}

/** Cleans and analyses one run with its lineage; `isWhole`: all of a very large one. */
export function openEntry(
  { path, sha256, bytes }: StoredRun,
  { runs, broken }: Lineage,
  options: { isWhole?: boolean } = {},
): RunEntry {
  const line = { runs: runs.map((run) => cleanDeep(run)), broken: cleanDeep(broken) };
  const { run, analysis } = analyseLineage(line, options);
  return { run, analysis, line, children: [], sha256, bytes, path, download: downloadName(run.id, path) };
}

/** The experiments of a run with their analyses: all of them, or the one with the id `wanted`. */
export function experimentsOf(
  { run, analysis }: Pick<RunEntry, "run" | "analysis">,
  wanted?: string,
): { experiment: Experiment; analysed: ExperimentAnalysis }[] {
  return analysis.experiments.flatMap((analysed, index) => {
    const experiment = run.experiments[index];
    return experiment === undefined || (wanted ?? analysed.id) !== analysed.id ? [] : [{ experiment, analysed }];
  });
}

/** Order of every list of runs: the newest first, runs of one moment by id. */
export function newestFirst({ run: a }: Pick<ListedRun, "run">, { run: b }: Pick<ListedRun, "run">): number {
  return compareText(b.startedAt, a.startedAt) || compareText(a.id, b.id);
}

/** The runs that speak for a study or an archive: all but those that failed or have no trials, or these where there is no other. */
export function speakingRuns<L extends Pick<ListedRun, "run">>(runs: readonly [L, ...L[]]): [L, ...L[]] {
  const [first, ...others] = runs.filter(({ run }) => isUsable(run));
  return first === undefined ? [...runs] : [first, ...others];
}

/** The newest run of each machine, and what to say of interrupted runs of one repeat, which count where there is no other. */
export function newestOfMachines<L extends Pick<ListedRun, "run">>(
  newestFirst: readonly L[],
): { newest: L[]; note: string } {
  const machines = groupEntries(newestFirst, ({ run }) => run.machine.id);
  const newest = machines.map((those) => those.find(({ run }) => !isFragment(run)) ?? those[0]);
  const isPassedOver = newest.some((one, index) => one !== machines[index]?.[0]);
  return { newest, note: isPassedOver ? " Interrupted runs of one repeat are passed over." : "" };
}

function isFragment(run: ListedRun["run"]): boolean {
  return run.status === "interrupted" && ("blocks" in run ? run.blocks : blockRange(run)).count <= 1;
}

/** The name under which the site offers a run file. The journal of a run that did not finish is lines of JSON and keeps an ending of its own. */
export function downloadName(id: string, path: string): string {
  return `${id}${runExtension(path) ?? ".jsonl"}`;
}

/** Runs without those whose trials a later run holds; keeps the order. */
export function eachTrialOnce<L extends Pick<ListedRun, "line">>(newestFirst: readonly L[]): L[] {
  const seen = new Set<string>();
  return newestFirst.filter(({ line: { runs } }) => {
    const ids = runs.flatMap(idsWithin);
    const isNew = ids.every((id) => !seen.has(id));
    if (isNew) for (const id of ids) seen.add(id);
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
