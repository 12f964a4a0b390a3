import { performance } from "node:perf_hooks";
import type { Control } from "../../record/schema/run-schema.js";
import type { Recording } from "../request/record-request.js";
import type { Place } from "../request/run-cells.js";
import { runByHand } from "../trials/hand-timed-loop.js";
import { earlierRun } from "./earlier-trials.js";

/** Pure computing on one core, some 25 ms. A change of it ends every series of control times. */
const WORK = { workload: "random-loop", n: 20_000_000 } as const;
/** Every run draws the same numbers. */
const WORK_SEED = 1;
const USUAL_SHARE = 0.05;
/** Time of one trial with its process, before any was measured. */
const GUESSED_MS = 80;

/**
 * The control cell: work that is the same in every run, done between the trials as often as its share of the run allows. The
 * speed of a machine changes within seconds, so long blocks have several trials of it. Every run has one before its first
 * trial, unless the share is 0.
 */
export class ControlCell {
  readonly #recording: Recording;
  readonly #share: number;
  /** Those of the interrupted run that is gone on with. */
  readonly #earlier: Control["trials"];
  #trials: number;
  #spentMs: number;

  constructor(recording: Recording) {
    this.#recording = recording;
    this.#share = recording.request.controlShare ?? USUAL_SHARE;
    const earlier = earlierRun(recording.request);
    this.#earlier = earlier?.control?.trials ?? [];
    this.#trials = this.#earlier.length;
    this.#spentMs = earlier?.plan?.controlMs ?? 0;
  }

  /** Entry of the run file before the first trial; none where the share is 0. */
  header(): { control?: Control } {
    return this.#share === 0 ? {} : { control: { ...WORK, trials: [...this.#earlier] } };
  }

  get spentMs(): number {
    return this.#spentMs;
  }

  /** Whether it is due before the next trial, after trials that took `trialsMs` together. */
  isDue(trialsMs: number): boolean {
    if (this.#share === 0) return false;
    const spentMs = this.#spentMs + this.#costMs();
    return this.#trials === 0 || spentMs <= this.#share * (trialsMs + spentMs);
  }

  /** Time that it adds to a block of so many trials that take `trialsMs` together, on average over the blocks. */
  expectedMs(trials: number, trialsMs: number): number {
    const most = trials * this.#costMs();
    return this.#share >= 1 ? most : Math.min(most, (trialsMs * this.#share) / (1 - this.#share));
  }

  async run(place: Place): Promise<Control["trials"][number]> {
    const { request, environment, watchdog } = this.#recording;
    const [nodePath] = request.nodes?.values() ?? [];
    const startMs = performance.now();
    const wallMs = await runByHand({ ...WORK, seed: WORK_SEED, environment, watchdog, stop: request.stop, nodePath });
    this.#spentMs += performance.now() - startMs;
    this.#trials++;
    return { ...place, wallMs };
  }

  #costMs(): number {
    return this.#trials === 0 ? GUESSED_MS : this.#spentMs / this.#trials;
  }
}
