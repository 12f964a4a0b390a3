import { xml } from "../format/xml.js";
import { type Address, pageUrl } from "../page-model/site-address.js";

export const SITEMAP = "sitemap.xml";
/** A sitemap may list so many addresses (sitemaps.org). */
const MOST_URLS = 50_000;

/** The addresses of these pages for search engines; `null` where the site has no address. */
export function sitemap(paths: readonly string[], address: Address): string | null {
  if (address.url === null) return null;
  const urls = paths
    .slice(0, MOST_URLS)
    .map((path) => `<url><loc>${xml(pageUrl(address, path) as string)}</loc></url>`);
  return `${[
    '<?xml version="1.0" encoding="utf-8"?>',
    '<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">',
    ...urls,
    "</urlset>",
  ].join("\n")}\n`;
}
