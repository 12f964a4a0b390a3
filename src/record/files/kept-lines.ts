import type { Cache } from "./cache.js";

/** Lines without use that stay in a file, beside as many as are in use. */
const MOST_UNUSED = 100;
/** Lines that are written at a time: the new lines of a large folder would fill the memory. */
const PORTION = 200;

interface Kept {
  fields: readonly string[];
  used: boolean;
}

/**
 * Fields of text by kind and key, kept between runs of the program as lines of a cache. Lines are only added; what was not
 * asked for goes when most lines are without use. Any line may be missing: whoever needs it works it out again.
 */
export class KeptLines {
  readonly #cache: Cache;
  readonly #name: string;
  readonly #kinds = new Map<string, Map<string, Kept>>();
  #added: string[] = [];
  #lines = 0;

  /** @param name of the lines within the cache */
  constructor(cache: Cache, name: string) {
    this.#cache = cache;
    this.#name = name;
    for (const line of cache.lines(name)) {
      const [kind = "", key = "", ...fields] = line.split("\t");
      this.#kind(kind).set(key, { fields, used: false });
      this.#lines += 1;
    }
  }

  #kind(kind: string): Map<string, Kept> {
    const known = this.#kinds.get(kind);
    if (known !== undefined) return known;
    const made = new Map<string, Kept>();
    this.#kinds.set(kind, made);
    return made;
  }

  get(kind: string, key: string): readonly string[] | undefined {
    const kept = this.#kinds.get(kind)?.get(key);
    if (kept !== undefined) kept.used = true;
    return kept?.fields;
  }

  /** All keys of a kind with their fields; they count as asked for. */
  all(kind: string): [key: string, fields: readonly string[]][] {
    const kept = [...(this.#kinds.get(kind) ?? [])];
    for (const [, one] of kept) one.used = true;
    return kept.map(([key, { fields }]) => [key, fields]);
  }

  /** @param key and fields: text without tabs and line breaks, such as JSON */
  set(kind: string, key: string, fields: readonly string[]): void {
    const known = this.get(kind, key);
    if (known?.length === fields.length && fields.every((field, index) => field === known[index])) return;
    this.#kind(kind).set(key, { fields, used: true });
    this.#added.push(lineOf(kind, key, fields));
    if (this.#added.length >= PORTION) this.#flush();
  }

  /** A value that was kept as JSON; undefined where none was. */
  recall<T>(kind: string, key: string): T | undefined {
    const json = this.get(kind, key)?.[0];
    return json === undefined ? undefined : (JSON.parse(json) as T);
  }

  /** Keeps a value as JSON, and gives back what will be recalled. */
  keep<T>(kind: string, key: string, value: T): T {
    const json = JSON.stringify(value);
    this.set(kind, key, [json]);
    return JSON.parse(json) as T;
  }

  #flush(): void {
    this.#cache.addLines(this.#name, this.#added);
    this.#lines += this.#added.length;
    this.#added = [];
  }

  /** Writes what is new; where most lines are without use, all that are in use take their place. */
  save(): void {
    this.#flush();
    let used = 0;
    for (const keys of this.#kinds.values()) for (const kept of keys.values()) used += Number(kept.used);
    if (this.#lines - used <= MOST_UNUSED + used) return;
    const live = [...this.#kinds].flatMap(([kind, keys]) =>
      [...keys].flatMap(([key, kept]) => (kept.used ? [lineOf(kind, key, kept.fields)] : [])),
    );
    this.#cache.setLines(this.#name, live);
    this.#lines = used;
  }
}

function lineOf(kind: string, key: string, fields: readonly string[]): string {
  return [kind, key, ...fields].join("\t");
}
