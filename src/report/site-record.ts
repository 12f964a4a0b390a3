import { resolve } from "node:path";
import type { BuildCache } from "../record/build-cache.js";
import { sha256 } from "../record/id.js";
import type { Made } from "./workshop.js";

/** Lines of no more use that are left where they are, beside as many as are of use. */
const MOST_DEAD = 100;

/**
 * Which files of a site came of which order, and from what: those that would come out the same stay where they are. Holds only
 * for the site as that build left it, which the manifest of the site tells.
 */
export class SiteRecord {
  readonly #cache: BuildCache;
  readonly #name: string;
  readonly #before = new Map<string, { key: string; json: string }>();
  readonly #now = new Map<string, string>();
  readonly #added: string[] = [];
  #lines = 0;

  /** @param content what the manifest says that the site holds; `null`: nothing that we know of */
  constructor(cache: BuildCache, outDir: string, content: string | null) {
    this.#cache = cache;
    this.#name = `site-${sha256(resolve(outDir)).slice(0, 16)}`;
    let last: string | null = null;
    for (const line of cache.lines(this.#name)) {
      const [kind, name = "", key = "", json = ""] = line.split("\t");
      if (kind === "U") this.#before.set(name, { key, json });
      else if (kind === "M") last = name;
      this.#lines += 1;
    }
    if (last === null || last !== content) this.#before.clear();
  }

  /** What came of an order of the same key. */
  made(name: string, key: string): Made | undefined {
    const known = this.#before.get(name);
    return known?.key === key ? (JSON.parse(known.json) as Made) : undefined;
  }

  add(name: string, key: string, made: Made): void {
    const known = this.#before.get(name);
    const line =
      known?.key === key ? ["U", name, key, known.json].join("\t") : ["U", name, key, JSON.stringify(made)].join("\t");
    this.#now.set(name, line);
    if (known?.key !== key) this.#added.push(line);
  }

  /** Keeps the record of a site that is in its place. */
  save(content: string): void {
    const lines = [...this.#added, `M\t${content}`];
    if (this.#lines + lines.length - this.#now.size > MOST_DEAD + this.#now.size || this.#before.size === 0) {
      this.#cache.setLines(this.#name, [...this.#now.values(), `M\t${content}`]);
    } else this.#cache.addLines(this.#name, lines);
  }
}
