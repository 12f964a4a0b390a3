import { dirname } from "node:path";
import { analyseLineage, type Pooled } from "../analysis/analyse-lineage.js";
import { findRun } from "../record/find-run.js";
import { type Lineage, lineageOf } from "../record/lineage.js";
import { readRuns } from "../record/store.js";
import type { StoredRun } from "../record/stored-run.js";

/** A run that a person named, with those that it goes on with. */
export interface NamedRun {
  stored: StoredRun;
  line: Lineage;
}

/** The run that a person means, and its line as far as it lies in the same folder. */
export async function findLine(dir: string, name: string): Promise<NamedRun> {
  const stored = await findRun(dir, name);
  if (stored.run.parent === undefined) return { stored, line: { runs: [stored.run], broken: null } };
  const { runs } = await readRuns(dirname(stored.path));
  const byId = new Map(runs.map(({ run }) => [run.id, run]));
  return { stored, line: lineageOf(stored.run, (id) => byId.get(id)) };
}

/** The run that a person means, analysed together with those that it goes on with. */
export async function findPooled(dir: string, name: string): Promise<StoredRun & { pooled: Pooled }> {
  const { stored, line } = await findLine(dir, name);
  return { ...stored, pooled: analyseLineage(line) };
}
