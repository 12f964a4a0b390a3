import { join } from "node:path";
import type { RunSummary } from "../../analysis/two-runs/run-summary.js";
import type { Digested } from "../../record/folder/run-index.js";
import type { Io } from "../command.js";

/** Summaries of the runs of a folder, by start. What cannot be read there is told on the terminal and left out. */
export async function readSummaries(dir: string, io: Io): Promise<Digested<RunSummary>[]> {
  const [
    { cacheFolder, openCache },
    { readDigests },
    { SUMMARY_KIND, summaryOf },
    { sha256 },
    { programHash, toolVersion },
  ] = await Promise.all([
    import("../../record/files/cache.js"),
    import("../../record/folder/run-index.js"),
    import("../../analysis/two-runs/run-summary.js"),
    import("../../record/schema/run-id.js"),
    import("../../app/tool-version.js"),
  ]);
  const cache = openCache(join(cacheFolder(io.env), "index"), sha256(`${programHash()} ${toolVersion()}`));
  const { digests, problems } = await readDigests(dir, { cache, kind: SUMMARY_KIND, digest: summaryOf });
  for (const { message } of problems) io.err(`scalebook: left out: ${message}\n`);
  return digests;
}
