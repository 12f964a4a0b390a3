import { analyseLineage } from "../../analysis/analyse-pooled.js";
import { promptFiles } from "../../record/files/file-system.js";
import type { Lineage } from "../../record/folder/lineage.js";
import { readKnownRun } from "../../record/folder/run-store.js";
import { journalExtension } from "../../record/journal/journal-format.js";
import { readJournal } from "../../record/journal/read-journal.js";
import type { Run } from "../../record/schema/run-schema.js";
import { UserError } from "../../user-error.js";
import type { Side } from "../pages/compare.js";
import { cleanDeep } from "./clean-text.js";
import type { Entry, Listed, Recorded } from "./run-entry.js";

/** A run file that a page is made from. */
export interface FileRef {
  path: string;
  sha256: string;
}

/** A run by what is kept of it, and the files that it is made from: its own, and before it those that it goes on with. */
export interface RunRef {
  listed: Listed;
  files: readonly FileRef[];
}

/** Runs in memory at a time: those of a comparison and of the one before, and a line of some length. */
const MOST_OPEN = 8;

/** Opens run files, and keeps the last few open: the pages of a run and of its comparisons are made one after the other. */
export class Library {
  readonly #given: ReadonlyMap<string, Run>;
  readonly #open = new Map<string, Promise<Run>>();

  /** @param given runs that are in memory already, by path */
  constructor(given: ReadonlyMap<string, Run> = new Map()) {
    this.#given = given;
  }

  /** The run with clean text. */
  async #load({ path, sha256 }: FileRef): Promise<Run> {
    const given = this.#given.get(path);
    if (given !== undefined) return given;
    const run = await readKnown(path, sha256);
    if (run === null) throw new UserError(`${path} changed while the site was built: build again`);
    return cleanDeep(run);
  }

  open(file: FileRef): Promise<Run> {
    const known = this.#open.get(file.path);
    this.#open.delete(file.path);
    const run = known ?? this.#load(file);
    this.#open.set(file.path, run);
    const [oldest] = this.#open.keys();
    if (this.#open.size > MOST_OPEN && oldest !== undefined) this.#open.delete(oldest);
    return run;
  }

  /** A run with those that it goes on with. */
  async line({ listed, files }: RunRef): Promise<Lineage> {
    const runs: Run[] = [];
    for (const file of files) runs.push(await this.open(file));
    return { runs, broken: listed.line.broken };
  }

  async side(ref: RunRef): Promise<Side> {
    return { ...ref.listed, line: await this.line(ref) };
  }

  /** A run ready for its own page. */
  async entry(ref: RunRef, children: Recorded["children"]): Promise<Entry> {
    const line = await this.line(ref);
    const { run, analysis } = analyseLineage(line);
    const { sha256, bytes, path, download } = ref.listed;
    return { run, analysis, line, children: [...children], sha256, bytes, path, download };
  }
}

async function readKnown(path: string, sha256: string): Promise<Run | null> {
  if (!path.endsWith(journalExtension)) return readKnownRun(path, sha256, promptFiles);
  const stored = await readJournal(path);
  return stored.sha256 === sha256 ? stored.run : null;
}
