import { digestOf } from "../../analysis/two-runs/run-digest.js";
import { type Cache, NO_CACHE } from "../../record/files/cache.js";
import { InternedValues } from "../../record/files/interned-values.js";
import { KeptLines } from "../../record/files/kept-lines.js";
import type { ExperimentFacts } from "../../record/folder/run-facts.js";
import type { Digests } from "../../record/folder/run-index.js";
import type { Run } from "../../record/schema/run-schema.js";
import { cleanDeep } from "./clean-text.js";
import { type KnownCells, packDigest, type UnpackedDigest, unpackDigest } from "./packed-digest.js";

/** Kinds of lines: a digest, and anything else that follows from its key. */
const [DIGEST, OTHER] = ["D", "T"];

/** Digests of the runs of a folder by the hashes of their files, and other results that follow from their key, kept for the next build. */
export class Shelf implements Digests {
  readonly #lines: KeptLines;
  readonly #values: InternedValues;
  readonly #known: KnownCells = new Map();
  readonly digest = packRun;

  /** @param values of the folder's index */
  constructor(cache: Cache = NO_CACHE, name = "", values = new InternedValues()) {
    this.#lines = new KeptLines(cache, name);
    this.#values = values;
  }

  has(key: string): boolean {
    return this.digestOf(key, []) !== undefined;
  }

  add(key: string, fields: readonly string[]): void {
    this.#lines.set(DIGEST, key, fields);
  }

  /** @param experiments of the run, or of the last of the runs that were pooled */
  digestOf(key: string, experiments: readonly ExperimentFacts[]): UnpackedDigest | undefined {
    const fields = this.#lines.get(DIGEST, key);
    try {
      return fields && unpackDigest(fields, experiments, { values: this.#values, known: this.#known });
    } catch {
      return undefined;
    }
  }

  /** Digests a run and gives back what the next build will find. */
  digestAs(key: string, run: Run): UnpackedDigest {
    this.add(key, packRun(run, this.#values));
    return this.digestOf(key, run.experiments) as UnpackedDigest;
  }

  recall<T>(key: string): T | undefined {
    return this.#lines.recall(OTHER, key);
  }

  keep<T>(key: string, value: T): T {
    return this.#lines.keep(OTHER, key, value);
  }

  save(): void {
    this.#lines.save();
  }
}

/** The fields of a run's digest, with clean text. */
export function packRun(run: Run, values: InternedValues): string[] {
  return packDigest(digestOf(cleanDeep(run)), values);
}
