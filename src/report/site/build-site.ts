import * as nodeFs from "node:fs";
import { join, resolve } from "node:path";
import { packagePaths } from "../../package-paths.js";
import type { SyncFileSystem } from "../../record/files/file-system.js";
import { fileError } from "../../record/files/regular-files.js";
import type { StoredRun } from "../../record/files/stored-run.js";
import type { RunFolder } from "../../record/folder/run-folder.js";
import type { Problem } from "../../record/folder/run-index.js";
import { sha256 } from "../../record/schema/run-id.js";
import { templatesHash } from "../html/page-templates.js";
import { type Address, NO_ADDRESS } from "../page-model/site-address.js";
import type { PageFailure } from "../pages/not-made.js";
import { isInside } from "./file-list.js";
import { makeSite } from "./incremental-build.js";
import { indexRuns } from "./index-runs.js";
import { discardStaged, installSite, type OutputFolder, openOutputFolder, SiteBusy } from "./output-folder.js";
import { cacheOf, type MakerSettings, PageMaker } from "./page-maker.js";
import { planSite } from "./plan-site.js";
import { type Progress, WorkerPool } from "./worker-pool.js";

export interface SiteOptions {
  /** Runs in memory, or the folder of their files. */
  runs: readonly StoredRun[] | RunFolder;
  outDir: string;
  /** Default: the templates of this package. */
  templatesDir?: string;
  toolVersion: string;
  /** Address of the published site; default: unknown. */
  address?: Address;
  /** Paths of the site as it is published, where that is not in `outDir`: their links are kept, or named as dropped. */
  published?: readonly string[];
  /** Names of a reference and of the runs that get a page against it, beside the pairs that are chosen. Once published they stay. */
  compare?: readonly string[];
  /** So many of the newest runs of each study have their charts; older ones have findings, tables and run file. Default: all. */
  historyPages?: number;
  /** Folder where pages are kept for the next build, and a hash of this program; default: nothing is kept. */
  cache?: { folder: string; program: string };
  /** Threads that make pages; default: one. */
  jobs?: number;
  onProgress?: (progress: Progress) => void;
  /** Called where another build is at work in the folder: whether to look again. Default: it is refused. */
  onBusy?: (busy: SiteBusy) => Promise<boolean>;
  fs?: SyncFileSystem;
}

export interface Site {
  indexPath: string;
  runs: number;
  pages: number;
  charts: number;
  /** Size of all files. */
  bytes: number;
  /** Of them those of the pages of runs, with their charts and run files. */
  runBytes: number;
  /** Paths that the last build, or the published site, had and this one has no longer. */
  dropped: string[];
  /** Run files that could not be read and are left out. */
  problems: Problem[];
  /** Pages that could not be made, each once; one that says why stands in their place. */
  failures: PageFailure[];
}

/**
 * Builds the site of an archive of runs. The same runs give the same bytes, whatever is kept of earlier builds and on however
 * many threads. A build that fails leaves the old site as it was.
 *
 * @throws UserError where `outDir` holds files that are not an earlier site's, or cannot be written
 */
export async function buildSite(options: SiteOptions): Promise<Site> {
  const { runs, outDir, toolVersion, address = NO_ADDRESS, published = [], historyPages, fs = nodeFs } = options;
  const common = await settingsOf(options);
  const folder = await openedFolder(options);
  const settings = { ...common, staging: folder.staging, journals: folder.journals };
  const cache = cacheOf(settings, fs);
  const pool = new WorkerPool(settings, "dir" in runs ? (options.jobs ?? 1) : 1, options.onProgress);
  try {
    const index = await indexRuns(runs, { pool, journals: folder.journals, names: options.compare ?? [] });
    const plan = planSite(index, { address, published, before: folder.before, historyPages });
    const maker = new PageMaker(settings, index.given, fs);
    const site = await makeSite(plan, { folder, cache, maker, pool, address, fs });
    const dropped = installSite(site, { folder, cache, toolVersion, published, fs });
    const { pages, charts, bytes, runBytes } = site;
    const failures = [...new Map(site.failures.map((failure) => [failure.name, failure])).values()];
    const indexPath = resolve(join(outDir, "index.html"));
    const counts = { runs: index.runs.length, pages, charts, bytes, runBytes };
    return { indexPath, ...counts, dropped, problems: index.problems, failures };
  } catch (error) {
    throw isOfSite(error, folder.root) ? fileError(`cannot write the site to ${outDir}`, error) : error;
  } finally {
    // Threads that still write would leave files behind.
    await pool.close();
    discardStaged(folder, fs);
  }
}

async function openedFolder({ outDir, onBusy, fs = nodeFs }: SiteOptions): Promise<OutputFolder> {
  for (;;) {
    try {
      return openOutputFolder(outDir, fs);
    } catch (error) {
      if (!(error instanceof SiteBusy && (await onBusy?.(error)))) {
        throw fileError(`cannot write the site to ${outDir}`, error);
      }
    }
  }
}

/** Calls whose errors name no file: the site's are the only files that a build keeps open to write. */
const BY_DESCRIPTOR = new Set(["write", "fsync", "close"]);

/** Whether a failed call was about a file of the site. */
function isOfSite(error: unknown, root: string): boolean {
  const { path, dest = path, syscall } = error as NodeJS.ErrnoException & { dest?: string };
  return dest === undefined ? BY_DESCRIPTOR.has(syscall ?? "") : isInside(root, dest);
}

/** The settings, with a cache that is valid for this program, these templates and this address alone. */
async function settingsOf(options: SiteOptions): Promise<Omit<MakerSettings, "staging" | "journals">> {
  const { templatesDir = packagePaths.templates, toolVersion, address = NO_ADDRESS, cache } = options;
  const made = [cache?.program, toolVersion, address, await templatesHash(templatesDir)];
  const kept = cache === undefined ? null : { folder: cache.folder, generation: sha256(JSON.stringify(made)) };
  return { templatesDir, toolVersion, address, cache: kept };
}
