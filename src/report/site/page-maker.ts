import { copyFileSync, mkdirSync } from "node:fs";
import { type Cache, NO_CACHE, openCache } from "../../record/files/cache.js";
import { sha256 } from "../../record/schema/run-id.js";
import type { Run } from "../../record/schema/run-schema.js";
import { UserError } from "../../user-error.js";
import { Library } from "../archive/run-opener.js";
import { createRenderer, type Renderer } from "../charts/output/render.js";
import { loadTemplates, type Templates } from "../html/page-templates.js";
import type { Page, SiteFile } from "../page-model/page.js";
import type { Address } from "../page-model/site-address.js";
import { comparePages, comparePair } from "../pages/compare.js";
import { runPages } from "../pages/run.js";
import { severalPage } from "../pages/several.js";
import { placeFile } from "./output-folder.js";
import { type Bundle, packBundle, unpackBundle } from "./page-bundle.js";
import type { Job, Order } from "./page-jobs.js";

/** All that makes the same order come out the same, and where it goes: plain data. */
export interface WorkshopPlan {
  templatesDir: string;
  toolVersion: string;
  address: Address;
  /** Folder of the cache, and the generation in it; `null`: nothing is kept. */
  cache: { folder: string; generation: string } | null;
  /** Folder that files are put aside in. */
  staging: string;
}

/** What came of an order: the files that were put aside, and how many of them are what. */
export interface Made {
  /** Paths of the pages among them, in order. */
  pages: string[];
  charts: number;
  files: [path: string, bytes: number][];
  /** Files that other orders have as well. */
  shared: [path: string, bytes: number][];
}

/** Makes pages and puts them aside. What it needs is loaded when it is first needed. */
export class Workshop {
  readonly #plan: WorkshopPlan;
  readonly library: Library;
  readonly cache: Cache;
  #templates: Promise<Templates> | undefined;
  #renderer: Promise<Renderer> | undefined;
  /** Sizes of the shared files that this thread has put aside. */
  readonly #shared = new Map<string, number>();

  constructor(plan: WorkshopPlan, given?: ReadonlyMap<string, Run>) {
    this.#plan = plan;
    this.library = new Library(given);
    this.cache = plan.cache === null ? NO_CACHE : openCache(plan.cache.folder, plan.cache.generation);
  }

  templates(): Promise<Templates> {
    const { templatesDir, toolVersion, address } = this.#plan;
    this.#templates ??= loadTemplates(templatesDir, toolVersion, address);
    return this.#templates;
  }

  renderer(): Promise<Renderer> {
    this.#renderer ??= createRenderer(undefined, this.cache);
    return this.#renderer;
  }

  /** Makes the pages of an order, or takes them as they were kept, and puts them aside. */
  async make({ key, order }: Job): Promise<Made> {
    const made = await this.makePages(key, () => this.#pagesOf(order));
    return order.kind === "run" ? { ...made, files: [...made.files, this.#copyRunFile(order.ref.listed)] } : made;
  }

  /** What was kept under a key, if all of it is there. */
  #kept(key: string): Bundle | null {
    const content = this.cache.read(key);
    const bundle = content === null ? null : unpackBundle(content);
    return bundle?.shared.every((path) => this.#takeShared(path)) ? bundle : null;
  }

  #takeShared(path: string): boolean {
    if (this.#shared.has(path)) return true;
    const content = this.cache.read(sharedKey(path));
    if (content !== null) this.#shared.set(...this.#place(path, content));
    return content !== null;
  }

  #addShared({ path, content }: SiteFile): void {
    if (this.#shared.has(path)) return;
    this.#shared.set(...this.#place(path, content));
    if (this.cache !== NO_CACHE) this.cache.keep(sharedKey(path), Buffer.from(content));
  }

  /** Shared files with their sizes. */
  sizesOf(shared: readonly string[]): [path: string, bytes: number][] {
    return shared.map((path) => [path, this.#shared.get(path) ?? 0]);
  }

  /** Makes pages that follow from what their key stands for, or takes them as they were kept, and puts them aside. */
  async makePages(key: string, pages: () => AsyncIterable<Page>): Promise<Made> {
    const kept = this.#kept(key);
    const bundle = kept ?? (await this.bundle(pages()));
    if (kept === null && this.cache !== NO_CACHE) this.cache.keep(key, packBundle(bundle));
    return {
      pages: bundle.pages,
      charts: bundle.charts,
      files: bundle.files.map(({ path, content }) => this.#place(path, content)),
      shared: this.sizesOf(bundle.shared),
    };
  }

  /** Pages as files, still in memory, but for those that they share: they are put aside. */
  async bundle(pages: AsyncIterable<Page>): Promise<Bundle> {
    const templates = await this.templates();
    const files: SiteFile[] = [];
    const shared = new Set<string>();
    const paths: string[] = [];
    let charts = 0;
    for await (const page of pages) {
      files.push({ path: page.frame.path, content: templates.render(page) });
      for (const file of page.files ?? []) {
        if (file.isShared) {
          this.#addShared(file);
          shared.add(file.path);
        } else files.push(file);
      }
      paths.push(page.frame.path);
      charts += page.charts;
    }
    return { files, shared: [...shared].sort(), pages: paths, charts };
  }

  async *#pagesOf(order: Order): AsyncGenerator<Page> {
    const render = await this.renderer();
    if (order.kind === "run") {
      const { ref, children, pairs, against } = order;
      yield* runPages({ entry: await this.library.entry(ref, children), pairs, against, render });
    } else if (order.kind === "pair") {
      const [a, b] = [await this.library.side(order.a), await this.library.side(order.b)];
      yield* comparePages(comparePair({ a, b }), render);
    } else {
      const others = [];
      for (const ref of order.others) others.push(await this.library.side(ref));
      yield severalPage({ reference: await this.library.side(order.reference), others }, order.pairs);
    }
  }

  #place(path: string, content: string | Uint8Array): [path: string, bytes: number] {
    return [path, placeFile(this.#plan.staging, path, content)];
  }

  /** The run file byte for byte, so that the hash on the page is the hash of the download. */
  #copyRunFile({ path, download, bytes }: { path: string; download: string; bytes: number }): [string, number] {
    mkdirSync(`${this.#plan.staging}/data`, { recursive: true });
    try {
      copyFileSync(path, `${this.#plan.staging}/data/${download}`);
    } catch (error) {
      const { code, message } = error as NodeJS.ErrnoException;
      throw new UserError(`${path} could not be read again for download: ${code ?? message}`);
    }
    return [`data/${download}`, bytes];
  }
}

/** Under what a file is kept whose name follows from its content. */
function sharedKey(path: string): string {
  return sha256(`shared ${path}`);
}
