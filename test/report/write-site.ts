import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { Run } from "../../src/record/schema/run-schema.js";
import { buildSite, type Site } from "../../src/report/site/build-site.js";
import { stored } from "./sample-runs.js";

/** Writes runs into `folder/runs` and builds their site in `folder/site`. */
export async function writeSite(folder: string, runs: readonly Run[]): Promise<Site & { site: string }> {
  const archive = join(folder, "runs");
  const site = join(folder, "site");
  await mkdir(archive, { recursive: true });
  const files = runs.map((run) => stored(run, join(archive, `${run.id}.json`)));
  for (const { run, path } of files) await writeFile(path, `${JSON.stringify(run, null, 1)}\n`);
  return { site, ...(await buildSite({ runs: files, outDir: site, toolVersion: "0.1.0" })) };
}
