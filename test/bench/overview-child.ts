import { packagePaths } from "../../.build/package-paths.js";
/** Reads an archive that nothing is known of and writes the index and all history pages: `node overview-child.js <runs> <out> <jobs>`. */

import { NO_CACHE } from "../../.build/record/files/cache.js";
import { choosePairs } from "../../.build/report/archive/comparison-pairs.js";
import { listRuns } from "../../.build/report/archive/list-runs.js";
import { readFolder } from "../../.build/report/archive/read-runs.js";
import { NO_ADDRESS } from "../../.build/report/page-model/site-address.js";
import { Builder } from "../../.build/report/site/incremental-build.js";
import { openOutput } from "../../.build/report/site/output-folder.js";
import { overviewPages, prepareOverview } from "../../.build/report/site/overview-pages.js";
import { Workshop } from "../../.build/report/site/page-maker.js";
import { SiteRecord } from "../../.build/report/site/previous-build.js";
import { Crew } from "../../.build/report/site/worker-pool.js";

const [runs = "", out = "", jobs = "1"] = process.argv.slice(2);
const output = await openOutput(out);
const plan = {
  templatesDir: packagePaths.templates,
  toolVersion: "bench",
  address: NO_ADDRESS,
  cache: null,
  staging: output.staging,
};
const crew = new Crew(plan, Number(jobs));
const sources = await readFolder(runs, NO_CACHE, crew.readMany);
const workshop = new Workshop(plan);
const listed = await listRuns(sources, workshop.library);
const hands = { workshop, shelf: sources.shelf, address: NO_ADDRESS };
const overview = await prepareOverview({ runs: listed, pairs: choosePairs(listed), units: [] }, hands);
const record = new SiteRecord(NO_CACHE, out, null);
const builder = new Builder({ output, workshop, record });
for (const pages of overviewPages(overview, hands)) {
  if (/^(?:home|history)/.test(pages.name)) await builder.add(pages);
}
await builder.install("bench");
await crew.close();
process.stdout.write(`${JSON.stringify({ runs: listed.length, pages: builder.pages, charts: builder.charts })}\n`);
