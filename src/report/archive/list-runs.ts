import type { ExperimentDigest } from "../../analysis/two-runs/run-digest.js";
import { lineOf } from "../../record/folder/lineage.js";
import { poolRuns } from "../../record/folder/pool-runs.js";
import { sha256 } from "../../record/schema/run-id.js";
import type { UnpackedDigest } from "./packed-digest.js";
import type { Source, Sources } from "./read-runs.js";
import { type Child, downloadName, groupChildren, newestFirst, type Recorded } from "./run-entry.js";
import type { FileRef, Library } from "./run-opener.js";

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
  const byId = new Map(runs.map((source) => [source.run.id, source]));
  const lines = runs.map(({ run }) => lineOf(run, (id) => byId.get(id)?.run));
  const children = groupChildren(lines);
  const listed: RecordedRun[] = [];
  for (const [index, source] of runs.entries()) {
    const { runs: parts = [], broken = null } = lines[index] ?? {};
    const files = parts.flatMap(({ id }) => byId.get(id) ?? []).map(({ path, sha256 }) => ({ path, sha256 }));
    const key = files.length === 1 ? source.sha256 : sha256(files.map((file) => file.sha256).join(" "));
    const digest = files.length === 1 ? source.digest : await pooledDigest(source, { key, files, shelf, library });
    const line = { runs: parts.map(({ id }) => ({ id })), broken };
    listed.push(new KeptRun(source, { digest, line, key, files, children: children.get(source.run.id) ?? [] }));
  }
  return listed.sort(newestFirst);
}

interface Pooling extends Pick<RecordedRun, "key" | "files"> {
  shelf: Sources["shelf"];
  library: Library;
}

async function pooledDigest({ run }: Source, { key, files, shelf, library }: Pooling): Promise<UnpackedDigest> {
  const known = shelf.digestOf(key, run.experiments);
  if (known !== undefined) return known;
  const runs = [];
  for (const file of files) runs.push(await library.open(file));
  return shelf.digestAs(key, poolRuns(runs));
}

interface Parts extends Pick<RecordedRun, "line" | "key" | "files"> {
  digest: UnpackedDigest;
  children: readonly Child[];
}

class KeptRun implements RecordedRun {
  readonly run: RecordedRun["run"];
  readonly controlCell: RecordedRun["controlCell"];
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
  readonly #digest: UnpackedDigest;
  readonly #own: UnpackedDigest;

  constructor({ run, path, sha256, bytes, digest: own }: Source, { digest, line, key, files, children }: Parts) {
    this.run = run;
    this.controlCell = digest.controlCell;
    this.analysis = digest.standing;
    this.cells = digest.cells;
    this.line = line;
    this.children = children;
    this.sha256 = sha256;
    this.bytes = bytes;
    this.path = path;
    this.download = downloadName(run.id, path);
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
