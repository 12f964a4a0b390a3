import type { StoredRun } from "../../record/files/stored-run.js";
import { type Lineage, lineOf } from "../../record/folder/lineage.js";
import { poolRuns } from "../../record/folder/pool-runs.js";
import { hasFailed, type RunFacts, type RunTotals } from "../../record/folder/run-facts.js";
import { sha256 } from "../../record/schema/run-id.js";
import type { DigestStore } from "./digest-store.js";
import type { UnpackedDigest } from "./packed-digest.js";
import { type ArchivedRun, downloadName, newestFirst } from "./run-entry.js";
import type { RunOpener } from "./run-opener.js";

/**
 * Every run of an archive, newest first, by its facts and its digest. No file is opened but those of runs that go on with
 * others, once, for the digest of their trials together.
 */
export async function listRuns(
  runs: readonly StoredRun<RunFacts & RunTotals>[],
  digests: DigestStore,
  opener: RunOpener,
): Promise<ArchivedRun[]> {
  const byId = new Map(runs.map((stored) => [stored.run.id, stored]));
  const lines = runs.map(({ run }) => lineOf(run, (id) => byId.get(id)?.run));
  const children = groupChildren(lines);
  const listed: ArchivedRun[] = [];
  for (const [index, stored] of runs.entries()) {
    const { run } = stored;
    const { runs: parts, broken } = lines[index] as Lineage<RunFacts & RunTotals>;
    const files = parts.flatMap(({ id }) => byId.get(id) ?? []).map(({ path, sha256 }) => ({ path, sha256 }));
    const own = digests.digestOf(stored.sha256, run.experiments);
    if (own === undefined) throw new Error(`no digest of ${stored.path}`);
    const key = files.length === 1 ? stored.sha256 : sha256(files.map((file) => file.sha256).join(" "));
    const digest =
      files.length === 1
        ? own
        : (digests.digestOf(key, run.experiments) ??
          digests.digestAs(key, poolRuns((await opener.lineOf({ files, line: { runs: parts, broken } })).runs)));
    const line = { runs: parts.map(({ id, resumed }) => ({ id, ...(resumed && { resumed }) })), broken };
    listed.push(digestedRun(stored, { digest, own, line, key, files, children: children.get(run.id) ?? [] }));
  }
  return listed.sort(newestFirst);
}

type Children = Map<string, ArchivedRun["children"]>;

/** Children by the id of their parent, where they fit to it. */
function groupChildren(lines: readonly Lineage<RunFacts & RunTotals>[]): Children {
  const byParent: Children = new Map();
  for (const { runs } of lines) {
    const [parent, child] = runs.slice(-2);
    if (parent === undefined || child === undefined || hasFailed(child)) continue;
    const { id, startedAt, blocks } = child;
    byParent.set(parent.id, [...(byParent.get(parent.id) ?? []), { id, startedAt, blocks: blocks.count }]);
  }
  return byParent;
}

interface Parts extends Pick<ArchivedRun, "line" | "key" | "files" | "children"> {
  digest: UnpackedDigest;
  own: UnpackedDigest;
}

/** The cells of a large archive fill the memory: they are unpacked anew each time. */
function digestedRun(
  { run, path, sha256, bytes }: StoredRun<RunFacts & RunTotals>,
  { digest, own, ...files }: Parts,
): ArchivedRun {
  const { controlCell, standing: analysis, cells } = digest;
  return {
    run,
    ...(controlCell && { controlCell }),
    analysis,
    cells,
    ...files,
    sha256,
    bytes,
    path,
    download: downloadName(run.id, path),
    get experiments() {
      return digest.unpackCells();
    },
    get own() {
      return own.unpackCells();
    },
  };
}
