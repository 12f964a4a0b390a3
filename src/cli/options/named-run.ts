import { dirname } from "node:path";
import { analyseLineage, type Pooled } from "../../analysis/analyse-pooled.js";
import type { StoredRun } from "../../record/files/stored-run.js";
import { findRun } from "../../record/folder/find-run.js";
import { type Lineage, lineageOf } from "../../record/folder/lineage.js";
import { readRuns } from "../../record/folder/run-store.js";

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

/** Whose blocks stand on either side, where that is not plain. */
export function poolingNotes({ apart }: { apart: boolean }, lines: readonly Lineage[]): string[] {
  const pooled = lines.filter(({ runs, broken }) => runs.length > 1 || broken !== null);
  if (pooled.length === 0) return [];
  if (apart)
    return ["One of the runs goes on with the other, or both with the same: each stands here with its own blocks"];
  return pooled.map(({ runs, broken }) => {
    const others = runs.slice(0, -1).map(({ id }) => id);
    const lacking = broken === null ? [] : [`not with those of ${broken.id}: ${broken.why}`];
    const added = others.length === 0 ? [] : [`with the blocks of ${others.join(", ")}`];
    return `${runs.at(-1)?.id} ${[...added, ...lacking].join("; ")}`;
  });
}
