import { basename } from "node:path";
import { type FileSystem, promptFiles } from "../files/file-system.js";
import { decodeText, MAX_RUN_BYTES, readRegularFile } from "../files/regular-files.js";
import type { StoredRun } from "../files/stored-run.js";
import { runId } from "../schema/run-id.js";
import { baselinesFile, readBaselines } from "./baselines.js";
import { runExtension, unpack } from "./compression.js";
import { lineOf } from "./lineage.js";
import { factsOf, type RunFacts, type RunTotals } from "./run-facts.js";
import { eachRunOf, isProblem, listRunPaths, type Problem, readStored } from "./run-index.js";
import { runOf } from "./run-store.js";

export interface Verified {
  runs: number;
  /** Files that are not what they say they are. */
  errors: Problem[];
  /** Sound files that lack something. */
  warnings: Problem[];
}

/**
 * Checks every run of a folder: that its file fits the schema, that its id is that of its content (a file that was changed
 * has another), that no id stands for two contents, and that the runs that it goes on with are there and fit it. Every file
 * is read, and read once; one run is in memory at a time.
 */
export async function verifyRuns(dir: string, fs: FileSystem = promptFiles): Promise<Verified> {
  const verified: Verified = { runs: 0, errors: [], warnings: [] };
  const known = new Map<string, { run: RunFacts & RunTotals; path: string }>();
  for await (const found of eachRunOf(await listRunPaths(dir, fs), (path) => readChecked(path, fs))) {
    if (isProblem(found)) {
      verified.errors.push(found);
      continue;
    }
    const { run, path, live, faults } = found;
    verified.runs += 1;
    known.set(run.id, { run: factsOf(run), path });
    if (runExtension(path) === undefined) verified.warnings.push(unfinished(path, live));
    verified.errors.push(...faults.map((fault) => ({ path, message: `${path}: ${fault}` })));
  }
  for (const { run, path } of known.values()) {
    const { broken } = lineOf(run, (id) => known.get(id)?.run);
    // A gap further back is a problem of the run that has it.
    if (broken === null || broken.id !== run.parent) continue;
    const message = `${path}: goes on with ${broken.id}, whose blocks cannot be pooled with it: ${broken.why}`;
    verified[known.has(broken.id) ? "errors" : "warnings"].push({ path, message });
  }
  for (const id of (await readBaselines(dir, fs)).filter((one) => !known.has(one))) {
    const path = baselinesFile(dir);
    verified.warnings.push({
      path,
      message: `${path}: the baseline ${id} is not there: set another, or remove the line`,
    });
  }
  return verified;
}

/** Whether a run file is as it was recorded: its id is that of its content. A journal has no such id. */
export async function isAsRecorded(path: string, fs: FileSystem): Promise<boolean> {
  const { faults } = await readChecked(path, fs);
  return !faults.some((fault) => fault.startsWith(CHANGED));
}

/** How the fault of a file begins whose id is not that of its content. */
const CHANGED = "its id is ";

async function readChecked(path: string, fs: FileSystem): Promise<StoredRun & { faults: string[] }> {
  if (runExtension(path) === undefined) return { ...(await readStored(path, fs)), faults: [] };
  const bytes = await readRegularFile(path, MAX_RUN_BYTES, fs);
  const stored = await runOf(bytes, path);
  const json = JSON.parse(decodeText(await unpack(bytes, path), path)) as Record<string, unknown>;
  return { ...stored, faults: faultsOf(stored, json) };
}

/** @param json the file's own, of whatever schema version: migrating changes what is hashed */
function faultsOf({ run, path }: StoredRun, { id, ...content }: Record<string, unknown>): string[] {
  const { startedAt, study } = run;
  const due = runId({ startedAt, study, content });
  if (id !== due) {
    return [`${CHANGED}${run.id}, and its content calls for ${due}: the file was changed, or made by hand`];
  }
  const name = basename(path).slice(0, -(runExtension(path) ?? "").length);
  return name === id ? [] : [`its name is not its id, ${run.id}: rename it`];
}

function unfinished(path: string, live: boolean | undefined): Problem {
  const message = live
    ? `${path}: is being recorded`
    : `${path}: is the journal of a run that did not finish: the next run turns it into a run file`;
  return { path, message };
}
