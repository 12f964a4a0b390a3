import { MAX_RUN_BYTES } from "../../record/files/regular-files.js";
import type { JournalHeader } from "../../record/journal/journal-format.js";
import { bytesOf } from "../../record/limits/fit-run.js";
import { roundRun } from "../../record/schema/finish-run.js";
import type { Trial } from "../../record/schema/run-schema.js";

/** Part of a file up to which blocks are added: the next one may be larger than those before it. */
const FULL = 0.95;

/** Size of the file that a recording will be, without the details that pictures show, which go where there is no room for them. */
export class RunSize {
  readonly #headBytes: number;
  readonly #mostBytes: number;
  #trialBytes = 0;

  /** @param run what is known of it so far; of one that is gone on with, with its trials */
  constructor({ experiments, ...head }: Pick<JournalHeader, "experiments">, mostBytes = MAX_RUN_BYTES) {
    const cells = experiments.flatMap((experiment) => experiment.cells);
    const bare = experiments.map((one) => ({ ...one, cells: one.cells.map((cell) => ({ ...cell, trials: [] })) }));
    this.#headBytes = bytesOf({ ...head, experiments: bare });
    this.#mostBytes = mostBytes * FULL;
    for (const { trials } of cells) for (const trial of trials) this.add(trial);
  }

  add({ timeline: _timeline, usage: _usage, ...trial }: Trial): void {
    this.#trialBytes += bytesOf(roundRun(trial)) + 1;
  }

  /** Whether there is room for another block like the `finished` ones. */
  hasRoom(finished: number): boolean {
    return this.#headBytes + (this.#trialBytes * (finished + 1)) / finished <= this.#mostBytes;
  }
}
