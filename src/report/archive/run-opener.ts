import { join } from "node:path";
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

/** Where a file lies as it was first read: a journal in the folder of copies, as it grows, and goes when its run ends. */
export function firstRead({ path, sha256 }: Pick<ArchivedRun, "path" | "sha256">, journals: string): string {
  return path.endsWith(journalExtension) ? join(journals, sha256) : path;
}

/** What a file holds is no longer what the site was planned from. */
export function changedMeanwhile(path: string): UserError {
  return new UserError(`${path} changed while the site was built: build again`);
}

/** A run by the files of its lineage, its own last. */
type Openable = Pick<ArchivedRun, "files" | "line">;

/** Opens run files, and keeps the last few open: the pages of a run and of its comparisons are made one after the other. */
export class RunOpener {
  readonly #journals: string;
  readonly #given: ReadonlyMap<string, Run>;
  readonly #open = new Map<string, Promise<Run>>();

  /**
   * @param journals folder of journals as they were first read, by their hashes
   * @param given runs that are in memory already, by path
   */
  constructor(journals: string, given: ReadonlyMap<string, Run> = new Map()) {
    this.#journals = journals;
    this.#given = given;
  }

  /** The run with clean text. */
  async #load(file: ArchivedRun["files"][number]): Promise<Run> {
    const { path, sha256 } = file;
    const given = this.#given.get(path);
    if (given !== undefined) return given;
    const copy = firstRead(file, this.#journals);
    const run = copy === path ? await readKnownRun(path, sha256, promptFiles) : (await readJournal(copy)).run;
    if (run === null) throw changedMeanwhile(path);
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
