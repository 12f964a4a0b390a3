import * as nodeFs from "node:fs";
import { dirname } from "node:path";
import { setImmediate as nextTurn } from "node:timers/promises";
import { deserialize, serialize } from "node:v8";
import { type Cache, NO_CACHE, openCache } from "../../record/files/cache.js";
import type { SyncFileSystem } from "../../record/files/file-system.js";
import { codeOf, fileError } from "../../record/files/regular-files.js";
import { MOST_SHOWN_EXPERIMENTS } from "../../record/limits/shown-part.js";
import { sha256 } from "../../record/schema/run-id.js";
import type { Run } from "../../record/schema/run-schema.js";
import { changedMeanwhile, firstRead, RunOpener } from "../archive/run-opener.js";
import { createRenderer, type Renderer } from "../charts/output/render.js";
import { loadTemplates, type Templates } from "../html/page-templates.js";
import { experimentPath, isSplit, type Page, type SiteFile } from "../page-model/page.js";
import type { Address } from "../page-model/site-address.js";
import { comparePages, comparePair } from "../pages/comparing/compare.js";
import { severalPage } from "../pages/comparing/several.js";
import { notMadePage, type PageFailure, pageFailure } from "../pages/not-made.js";
import { runPages } from "../pages/run/run.js";
import { type RunHighlights, runHighlights } from "../pages/run-highlights.js";
import { inside } from "./file-list.js";
import type { PageJob, PageSource, PlainRun } from "./page-jobs.js";

/** Settings that pages depend on beside the runs, and the folders for pages: plain data, the same for all threads. */
export interface MakerSettings {
  templatesDir: string;
  toolVersion: string;
  address: Address;
  /** Folder of the cache, and the generation in it; `null`: nothing is kept. */
  cache: { folder: string; generation: string } | null;
  /** Folder of files that wait for the installation. */
  staging: string;
  /** Folder of journals as they were first read, by their hashes. */
  journals: string;
}

/** Pages that were put into the staging folder, with their files. */
export interface MadePages {
  /** Paths of the files, pages first. */
  paths: string[];
  pages: number;
  charts: number;
  /** Size of all files. */
  bytes: number;
  /** Size of the first page. */
  firstBytes: number;
  /** Hashes that stand for the content of the files. */
  contents: string[];
  /** Why they are not what they should be: one page stands for them, and they are made again by the next build. */
  failure?: PageFailure;
}

/** Pages in memory. */
interface Bundle {
  files: { path: string; content: string | Uint8Array }[];
  /** Paths of the pages among the files, in order. */
  pages: string[];
  charts: number;
}

/** Makes pages and puts them into the staging folder. Templates and Vega are loaded at their first use. */
export class PageMaker {
  readonly #settings: MakerSettings;
  readonly #runs: RunOpener;
  readonly #cache: Cache;
  readonly #fs: SyncFileSystem;
  #templates: Promise<Templates> | undefined;
  #renderer: Promise<Renderer> | undefined;
  /** Whether the site cannot be written, which is no fault of a page. */
  #cannotWrite = false;

  /** @param given runs that are in memory already, by path */
  constructor(settings: MakerSettings, given?: ReadonlyMap<string, Run>, fs: SyncFileSystem = nodeFs) {
    this.#settings = settings;
    this.#runs = new RunOpener(settings.journals, given);
    this.#fs = fs;
    this.#cache = cacheOf(settings, fs);
  }

  #loadTemplates(): Promise<Templates> {
    const { templatesDir, toolVersion, address } = this.#settings;
    this.#templates ??= loadTemplates(templatesDir, toolVersion, address);
    return this.#templates;
  }

  /** Loads Vega at the first call. */
  readonly renderer = (): Promise<Renderer> => {
    this.#renderer ??= createRenderer(undefined, this.#cache);
    return this.#renderer;
  };

  /** The highlights of a run: kept ones, or those of its analysis. */
  async highlightsOf(run: PlainRun): Promise<RunHighlights> {
    const key = sha256(`highlights ${run.key}`);
    const kept = this.#cache.read(key);
    const make = async () => runHighlights(await this.#runs.entryOf(run), await this.renderer());
    const json = kept ?? Buffer.from(JSON.stringify(await make()));
    if (kept === null) this.#cache.keep(key, json);
    return JSON.parse(json.toString()) as RunHighlights;
  }

  /** Stages files that are no pages. */
  makeFiles(files: SiteFile[]): MadePages {
    return this.#stageBundle({ files, pages: [], charts: 0 }, null);
  }

  /** Style sheets, scripts and fonts of the templates. */
  async makeAssets(): Promise<MadePages> {
    const { assets } = await this.#loadTemplates();
    return this.makeFiles([...assets].map(([path, content]) => ({ path, content })));
  }

  /** Makes the pages of a job; with those of a run comes its file for download, without which they are not made either. */
  async makeJob({ name, key, source }: PageJob): Promise<MadePages> {
    const instead = pagesInstead(name, source);
    if (source.kind !== "run") return this.makeOrSay({ name, key, instead }, () => this.#pagesOf(source));
    let bytes = 0;
    try {
      bytes = this.#stageRunFile(source.run);
    } catch (error) {
      return this.#sayWhy(error, { name, instead: { paths: instead.paths } });
    }
    const made = await this.makeOrSay({ name, key, instead }, () => this.#pagesOf(source));
    return { ...made, paths: [...made.paths, `data/${source.run.download}`], bytes: made.bytes + bytes };
  }

  /** Makes pages; where that fails, one stands in the place of each that others lead to and says why: no run stops the others. */
  async makeOrSay({ name, key, instead }: Named, pages: () => AsyncIterable<Page>): Promise<MadePages> {
    try {
      return await this.makePages(key, pages);
    } catch (error) {
      return this.#sayWhy(error, { name, instead });
    }
  }

  async #sayWhy(error: unknown, { name, instead }: Pick<Named, "name" | "instead">): Promise<MadePages> {
    if (this.#cannotWrite) throw error;
    const failure = pageFailure(name, error);
    const { paths, download = "" } = instead;
    const made = await this.makePages(null, async function* () {
      for (const path of paths) yield notMadePage(path, failure, download);
    });
    return { ...made, failure };
  }

  /**
   * Makes pages, or takes those that were kept under the key.
   *
   * @param key hash of everything that they depend on; `null`: they are made each time
   */
  async makePages(key: string | null, pages: () => AsyncIterable<Page>): Promise<MadePages> {
    const content = key === null ? null : this.#cache.read(key);
    const kept = content === null ? null : unpacked(content);
    const bundle = kept ?? (await this.#bundle(pages()));
    if (key !== null && kept === null && this.#cache !== NO_CACHE) this.#cache.keep(key, packed(bundle));
    return this.#stageBundle(bundle, key);
  }

  #stageBundle(bundle: Bundle, key: string | null): MadePages {
    const sizes = new Map(bundle.files.map(({ path, content }) => [path, this.#stage(path, content)]));
    const [first = ""] = bundle.pages;
    return {
      paths: [...new Set([...bundle.pages, ...sizes.keys()])],
      pages: bundle.pages.length,
      charts: bundle.charts,
      bytes: [...sizes.values()].reduce((sum, bytes) => sum + bytes, 0),
      firstBytes: sizes.get(first) ?? 0,
      contents: key === null ? bundle.files.map(({ content }) => sha256(content)) : [key],
    };
  }

  /** Pages as files in memory. */
  async #bundle(pages: AsyncIterable<Page>): Promise<Bundle> {
    const templates = await this.#loadTemplates();
    const files: Bundle["files"] = [];
    const paths: string[] = [];
    let charts = 0;
    for await (const page of pages) {
      // Whoever shows the progress gets a turn.
      await nextTurn();
      files.push({ path: page.path, content: templates.render(page) });
      files.push(...(page.files ?? []));
      paths.push(page.path);
      charts += page.charts ?? 0;
    }
    return { files, pages: paths, charts };
  }

  async *#pagesOf(source: PageSource): AsyncGenerator<Page> {
    const render = await this.renderer();
    if (source.kind === "run") {
      const { run, ...beside } = source;
      yield* runPages({ entry: await this.#runs.entryOf(run), ...beside, render });
    } else if (source.kind === "pair") {
      const { pair } = source;
      const lines = { a: await this.#runs.lineOf(pair.a), b: await this.#runs.lineOf(pair.b) };
      yield* comparePages(comparePair(pair, lines), render);
    } else {
      const { reference, others } = source.several;
      const lines = [];
      for (const run of [reference, ...others]) lines.push(await this.#runs.lineOf(run));
      yield severalPage(source.several, source.pairs, lines);
    }
  }

  #stage(path: string, content: string | Uint8Array): number {
    const { staging } = this.#settings;
    try {
      return stageFile(staging, path, content, this.#fs);
    } catch (error) {
      this.#cannotWrite = true;
      throw stageError(staging, error);
    }
  }

  /** Stages the run file byte for byte: the hash on the page is the hash of the download, also where another file came into its place. */
  #stageRunFile({ path, sha256: hash, download }: PlainRun): number {
    let content: Uint8Array;
    try {
      content = this.#fs.readFileSync(firstRead({ path, sha256: hash }, this.#settings.journals));
    } catch (error) {
      throw fileError(`${path} cannot be read again for download`, error);
    }
    if (sha256(content) !== hash) throw changedMeanwhile(path);
    return this.#stage(`data/${download}`, content);
  }
}

/** Pages that are made together, and the paths of those that stand in their place where that fails. */
interface Named {
  name: string;
  key: string | null;
  instead: { paths: readonly string[]; download?: string };
}

/** The pages of a job that others lead to. */
function pagesInstead(name: string, source: PageSource): Named["instead"] {
  const paths = [`${name}/index.html`];
  if (source.kind !== "run") return { paths };
  const { run, download } = source.run;
  const shown = run.experiments.slice(0, MOST_SHOWN_EXPERIMENTS);
  const ofExperiments = isSplit(run) ? shown.map(({ id }) => experimentPath(run.id, id)) : [];
  return { paths: [...paths, ...ofExperiments], download };
}

/** Writes a file into the staging folder; returns its size. */
export function stageFile(
  staging: string,
  path: string,
  content: string | Uint8Array,
  fs: SyncFileSystem = nodeFs,
): number {
  const target = inside(staging, path);
  try {
    fs.writeFileSync(target, content);
  } catch (error) {
    if (codeOf(error) !== "ENOENT") throw error;
    fs.mkdirSync(dirname(target), { recursive: true });
    fs.writeFileSync(target, content);
  }
  return typeof content === "string" ? Buffer.byteLength(content) : content.byteLength;
}

/** A mistake of the user's also where a thread met it, whose other errors lose their codes on the way. */
function stageError(staging: string, error: unknown): unknown {
  // In the folder that is a build's own, in the site.
  return fileError(`cannot write the site to ${dirname(dirname(staging))}`, error);
}

/** The cache that the settings name. */
export function cacheOf({ cache }: Pick<MakerSettings, "cache">, fs: SyncFileSystem): Cache {
  return cache === null ? NO_CACHE : openCache(cache.folder, cache.generation, fs);
}

/** A bundle as bytes. Text is UTF-8 in them, half as long as the strings of V8. */
function packed({ files, ...rest }: Bundle): Buffer {
  return serialize({ ...rest, files: files.map(({ path, content }) => ({ path, content: Buffer.from(content) })) });
}

/** A packed bundle; `null` where a later version of Node packed it in a format that this one does not know. */
function unpacked(content: Buffer): Bundle | null {
  try {
    return deserialize(content) as Bundle;
  } catch {
    return null;
  }
}
