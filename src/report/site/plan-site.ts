import { type FindChanges, findChanges } from "../../analysis/history/change-points.js";
import { followSeries } from "../../analysis/history/follow.js";
import { seriesOf } from "../../analysis/history/series.js";
import { choosePairs } from "../archive/comparison-pairs.js";
import { type ArchivedRun, eachTrialOnce, groupEntries } from "../archive/run-entry.js";
import { RunOpener } from "../archive/run-opener.js";
import type { SiteFile } from "../page-model/page.js";
import type { Address } from "../page-model/site-address.js";
import { answeringRuns } from "../pages/answers.js";
import { MOST_ITEMS } from "../pages/feed.js";
import { chooseSeveral } from "../pages/several.js";
import { MOST_MACHINES } from "../tables/machines.js";
import { type Told, tell } from "../tables/run-highlights.js";
import type { FileList } from "./file-list.js";
import type { IndexedRuns } from "./index-runs.js";
import { hashOf, type OverviewPages, overviewFiles, overviewPages } from "./overview-pages.js";
import { type PlannedJob, planJobs } from "./page-jobs.js";

/** All files of a site but its assets and its sitemap: which there are, and what each depends on. */
export interface SitePlan {
  /** Pages that are about one run or a few. */
  jobs: PlannedJob[];
  /** Pages that are about all runs, or many. */
  overview: OverviewPages[];
  files: SiteFile[];
}

export interface PlanOptions {
  address: Address;
  /** Folders under `compare/` of pages that were published before or asked for: pairs of runs, and references of several. */
  kept: readonly string[];
}

/** Plans a site. Of the runs, only the newest are opened, for what overviews say of them, and only where it is not known. */
export async function planSite(index: IndexedRuns, { address, kept }: PlanOptions): Promise<SitePlan> {
  const { runs, digests } = index;
  const pairs = choosePairs(runs, kept);
  const several = chooseSeveral(runs, pairs, kept);
  const find: FindChanges = (logs) => {
    const key = `changes ${hashOf(logs)}`;
    return digests.recall<number[]>(key) ?? digests.keep(key, [...findChanges(logs)]);
  };
  const followed = seriesOf(eachTrialOnce(runs)).map((series) => followSeries(series, find));
  const told = await tellNewest(index, address);
  digests.save();
  const overview = { runs, pairs, followed, told };
  return {
    jobs: planJobs(runs, pairs, several),
    overview: [...overviewPages(overview)],
    files: overviewFiles(overview, address),
  };
}

const COMPARISON = /^compare\/([^/]+)\/index\.html$/;

/**
 * Folders under `compare/` that the site keeps or gets.
 *
 * @param published paths of pages that were published elsewhere
 * @param before files of the site as it stands
 * @param compare ids of a reference and of the runs that are asked for against it
 */
export function comparisonsToKeep(
  published: readonly string[],
  before: FileList,
  [reference, ...others]: readonly string[] = [],
): string[] {
  const kept = [...published, ...before.paths(COMPARISON)].flatMap((path) => COMPARISON.exec(path)?.[1] ?? []);
  if (reference === undefined) return kept;
  return [...kept, reference, ...others.map((other) => `${reference}--${other}`)];
}

/** Highlights of the newest runs of every study and experiment, on each of its machines, and of those in the feed. */
async function tellNewest({ runs, digests, given }: IndexedRuns, address: Address) {
  const shown = new Set<ArchivedRun>(address.url === null ? [] : runs.slice(0, MOST_ITEMS));
  for (const study of groupEntries(runs, ({ run }) => run.study)) {
    const machines = groupEntries(study, ({ run }) => run.machine.id);
    for (const [newest] of machines.slice(0, MOST_MACHINES)) shown.add(newest);
    for (const run of answeringRuns(study)) shown.add(run);
  }
  const opener = new RunOpener(given);
  const told = new Map<string, Told>();
  for (const run of shown) {
    const key = `told ${run.key}`;
    const known = digests.recall<Told>(key);
    told.set(run.run.id, known ?? digests.keep(key, tell((await opener.entryOf(run)).analysis)));
  }
  return ({ run }: { run: { id: string } }): Told => {
    const own = told.get(run.id);
    if (own === undefined) throw new Error(`nothing was told of ${run.id}`);
    return own;
  };
}
