import type { ExperimentDigest } from "../../analysis/two-runs/run-digest.js";
import { lineOf } from "../../record/folder/lineage.js";
import { poolRuns } from "../../record/folder/pool-runs.js";
import { sha256 } from "../../record/schema/run-id.js";
import type { Source, Sources } from "./read-runs.js";
import { type Child, downloadName, groupChildren, newestFirst, type Recorded } from "./run-entry.js";
import type { ShelvedDigest } from "./run-index.js";
import { digestRun, type FileRef, type Library } from "./run-opener.js";

/** A run of an archive with what it is made from. */
export interface RecordedRun extends Recorded {
  files: readonly FileRef[];
  /** Stands for the content of all its files. */
  key: string;
  /** The figures of its own trials alone, where `experiments` has those of other runs as well. */
  own: readonly ExperimentDigest[];
}

/** Every run of an archive, newest first. None is opened but those that go on with others, and those only once. */
export async function listRuns({ runs, shelf }: Sources, library: Library): Promise<RecordedRun[]> {
  const byId = new Map(runs.map((source) => [source.digest.run.id, source]));
  const rangeOf = ({ id }: { id: string }) => rangeIn(byId.get(id));
  const facts = runs.map(({ digest }) => digest.run);
  const lines = facts.map((run) => lineOf(run, (id) => byId.get(id)?.digest.run, rangeOf));
  const children = groupChildren(lines, ({ id }) => byId.get(id)?.digest.blocks[2] ?? 0);
  const listed: RecordedRun[] = [];
  for (const [index, source] of runs.entries()) {
    const { runs: parts = [], broken = null } = lines[index] ?? {};
    const files = parts.flatMap(({ id }) => byId.get(id) ?? []).map(({ path, sha256 }) => ({ path, sha256 }));
    const key = files.length === 1 ? source.sha256 : sha256(files.map((file) => file.sha256).join(" "));
    const digest = files.length === 1 ? source.digest : await pooledDigest(key, files, { shelf, library });
    const line = { runs: parts.map(({ id }) => ({ id })), broken };
    listed.push(new KeptRun(source, { digest, line, key, files, children: children.get(source.digest.run.id) ?? [] }));
  }
  return listed.sort(newestFirst);
}

function rangeIn(source: Source | undefined): [first: number, last: number] {
  const [first, last] = source?.digest.blocks ?? [null, null];
  return [first ?? Number.POSITIVE_INFINITY, last ?? Number.NEGATIVE_INFINITY];
}

interface Hands {
  shelf: Sources["shelf"];
  library: Library;
}

async function pooledDigest(key: string, files: readonly FileRef[], { shelf, library }: Hands): Promise<ShelvedDigest> {
  const known = shelf.digestOf(key);
  if (known !== undefined) return known;
  const runs = [];
  for (const file of files) runs.push(await library.open(file));
  return shelf.addDigest(key, digestRun(poolRuns(runs), shelf.shared));
}

interface Parts extends Pick<RecordedRun, "line" | "key" | "files"> {
  digest: ShelvedDigest;
  children: readonly Child[];
}

class KeptRun implements RecordedRun {
  readonly run: RecordedRun["run"];
  readonly analysis: RecordedRun["analysis"];
  readonly cells: RecordedRun["cells"];
  readonly line: RecordedRun["line"];
  readonly children: readonly Child[];
  readonly sha256: string;
  readonly bytes: number;
  readonly path: string;
  readonly download: string;
  readonly files: readonly FileRef[];
  readonly key: string;
  readonly #digest: ShelvedDigest;
  readonly #own: ShelvedDigest;

  constructor({ path, sha256, bytes, digest: own }: Source, { digest, line, key, files, children }: Parts) {
    this.run = digest.run;
    this.analysis = digest.standing;
    this.cells = digest.cells;
    this.line = line;
    this.children = children;
    this.sha256 = sha256;
    this.bytes = bytes;
    this.path = path;
    this.download = downloadName(digest.run.id, path);
    this.files = files;
    this.key = key;
    this.#digest = digest;
    this.#own = own;
  }

  get experiments(): ExperimentDigest[] {
    return this.#digest.unpackCells();
  }

  get own(): ExperimentDigest[] {
    return this.#own.unpackCells();
  }
}
