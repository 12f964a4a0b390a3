import { isUsable } from "../../../record/folder/run-facts.js";
import type { ListedRun } from "../../archive/run-entry.js";
import { xml } from "../../html/xml.js";
import type { SiteFile } from "../../page-model/page.js";
import { runTitle, whereAndWhen } from "../../page-model/run-words.js";
import { type Address, pageUrl } from "../../page-model/site-address.js";
import type { HighlightsOf } from "../run-highlights.js";

/** Paths of the feeds of all runs and of confirmed changes. */
export const FEED = "feed.xml";
export const CHANGES_FEED = "changes.xml";
/** A sitemap may list so many addresses (sitemaps.org). */
const MOST_URLS = 50_000;
/** Readers fetch the whole feed again and again; older runs stand on the site. */
export const MOST_ITEMS = 50;

/** An entry of a feed. */
export interface FeedItem {
  title: string;
  /** Paragraphs. */
  text: readonly string[];
  /** Absolute and permanent: feed readers identify the entry by it. */
  url: string;
  at: string;
}

/** The runs of an archive that have something to tell, newest first, as an Atom feed; `null` where the site has no address. */
export function runsFeed(
  newestFirst: readonly ListedRun[],
  address: Address,
  highlightsOf: HighlightsOf,
): string | null {
  if (address.url === null) return null;
  const told = newestFirst.filter(({ run }) => isUsable(run)).slice(0, MOST_ITEMS);
  const items = told.map((entry) => ({
    title: `${runTitle(entry)} on ${whereAndWhen(entry)}`,
    text: highlightsOf(entry).sentences,
    url: pageUrl(address, `run/${entry.run.id}/index.html`) as string,
    at: entry.run.finishedAt,
  }));
  return atom({ title: "Scalebook: recorded runs", home: address.url, self: address.url + FEED, items });
}

/** Confirmed changes as an Atom feed; `null` where the site has no address. */
export function changesFeed(items: readonly FeedItem[], address: Address): string | null {
  if (address.url === null) return null;
  const newest = items.toSorted((a, b) => Date.parse(b.at) - Date.parse(a.at)).slice(0, MOST_ITEMS);
  const title = "Scalebook: confirmed changes";
  return atom({ title, home: `${address.url}history/`, self: address.url + CHANGES_FEED, items: newest });
}

interface Feed {
  title: string;
  home: string;
  self: string;
  items: readonly FeedItem[];
}

/** RFC 4287. An empty feed has to be dated as well: before anything was recorded. */
function atom({ title, home, self, items }: Feed): string {
  const updated =
    items
      .map(({ at }) => at)
      .sort()
      .at(-1) ?? "1970-01-01T00:00:00.000Z";
  return `${[
    '<?xml version="1.0" encoding="utf-8"?>',
    '<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="en">',
    `<title>${xml(title)}</title>`,
    `<id>${xml(home)}</id>`,
    `<link href="${xml(home)}"/>`,
    `<link rel="self" type="application/atom+xml" href="${xml(self)}"/>`,
    `<updated>${xml(updated)}</updated>`,
    "<author><name>Scalebook</name></author>",
    ...items.map(entryOf),
    "</feed>",
  ].join("\n")}\n`;
}

function entryOf({ title, text, url, at }: FeedItem): string {
  return [
    "<entry>",
    `<title>${xml(title)}</title>`,
    `<id>${xml(url)}</id>`,
    `<link href="${xml(url)}"/>`,
    `<updated>${xml(at)}</updated>`,
    `<summary>${xml(text.join("\n"))}</summary>`,
    "</entry>",
  ].join("\n");
}

/** The addresses of these pages for search engines; no file where the site has no address. */
export function sitemapFile(paths: readonly string[], address: Address): SiteFile[] {
  if (address.url === null) return [];
  const urls = paths
    .slice(0, MOST_URLS)
    .map((path) => `<url><loc>${xml(pageUrl(address, path) as string)}</loc></url>`);
  const lines = [
    '<?xml version="1.0" encoding="utf-8"?>',
    '<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">',
    ...urls,
    "</urlset>",
  ];
  return [{ path: "sitemap.xml", content: `${lines.join("\n")}\n` }];
}
