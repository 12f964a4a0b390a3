import { digestOf } from "../../analysis/two-runs/run-digest.js";
import type { InternedValues } from "../../record/files/interned-values.js";
import { KeptLines } from "../../record/files/kept-lines.js";
import type { ExperimentFacts } from "../../record/folder/run-facts.js";
import type { Digests, RunIndex } from "../../record/folder/run-index.js";
import type { Run } from "../../record/schema/run-schema.js";
import { cleanDeep } from "./clean-text.js";
import { type KnownCells, packDigest, type Unpack, type UnpackedDigest, unpackDigest } from "./packed-digest.js";

/** Kind of lines. */
const DIGEST = "D";

/** Digests of runs by the hashes of their files, kept beside the index of a folder. */
export class DigestStore implements Digests {
  readonly #index: RunIndex;
  readonly #lines: KeptLines;
  readonly #known: KnownCells = new Map();
  readonly #unpacks = new Map<string, Unpack>();
  readonly digest = packedDigestOf;

  constructor(index: RunIndex) {
    this.#index = index;
    this.#lines = new KeptLines(index.cache, `digests-${index.name}`);
  }

  has(key: string): boolean {
    return this.#unpackOf(key) !== undefined;
  }

  add(key: string, fields: readonly string[]): void {
    this.#lines.set(DIGEST, key, fields);
  }

  #unpackOf(key: string): Unpack | undefined {
    const fields = this.#unpacks.has(key) ? undefined : this.#lines.get(DIGEST, key);
    try {
      if (fields !== undefined) this.#unpacks.set(key, unpackDigest(fields, this.#index.values));
    } catch {
      // A line that is damaged is as if it were missing.
    }
    return this.#unpacks.get(key);
  }

  /** @param experiments of the run; of several that were pooled, of the last */
  digestOf(key: string, experiments: readonly ExperimentFacts[]): UnpackedDigest | undefined {
    return this.#unpackOf(key)?.(experiments, this.#known);
  }

  /** Digests a run, and gives back what the next build will find. */
  digestAs(key: string, run: Run): UnpackedDigest {
    this.add(key, packedDigestOf(run, this.#index.values));
    return this.digestOf(key, run.experiments) as UnpackedDigest;
  }

  /** Writes what is new for the next build. */
  save(): void {
    this.#index.save();
    this.#lines.save();
  }
}

/** The fields of a run's digest, with clean text. */
export function packedDigestOf(run: Run, values: InternedValues): string[] {
  return packDigest(digestOf(cleanDeep(run)), values);
}
