import { dirname, join, normalize } from "node:path";

/** A site as a reader's clicks see it. */
export interface Crawl {
  /** Pages that can be reached from the entrance. */
  reached: Set<string>;
  /** "page -> link: what is wrong". */
  broken: string[];
}

/**
 * Follows every link of a site from its entrance. Links are relative and name their file, so that they work from a disk as
 * from a server.
 *
 * @param files text of every file by its path inside the site
 */
export function crawl(files: ReadonlyMap<string, string>, from = "index.html"): Crawl {
  const reached = new Set<string>([from]);
  const broken: string[] = [];
  for (const path of reached) {
    const html = files.get(path) ?? "";
    for (const [, link = ""] of html.matchAll(/ (?:href|src|data-explore|data-page)="([^"]*)"/g)) {
      const problem = problemOf(link, path, files);
      if (problem !== "") broken.push(`${path} -> ${link}: ${problem}`);
      const target = targetOf(link, path);
      if (target?.endsWith(".html") && files.has(target)) reached.add(target);
    }
  }
  return { reached, broken };
}

function targetOf(link: string, from: string): string | null {
  const [path = ""] = link.split(/[?#]/);
  if (link.startsWith("data:")) return null;
  return path === "" ? from : normalize(join(dirname(from), path));
}

function problemOf(link: string, from: string, files: ReadonlyMap<string, string>): string {
  const target = targetOf(link, from);
  if (target === null) return "";
  if (/^(?:[a-z]+:|\/)/i.test(link)) return "not relative";
  const file = files.get(target);
  if (file === undefined) return "no such file";
  const anchor = link.split("#")[1];
  return anchor !== undefined && !file.includes(` id="${anchor}"`) ? "no such anchor" : "";
}
