import type { StoredRun } from "../../record/files/stored-run.js";
import type { Lineage } from "../../record/folder/lineage.js";
import type { RunFolder } from "../../record/folder/run-folder.js";

/** The run that a person means, and those that it goes on with as far as they lie in the same folder. */
export async function findLine(folder: RunFolder, name: string): Promise<{ stored: StoredRun; line: Lineage }> {
  const stored = await folder.find(name);
  return { stored, line: await folder.lineOf(stored) };
}

/** Notes on the blocks of other runs that stand on either side of a comparison. */
export function poolingNotes({ apart }: { apart: boolean }, lines: readonly Lineage[]): string[] {
  const pooled = lines.filter(({ runs, broken }) => runs.length > 1 || broken !== null);
  if (pooled.length === 0) return [];
  if (apart)
    return ["One of the runs goes on with the other, or both with the same: each stands here with its own repeats"];
  return pooled.map(({ runs, broken }) => {
    const others = runs.slice(0, -1).map(({ id }) => id);
    const lacking = broken === null ? [] : [`not with those of ${broken.id}: ${broken.why}`];
    const added = others.length === 0 ? [] : [`with the repeats of ${others.join(", ")}`];
    return `${runs.at(-1)?.id} ${[...added, ...lacking].join("; ")}`;
  });
}
