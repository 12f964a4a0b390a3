import type { Stats } from "node:fs";
import type { Cache } from "../../record/files/cache.js";
import { Shared, type SharedValue } from "./interned-values.js";
import { type PackedDigest, type UnpackedDigest, unpackDigest } from "./packed-digest.js";

/** A run file as it was last read. */
export interface KnownFile {
  sha256: string;
  /** SHA-256 of the JSON in it. */
  content: string;
  bytes: number;
}

/** The digest of a run with what says how the blocks of others follow on its own. */
export interface ShelvedDigest extends UnpackedDigest {
  blocks: BlockRange;
}

/** A digest as it is kept; `blocks`: JSON of a {@link BlockRange}. */
export interface DigestLine extends PackedDigest {
  blocks: string;
}

/** Numbers of the first and the last block (`null`: there is none), and how many there are. */
export type BlockRange = readonly [first: number | null, last: number | null, count: number];

/** Lines of no more use that are left where they are, beside as many as are of use. */
const MOST_DEAD = 100;
/** New lines are written in portions: those of a large archive would fill the memory. */
const PORTION = 200;

interface Kept<T> {
  what: T;
  used: boolean;
}

/**
 * What is known of the run files of one folder without opening them: the hash of each, found again by its size and time, and
 * by that hash its digest and what else was worked out of it. Kept as lines that only grow; any that is missing is worked out again.
 */
export class Shelf {
  readonly #cache: Cache;
  readonly #name: string;
  readonly #shared = new Shared();
  readonly #files = new Map<string, Kept<{ stamp: string; known: KnownFile }>>();
  readonly #digests = new Map<string, Kept<DigestLine>>();
  readonly #other = new Map<string, Kept<string>>();
  #added: string[] = [];
  #lines = 0;

  constructor(cache: Cache, name: string) {
    this.#cache = cache;
    this.#name = name;
    for (const line of cache.lines(name)) this.#take(line.split("\t"));
  }

  #take([kind, key = "", ...rest]: readonly string[]): void {
    const [first = "", second = "", third = "", fourth = ""] = rest;
    if (kind === "S") this.#shared.take(key, first);
    else if (kind === "F")
      this.#setFile(key, { stamp: first, known: { sha256: second, content: third, bytes: Number(fourth) } }, false);
    else if (kind === "D")
      this.#digests.set(key, { what: { blocks: first, head: second, cells: third, times: fourth }, used: false });
    else if (kind === "T") this.#other.set(key, { what: first, used: false });
    this.#lines += 1;
  }

  #setFile(name: string, what: { stamp: string; known: KnownFile }, used: boolean): void {
    this.#files.set(name, { what, used });
  }

  /** The hash of a file that is as it was when it was last read. */
  fileOf(name: string, stats: Stats): KnownFile | undefined {
    const file = this.#files.get(name);
    if (file === undefined || file.what.stamp !== stampOf(stats)) return undefined;
    file.used = true;
    return file.what.known;
  }

  addFile(name: string, stats: Stats, known: KnownFile): void {
    const what = { stamp: stampOf(stats), known };
    this.#setFile(name, what, true);
    this.#add(fileLine(name, what));
  }

  digestOf(key: string): ShelvedDigest | undefined {
    const kept = this.#digests.get(key);
    if (kept === undefined) return undefined;
    try {
      const digest = unpackDigest(kept.what, this.#shared);
      kept.used = true;
      return { ...digest, blocks: JSON.parse(kept.what.blocks) as BlockRange };
    } catch {
      return undefined;
    }
  }

  /** What all runs have in common: for whoever digests one. */
  get shared(): Shared {
    return this.#shared;
  }

  /** Takes over what the digests of another thread have in common. */
  share(values: readonly SharedValue[]): void {
    for (const [name, json] of values) this.#shared.add(name, json);
  }

  /** Keeps a digest and gives back what the next build will find: whether it was kept makes no difference. */
  addDigest(key: string, line: DigestLine): ShelvedDigest {
    this.#digests.set(key, { what: line, used: true });
    for (const [name, json] of this.#shared.takeNew()) this.#add(sharedLine(name, json));
    this.#add(digestLine(key, line));
    return { ...unpackDigest(line, this.#shared), blocks: JSON.parse(line.blocks) as BlockRange };
  }

  /** What was kept under a key that it follows from; undefined where nothing was. */
  recall<T>(key: string): T | undefined {
    const kept = this.#other.get(key);
    if (kept === undefined) return undefined;
    kept.used = true;
    return JSON.parse(kept.what) as T;
  }

  /** Keeps something, and gives back what will be recalled: JSON leaves out what is undefined. */
  keep<T>(key: string, value: T): T {
    const what = JSON.stringify(value);
    this.#other.set(key, { what, used: true });
    this.#add(otherLine(key, what));
    return JSON.parse(what) as T;
  }

  #add(line: string): void {
    this.#added.push(line);
    if (this.#added.length >= PORTION) this.#flush();
  }

  #flush(): void {
    this.#cache.addLines(this.#name, this.#added);
    this.#lines += this.#added.length;
    this.#added = [];
  }

  /** Keeps what is new, or writes all anew where most of what is kept is of no more use. */
  save(): void {
    this.#flush();
    const used = [this.#files, this.#digests, this.#other].map((kept) => usedOf<unknown>(kept).length);
    const live = used.reduce((sum, count) => sum + count, 0) + this.#shared.all().length;
    if (this.#lines - live > MOST_DEAD + live) this.#cache.setLines(this.#name, this.#liveLines());
  }

  #liveLines(): string[] {
    return [
      ...this.#shared.all().map(([name, json]) => sharedLine(name, json)),
      ...usedOf(this.#files).map(([name, what]) => fileLine(name, what)),
      ...usedOf(this.#digests).map(([key, what]) => digestLine(key, what)),
      ...usedOf(this.#other).map(([key, what]) => otherLine(key, what)),
    ];
  }
}

function usedOf<T>(kept: ReadonlyMap<string, Kept<T>>): [key: string, what: T][] {
  return [...kept].flatMap(([key, { what, used }]): [string, T][] => (used ? [[key, what]] : []));
}

function sharedLine(name: string, json: string): string {
  return ["S", name, json].join("\t");
}

function fileLine(name: string, { stamp, known }: { stamp: string; known: KnownFile }): string {
  return ["F", name.replace(/[\t\r\n]/g, " "), stamp, known.sha256, known.content, known.bytes].join("\t");
}

function digestLine(key: string, { blocks, head, cells, times }: DigestLine): string {
  return ["D", key, blocks, head, cells, times].join("\t");
}

function otherLine(key: string, json: string): string {
  return ["T", key, json].join("\t");
}

/** What changes with a file's content, as far as its folder tells. */
function stampOf({ size, mtimeMs, ctimeMs, ino }: Stats): string {
  return [size, mtimeMs, ctimeMs, ino].join(" ");
}
