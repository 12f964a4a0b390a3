import { performance } from "node:perf_hooks";
import type { Control } from "../record/schema.js";
import { seededRandom } from "../study/schedule.js";
import { runByHand } from "./by-hand.js";
import type { Recording } from "./recording.js";

/** Pure computing on one core, some 25 ms. Whoever changes it ends every series of control times. */
const WORK = { workload: "random-loop", n: 20_000_000 } as const;
/** Every run draws the same numbers. */
const WORK_SEED = 1;
const USUAL_SHARE = 0.05;
/** What one takes with its process, before any was measured. */
const GUESSED_MS = 80;

/** Where a block stands: its number, its cells, and what it and the trials before it take. */
export interface BlockAhead {
  block: number;
  cells: number;
  expectedMs: number;
  trialsMs: number;
}

/**
 * The control cell: a work that is the same in every run, done once in a block, at a shuffled place among the cells, as
 * long as it takes no more than its share of the run. The first block has it always, unless the share is 0.
 */
export class ControlCell {
  readonly #recording: Recording;
  readonly #share: number;
  #trials = 0;
  #spentMs = 0;

  constructor(recording: Recording) {
    this.#recording = recording;
    this.#share = recording.request.controlShare ?? USUAL_SHARE;
  }

  /** What stands in the run file before the first trial. */
  header(): { control?: Control } {
    return this.#share === 0 ? {} : { control: { ...WORK, trials: [] } };
  }

  get spentMs(): number {
    return this.#spentMs;
  }

  /** How many cells of the block come before it; `null` where this block goes without. */
  placeIn({ block, cells, expectedMs, trialsMs }: BlockAhead): number | null {
    if (this.#share === 0) return null;
    const spentMs = this.#spentMs + this.#costMs();
    const isDue = this.#trials === 0 || spentMs <= this.#share * (trialsMs + expectedMs + spentMs);
    if (!isDue && this.#share < 1) return null;
    const random = seededRandom(this.#recording.request.seed + Math.imul(block + 1, 0x85ebca6b));
    return Math.floor(random() * (cells + 1));
  }

  /** What it adds to a block that takes so long, on average over the blocks. */
  expectedMs(blockMs: number): number {
    if (this.#share >= 1) return this.#costMs();
    return Math.min(this.#costMs(), (blockMs * this.#share) / (1 - this.#share));
  }

  async run(place: { block: number; position: number }): Promise<Control["trials"][number]> {
    const { request, environment } = this.#recording;
    const [nodePath] = request.nodes?.values() ?? [];
    const startMs = performance.now();
    const wallMs = await runByHand({ ...WORK, seed: WORK_SEED, environment, stop: request.stop, nodePath });
    this.#spentMs += performance.now() - startMs;
    this.#trials++;
    return { ...place, wallMs };
  }

  #costMs(): number {
    return this.#trials === 0 ? GUESSED_MS : this.#spentMs / this.#trials;
  }
}
