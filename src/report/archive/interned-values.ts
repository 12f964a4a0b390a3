import { sha256 } from "../../record/schema/run-id.js";
import type { ExperimentCells } from "./run-entry.js";

const NAME_DIGITS = 16;

/** A value that several runs share, under the beginning of its hash. */
export type SharedValue = readonly [name: string, json: string];

/** Values that several runs share, each under the beginning of its hash. */
export class Shared {
  readonly #values = new Map<string, unknown>();
  readonly #names = new Map<string, string>();
  readonly #cells = new Map<string, readonly ExperimentCells[]>();
  readonly #added: SharedValue[] = [];

  take(name: string, json: string): void {
    this.#values.set(name, JSON.parse(json));
    this.#names.set(json, name);
  }

  nameOf(value: unknown): string {
    const json = JSON.stringify(value);
    const known = this.#names.get(json);
    if (known !== undefined) return known;
    const name = sha256(json).slice(0, NAME_DIGITS);
    this.add(name, json);
    return name;
  }

  /** Takes a value that may be new. */
  add(name: string, json: string): void {
    if (this.#values.has(name)) return;
    this.take(name, json);
    this.#added.push([name, json]);
  }

  /** Throws where the value is not known: whoever asks then knows less than was kept. */
  valueOf<T>(name: string): T {
    const value = this.#values.get(name);
    if (value === undefined) throw new Error(`no shared value ${name}`);
    return value as T;
  }

  /** Makes what follows from shared values once for all that have them. */
  once(names: string, make: () => readonly ExperimentCells[]): readonly ExperimentCells[] {
    const known = this.#cells.get(names) ?? make();
    this.#cells.set(names, known);
    return known;
  }

  all(): [name: string, json: string][] {
    return [...this.#names].map(([json, name]) => [name, json]);
  }

  /** Values that are new since the last call. */
  takeNew(): SharedValue[] {
    return this.#added.splice(0);
  }
}
