import type { Cache } from "../../record/files/cache.js";
import type { SyncFileSystem } from "../../record/files/file-system.js";
import { sha256 } from "../../record/schema/run-id.js";
import type { Address } from "../page-model/site-address.js";
import { type PageFailure, pageFailure } from "../pages/not-made.js";
import { sitemapFile } from "../pages/overview/feed.js";
import { NOT_FOUND } from "../pages/overview/fixed.js";
import { type HighlightsOf, NO_HIGHLIGHTS, type RunHighlights } from "../pages/run-highlights.js";
import { FileList, pathsOf } from "./file-list.js";
import { installedSize, type OutputFolder, type StagedSite } from "./output-folder.js";
import { type PlainRun, RUNS } from "./page-jobs.js";
import type { MadePages, PageMaker } from "./page-maker.js";
import type { SitePlan } from "./plan-site.js";
import { type PageRecord, type PageRecords, readPreviousBuild, recordOf } from "./previous-build.js";
import type { WorkerPool } from "./worker-pool.js";

/** A site whose new files are staged; the site that readers see has not changed. */
export interface MadeSite extends StagedSite {
  pages: number;
  charts: number;
  /** Size of all files. */
  bytes: number;
  /** Of them those of the pages of runs, with their charts and run files. */
  runBytes: number;
  /** Pages that could not be made; one that says so stands in their place. */
  failures: PageFailure[];
}

export interface MakeOptions {
  folder: OutputFolder;
  /** Holds the record of the previous build. */
  cache: Cache;
  maker: PageMaker;
  pool: WorkerPool;
  address: Address;
  fs: SyncFileSystem;
}

/** Makes the pages of a plan that changed since the previous build; the others stay where they are. */
export async function makeSite(plan: SitePlan, options: MakeOptions): Promise<MadeSite> {
  const { folder, cache, maker, pool, fs } = options;
  const site = new SiteInProgress(folder, readPreviousBuild(cache, folder), fs);
  const changed = plan.jobs.filter(({ name, key }) => !site.keep(name, key));
  for await (const [{ name, key }, made] of pool.make(changed, maker)) site.add(name, key, made);
  if (changed.length > 0 || !site.keepOthers(plan.key)) await makeOthers(site, plan, options);
  return site.finished();
}

/** Makes the pages about many runs that changed, and the files beside all pages. */
async function makeOthers(
  site: SiteInProgress,
  { key: all, aboutMany }: SitePlan,
  { maker, address }: MakeOptions,
): Promise<void> {
  const plan = aboutMany();
  const highlightsOf = await highlightsOfEach(plan.highlighted, maker, site.failures);
  const tools = { renderer: maker.renderer, highlightsOf };
  for (const { name, key, ofAll, pages } of plan.overview) {
    if (site.keep(name, key)) continue;
    const named = {
      name,
      key: ofAll ? null : key,
      instead: { paths: [name === "home" ? "index.html" : `${name}/index.html`] },
    };
    site.add(name, site.keyOf(key, ofAll), await maker.makeOrSay(named, () => pages(tools)));
  }
  const findable = [...site.files.paths(/\.html$/)].filter((path) => path !== NOT_FOUND).sort();
  site.add("assets", site.keyOf(all, true), await maker.makeAssets());
  const files = maker.makeFiles([...plan.files(highlightsOf), ...sitemapFile(findable, address)]);
  site.add(FILES, site.keyOf(all, true), files);
}

/** @param failures gets the runs that have none, as their analysis fails */
async function highlightsOfEach(
  runs: readonly PlainRun[],
  maker: PageMaker,
  failures: PageFailure[],
): Promise<HighlightsOf> {
  const highlights = new Map<string, RunHighlights>();
  for (const run of runs) {
    const { id } = run.run;
    try {
      highlights.set(id, await maker.highlightsOf(run));
    } catch (error) {
      highlights.set(id, NO_HIGHLIGHTS);
      failures.push(pageFailure(`run/${id}`, error));
    }
  }
  return ({ run }) => {
    const own = highlights.get(run.id);
    if (own === undefined) throw new Error(`no highlights of ${run.id}`);
    return own;
  };
}

/** Name of the files beside all pages, which are made last. */
const FILES = "files";

/** Files of a site that are kept or made so far. */
class SiteInProgress {
  readonly files = new FileList();
  readonly failures: PageFailure[] = [];
  readonly #staged = new FileList();
  readonly #records = new Map<string, PageRecord>();
  readonly #contents: string[] = [];
  readonly #folder: OutputFolder;
  readonly #previous: PageRecords;
  readonly #fs: SyncFileSystem;
  #pages = 0;
  #charts = 0;
  #bytes = 0;
  #runBytes = 0;

  constructor(folder: OutputFolder, previous: PageRecords, fs: SyncFileSystem) {
    this.#folder = folder;
    this.#previous = previous;
    this.#fs = fs;
  }

  /** Lets pages stay that would come out the same; `false`, and none of them, where a file of theirs is gone or cut. */
  keep(name: string, key: string): boolean {
    const record = this.#previous.get(name);
    if (record?.key !== key) return false;
    const [first] = pathsOf(record.group);
    if (first === undefined || installedSize(this.#folder, first, this.#fs) !== record.firstBytes) return false;
    this.#addRecord(name, record);
    return true;
  }

  /**
   * Lets all stay that the previous build made beside what is kept, where that depends on the same; `false` where it does not, or
   * a file is gone or cut.
   */
  keepOthers(key: string): boolean {
    if (this.#previous.get(FILES)?.key !== key) return false;
    const others = [...this.#previous].filter(([name]) => !this.#records.has(name));
    const sizeOf = (path: string) => installedSize(this.#folder, path, this.#fs) ?? Number.NaN;
    const isWhole = ({ group, bytes }: PageRecord) =>
      pathsOf(group).reduce((sum, path) => sum + sizeOf(path), 0) === bytes;
    if (!others.every(([, record]) => isWhole(record))) return false;
    for (const [name, record] of others) this.#addRecord(name, record);
    return true;
  }

  /** The key under which pages are recorded: pages about all runs are made again as long as one run fails. */
  keyOf(key: string, ofAll: boolean | undefined): string | null {
    return ofAll && this.failures.length > 0 ? null : key;
  }

  /** Adds staged files; those without a key are not recorded for the next build. */
  add(name: string, key: string | null, made: MadePages): void {
    if (made.failure !== undefined) this.failures.push(made.failure);
    if (key !== null && made.failure === undefined) {
      const record = recordOf(name, key, made);
      this.#staged.addGroup(record.group);
      this.#addRecord(name, record);
      return;
    }
    for (const path of made.paths) {
      this.files.add(path);
      this.#staged.add(path);
    }
    this.#count(made, made.contents);
  }

  #addRecord(name: string, record: PageRecord): void {
    this.files.addGroup(record.group);
    this.#records.set(name, record);
    if (name.startsWith(RUNS)) this.#runBytes += record.bytes;
    this.#count(record, [record.content]);
  }

  #count({ pages, charts, bytes }: Pick<MadePages, "pages" | "charts" | "bytes">, contents: readonly string[]): void {
    this.#pages += pages;
    this.#charts += charts;
    this.#bytes += bytes;
    for (const content of contents) this.#contents.push(content);
  }

  finished(): MadeSite {
    return {
      files: this.files,
      staged: this.#staged,
      content: sha256(this.#contents.sort().join(" ")),
      pages: this.#pages,
      charts: this.#charts,
      bytes: this.#bytes,
      runBytes: this.#runBytes,
      records: this.#records,
      failures: this.failures,
    };
  }
}
