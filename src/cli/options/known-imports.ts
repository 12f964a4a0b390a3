import type { RunFolder } from "../../record/folder/run-folder.js";
import { canonicalJson } from "../../record/schema/canonical-json.js";
import type { Run } from "../../record/schema/run-schema.js";
import type { Io } from "../command.js";
import { listedRuns } from "./run-folder.js";

export interface KnownImports {
  /** The run that says the same; `null` where there is none. */
  known: { id: string; file: string } | null;
  /** Ids of runs from the same file that say something else, as they were imported with other options. */
  others: string[];
}

/** Runs of a folder that were imported from the file that `run` was imported from, known by its SHA-256. */
export async function findImported(folder: RunFolder, run: Run, io: Io): Promise<KnownImports> {
  const same = (await listedRuns(folder, io)).filter((listed) => listed.run.origin?.sha256 === run.origin?.sha256);
  const others: string[] = [];
  for (const {
    run: { id },
  } of same) {
    const stored = await folder.find(id);
    if (said(stored.run) === said(run)) return { known: { id, file: stored.path }, others: [] };
    others.push(id);
  }
  return { known: null, others };
}

/** What a run says, whenever it was imported, and whatever the file was called that day. */
function said({ id: _id, startedAt, finishedAt: _end, origin, ...rest }: Run): string {
  const measuredAt = startedAt === origin?.importedAt ? null : startedAt;
  return canonicalJson({ ...rest, measuredAt, origin: { ...origin, importedAt: null, file: null } });
}
