import { readFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import { runJsonSchema } from "../record/json-schema.js";
import type { StoredRun } from "../record/stored-run.js";
import { UserError } from "../user-error.js";
import { type Entry, openArchive } from "./archive.js";
import { createRenderer, type Renderer } from "./charts/render.js";
import { type Output, openOutput } from "./output.js";
import { type ComparedPair, comparePages, comparePair } from "./pages/compare.js";
import { dataPage, SCHEMA_FILE } from "./pages/data.js";
import { fixedPages } from "./pages/fixed.js";
import { homePage } from "./pages/home.js";
import type { Page } from "./pages/page.js";
import { runPages } from "./pages/run.js";
import { choosePairs } from "./pairs.js";
import { DEFAULT_TEMPLATES, loadTemplates, type Templates } from "./templates.js";

export interface SiteOptions {
  runs: readonly StoredRun[];
  outDir: string;
  /** Default: the templates of this package. */
  templatesDir?: string;
  toolVersion: string;
}

export interface Site {
  indexPath: string;
  pages: number;
  charts: number;
  /** Size of all files. */
  bytes: number;
  /** Paths that the last build had and this one has no longer. */
  dropped: string[];
}

/**
 * Builds the site of an archive of runs. The same runs give the same bytes. A build that fails leaves the old site as it
 * was.
 *
 * @throws UserError where `outDir` holds files that are not an earlier site's
 */
export async function buildSite({ runs, outDir, templatesDir, toolVersion }: SiteOptions): Promise<Site> {
  const output = await openOutput(outDir);
  try {
    const archive = openArchive(runs);
    const compared = choosePairs(archive).map(comparePair);
    const templates = await loadTemplates(templatesDir ?? DEFAULT_TEMPLATES, toolVersion);
    const render = await createRenderer();
    const counts = await writePages(pagesOf(archive, compared, render), templates, output);
    await copyAssets(templates, output);
    await copyRunFiles(archive, output);
    const { bytes, dropped } = await output.install(toolVersion);
    return { indexPath: resolve(join(outDir, "index.html")), ...counts, bytes, dropped };
  } finally {
    await output.discard();
  }
}

/** Every page of the site, one at a time: an archive of hundreds of runs is never in memory as HTML. */
async function* pagesOf(
  archive: readonly Entry[],
  compared: readonly ComparedPair[],
  render: Renderer,
): AsyncGenerator<Page> {
  yield homePage(archive, compared);
  for (const entry of archive) {
    const pairs = compared.map(({ pair }) => pair).filter(({ a, b }) => a === entry || b === entry);
    yield* runPages({ entry, pairs, render });
  }
  for (const one of compared) yield* comparePages(one, render);
  yield dataPage(archive);
  yield* fixedPages(archive);
}

async function writePages(pages: AsyncGenerator<Page>, templates: Templates, output: Output) {
  const counts = { pages: 0, charts: 0 };
  for await (const page of pages) {
    await output.add(page.frame.path, templates.render(page));
    for (const { path, content } of page.files ?? []) await output.add(path, content);
    counts.pages += 1;
    counts.charts += page.charts;
  }
  return counts;
}

async function copyAssets({ assets }: Templates, output: Output): Promise<void> {
  for (const [path, text] of assets) await output.add(path, text);
}

/** Run files byte for byte, so that the hash on the page is the hash of the download; and what their fields mean. */
async function copyRunFiles(archive: readonly Entry[], output: Output): Promise<void> {
  await output.add(`data/${SCHEMA_FILE}`, `${JSON.stringify(runJsonSchema(), null, 2)}\n`);
  for (const { path, download } of archive) {
    const bytes = await readFile(path).catch((error: NodeJS.ErrnoException) => {
      throw new UserError(`${path} could not be read again for download: ${error.code ?? error.message}`);
    });
    await output.add(`data/${download}`, bytes);
  }
}
