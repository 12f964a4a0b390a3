import { join, resolve } from "node:path";
import { packagePaths } from "../../package-paths.js";
import { NO_CACHE, openCache } from "../../record/files/cache.js";
import type { StoredRun } from "../../record/files/stored-run.js";
import type { Problem } from "../../record/folder/run-store.js";
import { sha256 } from "../../record/schema/run-id.js";
import { choosePairs, type Pair, publishedComparisons } from "../archive/comparison-pairs.js";
import { listRuns, type RecordedRun } from "../archive/list-runs.js";
import { readFolder, type Sources, sourcesOf } from "../archive/read-runs.js";
import { Shelf } from "../archive/run-index.js";
import { KINDS_FOLDER } from "../charts/explorer/explorable-text.js";
import { templatesHash } from "../html/page-templates.js";
import { type Address, NO_ADDRESS } from "../page-model/site-address.js";
import { chooseSeveral } from "../pages/several.js";
import { missing } from "./file-list.js";
import { Builder, type Progress } from "./incremental-build.js";
import { type Output, openOutput } from "./output-folder.js";
import { type Contents, extraFiles, overviewPages, prepareOverview } from "./overview-pages.js";
import { orderPair, orderRun, orderSeveral } from "./page-jobs.js";
import { Workshop, type WorkshopPlan } from "./page-maker.js";
import { SiteRecord } from "./previous-build.js";
import { Crew } from "./worker-pool.js";

export type { Progress };

export interface SiteOptions {
  /** Runs in memory, or the folder of their files. */
  runs: readonly StoredRun[] | { dir: string };
  outDir: string;
  /** Default: the templates of this package. */
  templatesDir?: string;
  toolVersion: string;
  /** Where the site will stand; default: unknown. */
  address?: Address;
  /** Paths of the site as it is published, where that is not in `outDir`: their links are kept, or named as dropped. */
  published?: readonly string[];
  /** Ids of a reference and of the runs that get a page against it, beside the pairs that are chosen. Once published they stay. */
  compare?: readonly string[];
  /** Where what was made is kept for the next build, and what tells this program from every other; default: nowhere. */
  cache?: { folder: string; program: string };
  /** Threads that make pages; default: one. */
  jobs?: number;
  /** Is told what was read and made, and of how much. */
  onProgress?: (progress: Progress) => void;
}

export interface Site {
  indexPath: string;
  runs: number;
  pages: number;
  charts: number;
  /** Size of all files. */
  bytes: number;
  /** Paths that the last build, or the published site, had and this one has no longer. */
  dropped: string[];
  /** Run files that could not be read and are left out. */
  problems: Problem[];
}

/**
 * Builds the site of an archive of runs. The same runs give the same bytes, whatever is kept of earlier builds and on however
 * many threads. A build that fails leaves the old site as it was.
 *
 * @throws UserError where `outDir` holds files that are not an earlier site's
 */
export async function buildSite(options: SiteOptions): Promise<Site> {
  const { outDir, toolVersion, address = NO_ADDRESS } = options;
  const output = await openOutput(outDir);
  const plan = await planOf(options, output);
  const crew = new Crew(plan, "dir" in options.runs ? (options.jobs ?? 1) : 1);
  try {
    const sources = await openSources(options, plan, crew);
    const workshop = new Workshop(plan, sources.given);
    const { published = [] } = options;
    const kept = publishedComparisons(published, output.before);
    const contents = contentsOf(await listRuns(sources, workshop.library), kept, options.compare);
    const builder = new Builder({ output, workshop, record: new SiteRecord(workshop.cache, outDir, output.content) });
    await builder.makeAll(contents.units, crew, options.onProgress);
    const hands = { workshop, shelf: sources.shelf, address };
    const overview = await prepareOverview(contents, hands);
    for (const pages of overviewPages(overview, hands)) await builder.add(pages);
    builder.addFiles(await extraFiles(overview, hands, output.files));
    sources.shelf.save();
    const installed = await builder.install(toolVersion);
    return {
      indexPath: resolve(join(outDir, "index.html")),
      runs: contents.runs.length,
      pages: builder.pages,
      charts: builder.charts,
      bytes: installed.bytes,
      // Scripts of charts are no links: nobody comes by them from outside.
      dropped: missing([...installed.dropped, ...published], output.files).filter(
        (path) => !path.startsWith(KINDS_FOLDER),
      ),
      problems: sources.problems,
    };
  } finally {
    await crew.close();
    await output.discard();
  }
}

async function planOf(
  { templatesDir = packagePaths.templates, toolVersion, address = NO_ADDRESS, cache }: SiteOptions,
  { staging }: Output,
): Promise<WorkshopPlan> {
  const made = [cache?.program, toolVersion, address, await templatesHash(templatesDir)];
  const kept = cache === undefined ? null : { folder: cache.folder, generation: sha256(JSON.stringify(made)) };
  return { templatesDir, toolVersion, address, cache: kept, staging };
}

async function openSources({ runs, onProgress }: SiteOptions, plan: WorkshopPlan, crew: Crew): Promise<Sources> {
  if (!("dir" in runs)) return sourcesOf(runs, new Shelf(NO_CACHE, "runs"));
  const cache = plan.cache === null ? NO_CACHE : openCache(plan.cache.folder, plan.cache.generation);
  return readFolder(runs.dir, cache, (paths, take) => {
    let done = 0;
    return crew.readMany(paths, (read) => {
      take(read);
      done += 1;
      onProgress?.({ what: "read", done, of: paths.length });
    });
  });
}

/**
 * The runs of a site, what is set against each other, and the orders for all pages of their own.
 *
 * @param published slugs of comparisons that were published before
 */
function contentsOf(runs: RecordedRun[], published: readonly string[], compare: readonly string[] = []): Contents {
  const [reference, ...others] = compare;
  const asked = reference === undefined ? [] : [reference, ...others.map((other) => `${reference}--${other}`)];
  const kept = [...published, ...asked];
  const pairs = choosePairs(runs, kept);
  const several = chooseSeveral(runs, pairs, kept);
  const pairsOf = groupPairs(pairs);
  const against = new Map(several.map(({ reference, others }) => [reference, others.length]));
  return {
    runs,
    pairs,
    units: [
      ...runs.map((run) => orderRun(run, pairsOf.get(run) ?? [], against.get(run) ?? 0)),
      ...pairs.map(orderPair),
      ...several.map((one) => orderSeveral(one, pairs)),
    ],
  };
}

function groupPairs(pairs: readonly Pair<RecordedRun>[]): Map<RecordedRun, Pair<RecordedRun>[]> {
  const byRun = new Map<RecordedRun, Pair<RecordedRun>[]>();
  for (const pair of pairs) {
    for (const run of [pair.a, pair.b]) {
      const own = byRun.get(run);
      if (own === undefined) byRun.set(run, [pair]);
      else own.push(pair);
    }
  }
  return byRun;
}
