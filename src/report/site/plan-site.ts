import { type FindChanges, findChanges } from "../../analysis/history/change-points.js";
import { followSeries } from "../../analysis/history/follow.js";
import { seriesOf } from "../../analysis/history/series.js";
import { hasFailed } from "../../record/folder/run-facts.js";
import { sha256 } from "../../record/schema/run-id.js";
import { choosePairs, type Pair } from "../archive/comparison-pairs.js";
import { type ArchivedRun, eachTrialOnce, groupEntries, newestOfMachines, speakingRuns } from "../archive/run-entry.js";
import type { Address } from "../page-model/site-address.js";
import { chooseSeveral } from "../pages/comparing/several.js";
import { MOST_ITEMS } from "../pages/overview/feed.js";
import { answeringRuns } from "../pages/run-highlights.js";
import { MOST_MACHINES } from "../tables/machine-figures.js";
import type { FileList } from "./file-list.js";
import type { IndexedRuns } from "./index-runs.js";
import { hashOf, type OverviewFiles, type OverviewPages, overviewFiles, overviewPages } from "./overview-pages.js";
import { type PageJob, type PlainRun, plainRun, planJobs } from "./page-jobs.js";

/** All pages of a site, with all that each depends on. */
export interface SitePlan {
  /** Pages that are about one run or a few. */
  jobs: PageJob[];
  /** Hash of everything that the other pages and files depend on. */
  key: string;
  /** Plans these: history is followed for it. */
  aboutMany: () => PlanAboutMany;
}

/** Pages that are about many runs, and the files beside all pages. */
interface PlanAboutMany {
  overview: OverviewPages[];
  files: OverviewFiles;
  /** Runs whose highlights these pages and files show. */
  highlighted: PlainRun[];
}

export interface PlanOptions {
  address: Address;
  /** Paths of the site as it was published elsewhere, and files of the site as it stands: its comparisons are kept. */
  published: readonly string[];
  before: FileList;
  /** So many of the newest runs of each study have their charts; undefined: all. */
  historyPages: number | undefined;
}

/** Plans a site from its index; no run file is opened. */
export function planSite(index: IndexedRuns, { address, published, before, historyPages }: PlanOptions): SitePlan {
  const { runs } = index;
  const kept = [...publishedComparisons(published, before), ...askedComparisons(index.named)];
  const pairs = choosePairs(runs, kept);
  const several = chooseSeveral(runs, pairs, kept);
  const jobs = planJobs(runs, pairs, several, olderRuns(runs, historyPages));
  const key = sha256(jobs.map((job) => job.key).join(" "));
  return { jobs, key, aboutMany: () => planAboutMany(index, pairs, key, address) };
}

function planAboutMany(
  { runs, results }: IndexedRuns,
  pairs: readonly Pair<ArchivedRun>[],
  key: string,
  address: Address,
): PlanAboutMany {
  const find: FindChanges = (logs) => {
    const own = hashOf(logs);
    return results.recall<number[]>("changes", own) ?? results.keep("changes", own, [...findChanges(logs)]);
  };
  const followed = seriesOf(eachTrialOnce(runs.filter(({ run }) => !hasFailed(run)))).map((series) =>
    followSeries(series, find),
  );
  results.save();
  const overview = { runs, pairs, followed, key };
  return {
    overview: [...overviewPages(overview, address)],
    files: overviewFiles(overview, address),
    highlighted: highlightedRuns(runs, address).map(plainRun),
  };
}

/** The runs of each study beyond so many of its newest; none where no number is given. */
function olderRuns(newestFirst: readonly ArchivedRun[], count: number | undefined): Set<ArchivedRun> {
  if (count === undefined) return new Set();
  return new Set(groupEntries(newestFirst, ({ run }) => run.study).flatMap((study) => study.slice(count)));
}

const COMPARISON = /^compare\/([^/]+)\/index\.html$/;

/** Folders under `compare/`: pairs of runs, and references that several runs are set against. */
function publishedComparisons(published: readonly string[], before: FileList): string[] {
  return [...published, ...before.paths(COMPARISON)].flatMap((path) => COMPARISON.exec(path)?.[1] ?? []);
}

/** The same for a reference and the runs that were asked for against it. */
function askedComparisons([reference, ...others]: readonly string[]): string[] {
  return reference === undefined ? [] : [reference, ...others.map((other) => `${reference}--${other}`)];
}

/** The newest runs of every study and experiment, on each of its machines, and the runs in the feed. */
function highlightedRuns(runs: readonly ArchivedRun[], address: Address): ArchivedRun[] {
  const inFeed = runs.filter(({ run }) => !hasFailed(run)).slice(0, MOST_ITEMS);
  const shown = new Set(address.url === null ? [] : inFeed);
  for (const all of groupEntries(runs, ({ run }) => run.study)) {
    const study = speakingRuns(all);
    for (const one of newestOfMachines(study).newest.slice(0, MOST_MACHINES)) shown.add(one);
    for (const run of answeringRuns(study)) shown.add(run);
  }
  return [...shown];
}
