import { analyseLineage } from "../../analysis/analyse-pooled.js";
import { promptFiles } from "../../record/files/file-system.js";
import type { Lineage } from "../../record/folder/lineage.js";
import { readKnownRun } from "../../record/folder/run-store.js";
import { journalExtension } from "../../record/journal/journal-format.js";
import { readJournal } from "../../record/journal/read-journal.js";
import type { Run } from "../../record/schema/run-schema.js";
import { UserError } from "../../user-error.js";
import { cleanDeep } from "./clean-text.js";
import type { ArchivedRun, RunEntry } from "./run-entry.js";

/** Runs in memory at a time: those of a comparison and of the one before, and a line of some length. */
const MOST_OPEN = 8;

/** A run by the files of its lineage, its own last. */
type Openable = Pick<ArchivedRun, "files" | "line">;

/** Opens run files, and keeps the last few open: the pages of a run and of its comparisons are made one after the other. */
export class RunOpener {
  readonly #given: ReadonlyMap<string, Run>;
  readonly #open = new Map<string, Promise<Run>>();

  /** @param given runs that are in memory already, by path */
  constructor(given: ReadonlyMap<string, Run> = new Map()) {
    this.#given = given;
  }

  /** The run with clean text. */
  async #load({ path, sha256 }: ArchivedRun["files"][number]): Promise<Run> {
    const given = this.#given.get(path);
    if (given !== undefined) return given;
    const run = await readKnown(path, sha256);
    if (run === null) throw new UserError(`${path} changed while the site was built: build again`);
    return cleanDeep(run);
  }

  #openFile(file: ArchivedRun["files"][number]): Promise<Run> {
    const known = this.#open.get(file.path);
    this.#open.delete(file.path);
    const run = known ?? this.#load(file);
    this.#open.set(file.path, run);
    const [oldest] = this.#open.keys();
    if (this.#open.size > MOST_OPEN && oldest !== undefined) this.#open.delete(oldest);
    return run;
  }

  /** Lineage of a run. */
  async lineOf({ files, line }: Openable): Promise<Lineage> {
    const runs: Run[] = [];
    for (const file of files) runs.push(await this.#openFile(file));
    return { runs, broken: line.broken };
  }

  /** A run ready for its own pages. */
  async entryOf(archived: Omit<RunEntry, "run" | "analysis" | "line"> & Openable): Promise<RunEntry> {
    const { children, sha256, bytes, path, download } = archived;
    const line = await this.lineOf(archived);
    return { ...analyseLineage(line), line, children, sha256, bytes, path, download };
  }
}

async function readKnown(path: string, sha256: string): Promise<Run | null> {
  if (!path.endsWith(journalExtension)) return readKnownRun(path, sha256, promptFiles);
  const stored = await readJournal(path);
  return stored.sha256 === sha256 ? stored.run : null;
}
