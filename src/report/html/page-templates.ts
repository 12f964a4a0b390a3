import { readdir, readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import type Handlebars from "handlebars";
import { packagePaths } from "../../package-paths.js";
import { sha256 } from "../../record/schema/run-id.js";
import { compareText } from "../archive/run-entry.js";
import { linkTerms } from "../glossary/link-terms.js";
import { type Frame, type Page, rootOf } from "../page-model/page.js";
import { type Address, pageUrl } from "../page-model/site-address.js";
import { CHANGES_FEED, FEED } from "../pages/overview/feed.js";

export const OPTIONS = { strict: true, knownHelpersOnly: true, preventIndent: true } as const;

const NAVIGATION = [
  { section: "runs", text: "Runs", path: "index.html" },
  { section: "history", text: "History", path: "history/index.html" },
  { section: "method", text: "Method", path: "method/index.html" },
  { section: "glossary", text: "Glossary", path: "glossary/index.html" },
  { section: "data", text: "Data", path: "data/index.html" },
] as const;

export interface Templates {
  /** HTML of a page. */
  render(page: Page): string;
  /** Files that pages link to, by path inside the site. */
  assets: Map<string, string>;
}

/** Texts of templates by name. */
type Texts = [name: string, text: string][];

export async function readTemplates(folder: string): Promise<Record<"partials" | "pages", Texts>> {
  const read = async (part: string) =>
    (await readAll(join(folder, part))).map(([name, text]): Texts[number] => [
      name.replace(/\.hbs$/, ""),
      part === "partials" ? text.trimEnd() : text,
    ]);
  return { partials: await read("partials"), pages: await read("pages") };
}

type Ready = Readonly<Record<string, Parameters<typeof Handlebars.template>[0]>>;

/** Makes templates from their text. The compiler of Handlebars is loaded only where a template is not precompiled. */
async function makerFor(texts: Texts) {
  const { ready } = (await import(pathToFileURL(packagePaths.precompiledTemplates).href)) as { ready: Ready };
  const known = (text: string) => ready[sha256(text)];
  const isReady = texts.every(([, text]) => known(text) !== undefined);
  const load = createRequire(import.meta.url);
  const handlebars = (load(isReady ? "handlebars/runtime" : "handlebars") as typeof Handlebars).create();
  const make = (text: string) => {
    const own = known(text);
    return own === undefined ? handlebars.compile(text, OPTIONS) : handlebars.template(own);
  };
  return { handlebars, make };
}

/** Makes every template of `folder` (`pages`, `partials`) and reads its `assets`. */
export async function loadTemplates(folder: string, toolVersion: string, address: Address): Promise<Templates> {
  const texts = await readTemplates(folder);
  const { handlebars, make } = await makerFor([...texts.partials, ...texts.pages]);
  for (const [name, text] of texts.partials) handlebars.registerPartial(name, make(text));
  const pages = new Map(texts.pages.map(([name, text]) => [name, make(text)]));
  const assets = new Map((await readAll(join(folder, "assets"))).map(([name, text]) => [`assets/${name}`, text]));
  assets.set("assets/explore.js", await readFile(packagePaths.explorerScript, "utf8"));
  return {
    assets,
    render({ body, ...page }) {
      const frame = { contents: [], ...page };
      const template = pages.get(frame.template);
      if (!template) throw new Error(`no template named ${frame.template}`);
      const root = frame.isAnywhere ? (address.base ?? "") : rootOf(frame.path);
      const nav = NAVIGATION.map(({ section, text, path }) => ({
        href: root + path,
        text,
        current: section === frame.section,
      }));
      const escaped = template({
        frame,
        tab: tabTitle(frame),
        body,
        root,
        nav,
        toolVersion,
        published: publishedAt(frame, address),
      });
      const html = escaped.replaceAll("&#x3D;", "=").replaceAll("&#x27;", "'");
      // A chart by itself stands within other pages.
      if (frame.template === "chart") return html;
      return linkTerms(html, { glossary: `${root}glossary/index.html`, isGlossary: frame.section === "glossary" });
    },
  };
}

interface Published {
  url: string;
  feed: string;
  changes: string;
}

/** Hash of all templates and assets of a folder. */
export async function templatesHash(folder: string): Promise<string> {
  const all = await Promise.all(["partials", "pages", "assets"].map((name) => readAll(join(folder, name))));
  return sha256(JSON.stringify(all));
}

/** Longer titles are cut by browsers and search engines, at no word's end. */
const LONGEST_TITLE = 60;

/** The title of a page as its tab shows it: with the site's name where there is room, else cut after a word. */
export function tabTitle({ title }: Pick<Frame, "title">): string {
  const named = `${title} · Scalebook`;
  if (named.length <= LONGEST_TITLE) return named;
  if (title.length <= LONGEST_TITLE) return title;
  return `${title.slice(0, LONGEST_TITLE - 2).replace(/[\s,;:(]*\s\S*$/, "")} …`;
}

/** Links in the head of a page; `null` where its address is not known. */
function publishedAt(frame: Frame, address: Address): Published | null {
  const url = pageUrl(address, frame.path);
  if (url === null || frame.isAnywhere) return null;
  return { url, feed: pageUrl(address, FEED) as string, changes: pageUrl(address, CHANGES_FEED) as string };
}

export async function readAll(folder: string): Promise<[name: string, text: string][]> {
  const names = (await readdir(folder)).sort(compareText);
  return Promise.all(
    names.map(async (name): Promise<[string, string]> => [name, await readFile(join(folder, name), "utf8")]),
  );
}
