import type { Cache } from "../../record/files/cache.js";
import type { InternedValues } from "../../record/files/interned-values.js";
import type { StoredRun } from "../../record/files/stored-run.js";
import { factsOf, type RunFacts, type RunTotals } from "../../record/folder/run-facts.js";
import {
  type FolderContents,
  type Problem,
  type ReadOutcome,
  RunIndex,
  readForIndex,
} from "../../record/folder/run-index.js";
import { sha256 } from "../../record/schema/run-id.js";
import type { Run } from "../../record/schema/run-schema.js";
import { cleanDeep } from "./clean-text.js";
import type { UnpackedDigest } from "./packed-digest.js";
import { packRun, Shelf } from "./run-index.js";

export type { ReadOutcome };

/** The facts of a run, with clean text, and its digest. */
export interface Source extends StoredRun<RunFacts & RunTotals> {
  digest: UnpackedDigest;
}

/** Where a site gets its runs from. */
export interface Sources {
  runs: Source[];
  problems: Problem[];
  shelf: Shelf;
  /** Runs that are in memory already, by path. */
  given: ReadonlyMap<string, Run>;
}

/** Reads many files at once; each gives its outcome in order. */
export type ReadMany = (paths: readonly string[], take: (read: ReadOutcome) => void) => Promise<void>;

/** Runs that a program has in memory. */
export function sourcesOf(stored: readonly StoredRun[], shelf: Shelf): Sources {
  const given = new Map(stored.map(({ path, run }) => [path, cleanDeep(run)]));
  const runs = stored.map((one): Source => {
    const run = given.get(one.path) as Run;
    return { ...one, run: factsOf(run), digest: shelf.digestAs(one.sha256, run) };
  });
  return { runs, problems: [], shelf, given };
}

/** The runs of a folder by its index; run files are opened only where nothing is known of their content. */
export async function readFolder(dir: string, cache: Cache, readMany?: ReadMany): Promise<Sources> {
  const index = new RunIndex(dir, { cache });
  const shelf = new Shelf(cache, `digests-${sha256(dir).slice(0, 16)}`, index.values);
  const contents = await index.read(shelf, readMany);
  return { ...contents, runs: withDigests(contents, shelf), shelf, given: new Map() };
}

function withDigests({ runs }: FolderContents<RunFacts & RunTotals>, shelf: Shelf): Source[] {
  return runs.map((stored) => {
    const run = cleanDeep(stored.run);
    const digest = shelf.digestOf(stored.sha256, run.experiments);
    if (digest === undefined) throw new Error(`no digest of ${stored.path}`);
    return { ...stored, run, digest };
  });
}

/** Reads and digests some files; each outcome has only the interned values that are new. */
export async function readDigests(paths: readonly string[], values: InternedValues): Promise<ReadOutcome[]> {
  const outcomes: ReadOutcome[] = [];
  for await (const outcome of readForIndex(paths, { values, digest: packRun })) outcomes.push(outcome);
  return outcomes;
}
