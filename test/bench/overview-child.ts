/** Reads an archive that nothing is known of and writes the index and all history pages: `node overview-child.js <runs> <out> <jobs>`. */

import { NO_BUILD_CACHE } from "../../.build/record/build-cache.js";
import { NO_ADDRESS } from "../../.build/report/address.js";
import { Builder } from "../../.build/report/builder.js";
import { Crew } from "../../.build/report/crew.js";
import { listRuns } from "../../.build/report/listing.js";
import { openOutput } from "../../.build/report/output.js";
import { overviewPages, prepareOverview } from "../../.build/report/overview.js";
import { choosePairs } from "../../.build/report/pairs.js";
import { SiteRecord } from "../../.build/report/site-record.js";
import { readFolder } from "../../.build/report/sources.js";
import { DEFAULT_TEMPLATES } from "../../.build/report/templates.js";
import { Workshop } from "../../.build/report/workshop.js";

const [runs = "", out = "", jobs = "1"] = process.argv.slice(2);
const output = await openOutput(out);
const plan = {
  templatesDir: DEFAULT_TEMPLATES,
  toolVersion: "bench",
  address: NO_ADDRESS,
  cache: null,
  staging: output.staging,
};
const crew = new Crew(plan, Number(jobs));
const sources = await readFolder(runs, NO_BUILD_CACHE, crew.readMany);
const workshop = new Workshop(plan);
const listed = await listRuns(sources, workshop.library);
const hands = { workshop, shelf: sources.shelf, address: NO_ADDRESS };
const overview = await prepareOverview({ runs: listed, pairs: choosePairs(listed), units: [] }, hands);
const record = new SiteRecord(NO_BUILD_CACHE, out, null);
const builder = new Builder({ output, workshop, record });
for (const pages of overviewPages(overview, hands)) {
  if (/^(?:home|history)/.test(pages.name)) await builder.add(pages);
}
await builder.install("bench");
await crew.close();
process.stdout.write(`${JSON.stringify({ runs: listed.length, pages: builder.pages, charts: builder.charts })}\n`);
