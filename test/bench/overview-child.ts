/** Reads an archive that nothing is known of and writes the index and all history pages: `node overview-child.js <runs> <out> <jobs>`. */
import * as fs from "node:fs";
import { packagePaths } from "../../.build/package-paths.js";
import { NO_CACHE as cache } from "../../.build/record/files/cache.js";
import { RunFolder } from "../../.build/record/folder/run-folder.js";
import { NO_ADDRESS as address } from "../../.build/report/page-model/site-address.js";
import { makeSite } from "../../.build/report/site/incremental-build.js";
import { indexRuns } from "../../.build/report/site/index-runs.js";
import { installSite, openOutputFolder } from "../../.build/report/site/output-folder.js";
import { PageMaker } from "../../.build/report/site/page-maker.js";
import { planSite } from "../../.build/report/site/plan-site.js";
import { WorkerPool } from "../../.build/report/site/worker-pool.js";

const [dir = "", out = "", jobs = "1"] = process.argv.slice(2);
const folder = openOutputFolder(out);
const { templates: templatesDir } = packagePaths;
const settings = {
  templatesDir,
  toolVersion: "bench",
  address,
  cache: null,
  staging: folder.staging,
  journals: folder.journals,
};
const pool = new WorkerPool(settings, Number(jobs));
const index = await indexRuns(new RunFolder(dir), { pool, journals: folder.journals });
const { key, aboutMany } = planSite(index, {
  address,
  published: [],
  before: folder.before,
  historyPages: undefined,
});
const { overview, highlighted } = aboutMany();
const wanted = overview.filter(({ name }) => /^(?:home|history)/.test(name));
const plan = { jobs: [], key, aboutMany: () => ({ overview: wanted, files: () => [], highlighted }) };
const maker = new PageMaker(settings, index.given);
const site = await makeSite(plan, { folder, cache, maker, pool, address, fs });
installSite(site, { folder, cache, toolVersion: "bench", published: [], fs });
await pool.close();
process.stdout.write(`${JSON.stringify({ runs: index.runs.length, pages: site.pages, charts: site.charts })}\n`);
