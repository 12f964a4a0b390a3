import { UserError } from "../../user-error.js";

/** Address of a published site, as far as it is known at the build. */
export interface Address {
  /** Path of its home page, a slash at both ends: "/a/b/". `null`: unknown; then no link depends on it. */
  base: string | null;
  /** The same with its host: "https://example.org/a/b/". `null`: unknown; then nothing absolute is written. */
  url: string | null;
}

export const NO_ADDRESS: Address = { base: null, url: null };

/** Segments that need no escape in a URL; "." and ".." would lead elsewhere. */
const BASE = /^\/(?:(?!\.{1,2}\/)[A-Za-z0-9._~-]+\/)*$/;

/**
 * Reads `--base` and `--site-url`; a missing slash at the end is added.
 *
 * @throws UserError where one of them cannot be meant, or the two contradict each other
 */
export function parseAddress({ base, siteUrl }: { base?: string; siteUrl?: string }): Address {
  const given = base === undefined ? null : parseBase(base);
  const url = siteUrl === undefined ? null : parseSiteUrl(siteUrl);
  if (url === null) return { base: given, url };
  const implied = new URL(url).pathname;
  if (given !== null && given !== implied)
    throw new UserError(`--base is ${given} and --site-url has ${implied}: leave --base out, the address has it`);
  return { base: implied, url };
}

/** Absolute address of a page; `null` without the site's. Folders stand for their index.html, as servers have it. */
export function pageUrl({ url }: Address, path: string): string | null {
  return url === null ? null : url + path.replace(/(^|\/)index\.html$/, "$1");
}

function parseBase(text: string): string {
  const base = text.endsWith("/") ? text : `${text}/`;
  if (BASE.test(base)) return base;
  throw new UserError(`--base is "${text}": give the path that the site will have on its server, such as /a/b/`);
}

function parseSiteUrl(text: string): string {
  const slashed = text.endsWith("/") ? text : `${text}/`;
  const url = URL.canParse(slashed) ? new URL(slashed) : null;
  const isPlain =
    url !== null && ["http:", "https:"].includes(url.protocol) && !/[?#]/.test(text) && url.username === "";
  if (isPlain && BASE.test(url.pathname)) return url.href;
  throw new UserError(`--site-url is "${text}": give the whole address of the site, such as https://example.org/a/b/`);
}
