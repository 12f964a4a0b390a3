import { resolve } from "node:path";
import type { Cache } from "../../record/files/cache.js";
import { sha256 } from "../../record/schema/run-id.js";
import { groupOf, onePatterns, type Patterns } from "./file-list.js";
import type { KeptFiles } from "./output-folder.js";
import type { Made } from "./page-maker.js";

/** Lines of no more use that are left where they are, beside as many as are of use. */
const MOST_DEAD = 100;

/** What came of an order, in short; of its files the pages come first. */
export interface MadeInShort extends KeptFiles {
  pages: number;
  charts: number;
}

interface Before {
  key: string;
  patterns: Patterns;
  shared: Patterns;
  figures: string;
}

/** @param name of the order: "run/<id>", "compare/<pair>" */
export function inShort(name: string, { pages, charts, files, shared }: Made): MadeInShort {
  const sizes = new Map(files);
  const others = files.flatMap(([path]) => (pages.includes(path) ? [] : path));
  return {
    group: groupOf(stemOf(name), [...pages, ...others]),
    pages: pages.length,
    charts,
    bytes: files.reduce((sum, [, bytes]) => sum + bytes, 0),
    firstBytes: sizes.get(pages[0] ?? "") ?? 0,
    shared: onePatterns(shared.map(([path]) => path)),
  };
}

/** What the paths of an order's files have in common. */
function stemOf(name: string): string {
  return name.split("/")[1] ?? name;
}

/**
 * Which files of a site came of which order, and from what: those that would come out the same stay where they are. Holds only
 * for the site as that build left it, which the manifest of the site tells.
 */
export class SiteRecord {
  readonly #cache: Cache;
  readonly #name: string;
  readonly #before = new Map<string, Before>();
  readonly #now = new Map<string, { key: string; made: MadeInShort }>();
  readonly #numbers = new Map<Patterns, number>();
  readonly #changed: string[] = [];
  #nextNumber = 0;
  #lines = 0;

  /** @param content what the manifest says that the site holds; `null`: nothing that we know of */
  constructor(cache: Cache, outDir: string, content: string | null) {
    this.#cache = cache;
    this.#name = `site-${sha256(resolve(outDir)).slice(0, 16)}`;
    const lists = new Map<string, Patterns>();
    let last: string | null = null;
    for (const line of cache.lines(this.#name)) {
      const [kind, first = "", ...rest] = line.split("\t");
      const [key = "", own = "", others = "", figures = ""] = rest;
      const [patterns, shared] = [lists.get(own), lists.get(others)];
      if (kind === "P") this.#takePatterns(lists, first, rest);
      else if (kind === "U" && patterns && shared) this.#before.set(first, { key, patterns, shared, figures });
      else if (kind === "M") last = first;
      this.#lines += 1;
    }
    if (last !== null && last === content) return;
    this.#before.clear();
    this.#numbers.clear();
  }

  #takePatterns(lists: Map<string, Patterns>, number: string, patterns: readonly string[]): void {
    const one = onePatterns(patterns);
    lists.set(number, one);
    this.#numbers.set(one, Number(number));
    this.#nextNumber = Math.max(this.#nextNumber, Number(number) + 1);
  }

  /** What came of an order of the same key. */
  made(name: string, key: string): MadeInShort | undefined {
    const known = this.#before.get(name);
    if (known?.key !== key) return undefined;
    const [pages = 0, charts = 0, bytes = 0, firstBytes = 0] = known.figures.split(" ").map(Number);
    const { patterns, shared } = known;
    return { group: { stem: stemOf(name), patterns }, shared, pages, charts, bytes, firstBytes };
  }

  add(name: string, key: string, made: MadeInShort): void {
    this.#now.set(name, { key, made });
    if (this.#before.get(name)?.key !== key) this.#changed.push(name);
  }

  /** Keeps the record of a site that is in its place. */
  save(content: string): void {
    const dead = this.#lines + this.#changed.length - this.#now.size;
    if (this.#before.size === 0 || dead > MOST_DEAD + this.#now.size) {
      this.#numbers.clear();
      this.#cache.setLines(this.#name, this.#linesOf(this.#now.keys(), content));
    } else this.#cache.addLines(this.#name, this.#linesOf(this.#changed, content));
  }

  #linesOf(names: Iterable<string>, content: string): string[] {
    const lines: string[] = [];
    const numberOf = (patterns: Patterns): number => {
      const known = this.#numbers.get(patterns);
      if (known !== undefined) return known;
      const number = this.#nextNumber++;
      this.#numbers.set(patterns, number);
      lines.push(["P", number, ...patterns].join("\t"));
      return number;
    };
    for (const name of names) {
      const one = this.#now.get(name);
      if (one === undefined) continue;
      const { group, shared, pages, charts, bytes, firstBytes } = one.made;
      const numbers = [numberOf(group.patterns), numberOf(shared)];
      lines.push(["U", name, one.key, ...numbers, [pages, charts, bytes, firstBytes].join(" ")].join("\t"));
    }
    return [...lines, `M\t${content}`];
  }
}
