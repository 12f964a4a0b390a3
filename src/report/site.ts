import { readFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import { type FollowedSeries, followSeries } from "../analysis/history/follow.js";
import { seriesOf } from "../analysis/history/series.js";
import { runJsonSchema } from "../record/json-schema.js";
import type { StoredRun } from "../record/stored-run.js";
import { UserError } from "../user-error.js";
import { type Address, NO_ADDRESS } from "./address.js";
import { compareText, type Entry, eachTrialOnce, groupEntries, openArchive } from "./archive.js";
import { createRenderer, type Renderer } from "./charts/render.js";
import { CHANGES_FEED, changesFeed, FEED, runsFeed } from "./feed.js";
import { type Output, openOutput } from "./output.js";
import { type ComparedPair, comparePages, comparePair } from "./pages/compare.js";
import { dataPage, SCHEMA_FILE } from "./pages/data.js";
import { fixedPages, NOT_FOUND } from "./pages/fixed.js";
import { glossaryPage } from "./pages/glossary.js";
import { historyPages } from "./pages/history.js";
import { changeItems } from "./pages/history-changes.js";
import { homePage } from "./pages/home.js";
import { machinePage } from "./pages/machine.js";
import type { Page } from "./pages/page.js";
import { runPages } from "./pages/run.js";
import { chooseSeveral, type Several, severalPage } from "./pages/several.js";
import { studyPage } from "./pages/study.js";
import { choosePairs, publishedComparisons } from "./pairs.js";
import { SITEMAP, sitemap } from "./sitemap.js";
import { DEFAULT_TEMPLATES, loadTemplates, type Templates } from "./templates.js";

export interface SiteOptions {
  runs: readonly StoredRun[];
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
}

export interface Site {
  indexPath: string;
  pages: number;
  charts: number;
  /** Size of all files. */
  bytes: number;
  /** Paths that the last build, or the published site, had and this one has no longer. */
  dropped: string[];
}

/**
 * Builds the site of an archive of runs. The same runs give the same bytes. A build that fails leaves the old site as it
 * was.
 *
 * @throws UserError where `outDir` holds files that are not an earlier site's
 */
export async function buildSite(options: SiteOptions): Promise<Site> {
  const { runs, outDir, templatesDir = DEFAULT_TEMPLATES, toolVersion, address = NO_ADDRESS } = options;
  const output = await openOutput(outDir);
  try {
    const published = [...output.before, ...(options.published ?? [])];
    const archive = openArchive(runs);
    const [reference, ...others] = options.compare ?? [];
    const asked = reference === undefined ? [] : [reference, ...others.map((other) => `${reference}--${other}`)];
    const kept = [...publishedComparisons(published), ...asked];
    const compared = choosePairs(archive, kept).map(comparePair);
    const several = chooseSeveral(
      archive,
      compared.map(({ pair }) => pair),
      kept,
    );
    const templates = await loadTemplates(templatesDir, toolVersion, address);
    const render = await createRenderer();
    const followed = seriesOf(eachTrialOnce(archive)).map(followSeries);
    const pages = pagesOf({ archive, compared, several, followed, render });
    const { paths, charts } = await writePages(pages, templates, output);
    await writePublication({ archive, followed, pages: paths, address }, output);
    await copyAssets(templates, output);
    await copyRunFiles(archive, output);
    const dropped = [...new Set(published)].filter((path) => !output.has(path)).sort(compareText);
    const { bytes } = await output.install(toolVersion);
    return { indexPath: resolve(join(outDir, "index.html")), pages: paths.length, charts, bytes, dropped };
  } finally {
    await output.discard();
  }
}

/** What pages are made from. */
interface Contents {
  archive: readonly Entry[];
  compared: readonly ComparedPair[];
  several: readonly Several[];
  followed: readonly FollowedSeries[];
  render: Renderer;
}

/** Every page of the site, one at a time: an archive of hundreds of runs is never in memory as HTML. */
async function* pagesOf({ archive, compared, several, followed, render }: Contents): AsyncGenerator<Page> {
  const pairs = compared.map(({ pair }) => pair);
  const series = followed.map((one) => one.series);
  yield homePage(archive, compared);
  for (const entries of groupEntries(archive, ({ run }) => run.study)) yield studyPage({ entries, compared, series });
  for (const entries of groupEntries(archive, ({ run }) => run.machine.id)) yield machinePage(entries);
  for (const entry of archive) {
    const against = several.find(({ reference }) => reference === entry)?.others.length ?? 0;
    yield* runPages({ entry, pairs: pairs.filter(({ a, b }) => a === entry || b === entry), against, render });
  }
  for (const one of compared) yield* comparePages(one, render);
  for (const one of several) yield severalPage(one, pairs);
  yield* historyPages(followed, render);
  yield dataPage(archive);
  yield glossaryPage(archive);
  yield* fixedPages(archive);
}

async function writePages(pages: AsyncGenerator<Page>, templates: Templates, output: Output) {
  const paths: string[] = [];
  let charts = 0;
  for await (const page of pages) {
    await output.add(page.frame.path, templates.render(page));
    for (const { path, content } of page.files ?? []) await output.add(path, content);
    paths.push(page.frame.path);
    charts += page.charts;
  }
  return { paths, charts };
}

interface Publication extends Pick<Contents, "archive" | "followed"> {
  pages: readonly string[];
  address: Address;
}

/** What only a site with an address has: its map for search engines, its feeds of runs and of confirmed changes. */
async function writePublication({ archive, followed, pages, address }: Publication, output: Output) {
  const findable = pages.filter((path) => path !== NOT_FOUND);
  for (const [path, text] of [
    [SITEMAP, sitemap(findable, address)],
    [FEED, runsFeed(archive, address)],
    [CHANGES_FEED, changesFeed(changeItems(followed, address), address)],
  ] as const) {
    if (text !== null) await output.add(path, text);
  }
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
