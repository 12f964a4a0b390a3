import { sha256 } from "../schema/run-id.js";
import type { KeptLines } from "./kept-lines.js";

const KIND = "S";
const NAME_DIGITS = 16;

/** A value that several runs have in common, under the beginning of its hash. */
export type InternedValue = readonly [name: string, json: string];

/**
 * Values that several runs have in common, such as their machine: each is kept once, under the beginning of its hash, and is
 * one object in memory however many runs have it.
 */
export class InternedValues {
  readonly #lines: KeptLines | null;
  readonly #names = new Map<string, string>();
  readonly #texts = new Map<string, string>();
  readonly #values = new Map<string, unknown>();
  #added: InternedValue[] = [];

  /** @param lines where the values are kept; `null`: nowhere */
  constructor(lines: KeptLines | null = null) {
    this.#lines = lines;
    for (const [name, [json = ""]] of lines?.all(KIND) ?? []) this.#take(name, json);
  }

  #take(name: string, json: string): void {
    this.#texts.set(name, json);
    this.#names.set(json, name);
  }

  nameOf(value: unknown): string {
    const json = JSON.stringify(value);
    const known = this.#names.get(json);
    if (known !== undefined) return known;
    const name = sha256(json).slice(0, NAME_DIGITS);
    this.add([[name, json]]);
    return name;
  }

  /** Takes values over that may be new. */
  add(values: readonly InternedValue[]): void {
    for (const [name, json] of values) {
      if (this.#texts.has(name)) continue;
      this.#take(name, json);
      this.#added.push([name, json]);
      this.#lines?.set(KIND, name, [json]);
    }
  }

  /** The value of a name; throws where it is not known, as lines may be lost. */
  valueOf<T>(name: string): T {
    if (!this.#values.has(name)) {
      const json = this.#texts.get(name);
      if (json === undefined) throw new Error(`no interned value ${name}`);
      this.#values.set(name, JSON.parse(json));
    }
    return this.#values.get(name) as T;
  }

  /** The values that were added since the last call. */
  takeAdded(): InternedValue[] {
    const added = this.#added;
    this.#added = [];
    return added;
  }
}
