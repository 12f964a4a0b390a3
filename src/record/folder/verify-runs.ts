import { basename } from "node:path";
import { nodeFiles } from "../files/file-system.js";
import { decodeText, MAX_RUN_BYTES, readRegularFile } from "../files/regular-files.js";
import type { StoredRun } from "../files/stored-run.js";
import { runId } from "../schema/run-id.js";
import type { Run } from "../schema/run-schema.js";
import { baselinesFile, readBaselines } from "./baselines.js";
import { runExtension, unpack } from "./compression.js";
import { lineageOf } from "./lineage.js";
import type { Problem } from "./run-store.js";
import { eachRun } from "./scan-runs.js";

export interface Verified {
  runs: number;
  /** Files that are not what they say they are. */
  errors: Problem[];
  /** What is sound and yet incomplete. */
  warnings: Problem[];
}

/**
 * Checks every run of a folder: that its file fits the schema, that its id is that of its content (a file that was changed
 * has another), that no id stands for two contents, and that the runs that it goes on with are there and fit it. One run
 * is in memory at a time, but for those that others go on with.
 */
export async function verifyRuns(dir: string): Promise<Verified> {
  const verified: Verified = { runs: 0, errors: [], warnings: [] };
  const ids = new Set<string>();
  const children: StoredRun[] = [];
  for await (const found of eachRun(dir)) {
    if ("problem" in found) {
      verified.errors.push(found.problem);
      continue;
    }
    const { stored } = found;
    verified.runs += 1;
    ids.add(stored.run.id);
    if (runExtension(stored.path) === undefined) verified.warnings.push(unfinished(stored));
    else verified.errors.push(...(await ownFaults(stored)));
    if (stored.run.parent !== undefined) children.push(withoutTrials(stored));
  }
  const parents = await parentsOf(children, dir);
  for (const child of children) {
    const { broken } = lineageOf(child.run, (id) => parents.get(id));
    // A gap further back is told of the run that has it.
    if (broken === null || broken.id !== child.run.parent) continue;
    const message = `${child.path}: goes on with ${broken.id}, whose blocks cannot be pooled with it: ${broken.why}`;
    verified[ids.has(broken.id) ? "errors" : "warnings"].push({ path: child.path, message });
  }
  for (const id of (await readBaselines(dir)).filter((one) => !ids.has(one))) {
    const path = baselinesFile(dir);
    verified.warnings.push({
      path,
      message: `${path}: the baseline ${id} is not there: set another, or remove the line`,
    });
  }
  return verified;
}

/** The runs that others go on with, by id, with no more of their trials than a lineage asks for. */
async function parentsOf(children: readonly StoredRun[], dir: string): Promise<Map<string, Run>> {
  const wanted = new Set(children.flatMap(({ run }) => run.parent ?? []));
  const parents = new Map<string, Run>();
  if (wanted.size === 0) return parents;
  for await (const found of eachRun(dir)) {
    if ("stored" in found && wanted.has(found.stored.run.id)) {
      parents.set(found.stored.run.id, withoutTrials(found.stored).run);
    }
  }
  return parents;
}

/** The id is checked against the file's own JSON, of whatever schema version: migrating changes what is hashed. */
async function ownFaults({ run, path }: StoredRun): Promise<Problem[]> {
  const json = await unpack(await readRegularFile(path, MAX_RUN_BYTES, nodeFiles), path);
  const { id, ...content } = JSON.parse(decodeText(json, path)) as Record<string, unknown>;
  const { startedAt, study } = run;
  const due = runId({ startedAt, study, content });
  if (id !== due) {
    return [
      {
        path,
        message: `${path}: its id is ${run.id}, and its content calls for ${due}: the file was changed, or made by hand`,
      },
    ];
  }
  const name = basename(path).slice(0, -(runExtension(path) ?? "").length);
  return name === id ? [] : [{ path, message: `${path}: its name is not its id, ${run.id}: rename it` }];
}

function unfinished({ path, live }: StoredRun): Problem {
  const message = live
    ? `${path}: is being recorded`
    : `${path}: is the journal of a run that did not finish: the next run turns it into a run file`;
  return { path, message };
}

/** All that a lineage asks of the trials is the numbers of their blocks. */
function withoutTrials(stored: StoredRun): StoredRun {
  const { run } = stored;
  const blocks = new Set(
    run.experiments.flatMap(({ cells }) => cells.flatMap(({ trials }) => trials.map((t) => t.block))),
  );
  const trials = [...blocks].map((block) => ({ block, status: "ok" as const, wallMs: null }));
  const [experiment] = run.experiments;
  const cells = [{ factors: { strategy: "x", workers: 1 }, trials }];
  return { ...stored, run: { ...run, experiments: experiment === undefined ? [] : [{ ...experiment, cells }] } };
}
