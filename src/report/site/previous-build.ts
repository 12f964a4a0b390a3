import { resolve } from "node:path";
import type { Cache } from "../../record/files/cache.js";
import { sha256 } from "../../record/schema/run-id.js";
import { type FileGroup, groupOf, onePatterns, type Patterns } from "./file-list.js";
import type { MadePages } from "./page-maker.js";

/** Lines without use that are left where they are, beside as many as are of use. */
const MOST_DEAD = 100;

/** Pages that were made together, as the next build finds them again. */
export interface PageRecord {
  key: string;
  /** Their files, pages first. */
  group: FileGroup;
  /** Paths of the files that other pages have as well. */
  shared: Patterns;
  pages: number;
  charts: number;
  /** Size of the group's files. */
  bytes: number;
  /** Size of the first page: where it is as it was, so are the others. */
  firstBytes: number;
}

/** @param name of the pages: "run/<id>", "compare/<pair>" */
export function recordOf(name: string, key: string, made: MadePages): PageRecord {
  const { paths, pages, charts, bytes, firstBytes } = made;
  const shared = onePatterns(made.shared.map(([path]) => path));
  return { key, group: groupOf(stemOf(name), paths), shared, pages, charts, bytes, firstBytes };
}

/** The part that all paths of the pages have in common. */
function stemOf(name: string): string {
  return name.split("/")[1] ?? name;
}

/** A record as it is kept in memory: a large archive has tens of thousands. */
interface PackedRecord {
  key: string;
  patterns: Patterns;
  shared: Patterns;
  figures: string;
}

/**
 * Pages of a site with the keys that they were made from. Holds only for the site as the previous build left it: its
 * manifest names the same content.
 */
export class PreviousBuild {
  readonly #cache: Cache;
  readonly #name: string;
  readonly #records = new Map<string, PackedRecord>();
  readonly #numbers = new Map<Patterns, number>();
  #nextNumber = 0;
  #lines = 0;

  /** @param content hash in the manifest of the site; `null`: unknown */
  constructor(cache: Cache, outDir: string, content: string | null) {
    this.#cache = cache;
    this.#name = `site-${sha256(resolve(outDir)).slice(0, 16)}`;
    const lists = new Map<string, Patterns>();
    let last: string | null = null;
    for (const line of cache.lines(this.#name)) {
      const [kind, first = "", ...rest] = line.split("\t");
      const [key = "", own = "", others = "", figures = ""] = rest;
      const [patterns, shared] = [lists.get(own), lists.get(others)];
      if (kind === "P") lists.set(first, this.#numbered(Number(first), rest));
      else if (kind === "U" && patterns && shared) this.#records.set(first, { key, patterns, shared, figures });
      else if (kind === "M") last = first;
      this.#lines += 1;
    }
    if (last !== null && last === content) return;
    this.#records.clear();
    this.#numbers.clear();
  }

  #numbered(number: number, patterns: readonly string[]): Patterns {
    const one = onePatterns(patterns);
    this.#numbers.set(one, number);
    this.#nextNumber = Math.max(this.#nextNumber, number + 1);
    return one;
  }

  /** The pages of a name, if they were made from the same key. */
  find(name: string, key: string): PageRecord | undefined {
    const known = this.#records.get(name);
    if (known?.key !== key) return undefined;
    const [pages = 0, charts = 0, bytes = 0, firstBytes = 0] = known.figures.split(" ").map(Number);
    const { patterns, shared } = known;
    return { key, group: { stem: stemOf(name), patterns }, shared, pages, charts, bytes, firstBytes };
  }

  /** Writes down the pages of a site that was installed. Most lines of a large site stay: only new ones are added. */
  save(records: ReadonlyMap<string, PageRecord>, content: string): void {
    const changed = [...records].filter(([name, { key }]) => this.#records.get(name)?.key !== key);
    const dead = this.#lines + changed.length - records.size;
    if (this.#records.size === 0 || dead > MOST_DEAD + records.size) {
      this.#numbers.clear();
      this.#cache.setLines(this.#name, this.#linesOf(records, content));
    } else this.#cache.addLines(this.#name, this.#linesOf(changed, content));
  }

  #linesOf(records: Iterable<[string, PageRecord]>, content: string): string[] {
    const lines: string[] = [];
    const numberOf = (patterns: Patterns): number => {
      const known = this.#numbers.get(patterns);
      if (known !== undefined) return known;
      const number = this.#nextNumber;
      lines.push(["P", number, ...patterns].join("\t"));
      this.#numbered(number, patterns);
      return number;
    };
    for (const [name, { key, group, shared, pages, charts, bytes, firstBytes }] of records) {
      const numbers = [numberOf(group.patterns), numberOf(shared)];
      lines.push(["U", name, key, ...numbers, [pages, charts, bytes, firstBytes].join(" ")].join("\t"));
    }
    return [...lines, `M\t${content}`];
  }
}
