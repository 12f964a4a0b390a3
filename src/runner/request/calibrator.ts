import type { Calibration } from "../../record/schema/run-schema.js";
import { snapSize } from "../../study/sizes.js";
import type { PlannedCell } from "../../study/study.js";
import type { Request } from "../../trial/messages.js";
import type { Launched } from "../processes/launch-host.js";

/** A planned cell with its size, and what one task of it took alone. */
export interface SizedCell extends PlannedCell {
  n: number;
  taskMs: number;
}

/** Runs a calibrating host: asks for the size that takes a target time, or for the time of a size. */
export type AskHost = (question: Question) => Promise<Launched>;

type Question =
  | Omit<Extract<Request, { kind: "calibrate" }>, Folders>
  | Omit<Extract<Request, { kind: "probe" }>, Folders>;
type Folders = "seed" | "scratch" | "prepared";

/** Sizes that earlier runs of this study on this machine found. */
export type EarlierSizes = (
  experiment: string,
  workload: string,
  targetMs: number,
) => Earlier | undefined | Promise<Earlier | undefined>;
export interface Earlier {
  n: number;
  run: string;
  /** Taken over whatever its time is now: the run goes on with that one. */
  fixed?: boolean;
}

/** A size that an earlier run found is kept while its time is within this factor of the target: runs stay comparable. */
const KEEP_WITHIN = 2;

/** Finds the sizes of cells, asking each question once however many cells share it. */
export class Calibrator {
  readonly found: Calibration[] = [];
  readonly #ask: AskHost;
  readonly #earlier: EarlierSizes;
  readonly #probes = new Map<string, Promise<number>>();
  readonly #sizes = new Map<string, Promise<number>>();

  constructor(ask: AskHost, earlier: EarlierSizes) {
    this.#ask = ask;
    this.#earlier = earlier;
  }

  /** The cell with its size and the time of one task alone. */
  async size(experiment: string, cell: PlannedCell): Promise<SizedCell> {
    const { workload } = cell;
    const n = typeof cell.n === "number" ? cell.n : await this.#sizeFor(experiment, workload, cell.n.taskMs);
    return { ...cell, n, taskMs: await this.#probe(workload, n) };
  }

  #sizeFor(experiment: string, workload: string, targetMs: number): Promise<number> {
    return once(this.#sizes, `${experiment} ${workload} ${targetMs}`, async () => {
      const earlier = await this.#earlier(experiment, workload, targetMs);
      if (earlier !== undefined) {
        const measured = await this.#probe(workload, earlier.n);
        if (earlier.fixed || (measured < targetMs * KEEP_WITHIN && measured > targetMs / KEEP_WITHIN)) {
          this.#note(experiment, workload, targetMs, earlier.n, measured, earlier.run);
          return earlier.n;
        }
      }
      const n = snapSize(await this.#answer({ kind: "calibrate", workload, targetMs }, "n"));
      this.#note(experiment, workload, targetMs, n, await this.#probe(workload, n));
      return n;
    });
  }

  #probe(workload: string, n: number): Promise<number> {
    return once(this.#probes, `${workload} ${n}`, () => this.#answer({ kind: "probe", workload, n }, "taskMs"));
  }

  async #answer(request: Question, figure: "n" | "taskMs"): Promise<number> {
    const { reply } = await this.#ask(request);
    // A task that cannot be done alone will fail in its trials too, and is recorded there; plan for a long one.
    if (reply?.kind !== "calibrated") return figure === "n" ? 1 : 1_000;
    return reply[figure];
  }

  #note(experiment: string, workload: string, targetTaskMs: number, n: number, measuredTaskMs: number, from?: string) {
    const taken = from === undefined ? {} : { takenFrom: from };
    this.found.push({ experiment, workload, targetTaskMs, n, measuredTaskMs, ...taken });
  }
}

function once<Value>(answers: Map<string, Promise<Value>>, key: string, find: () => Promise<Value>): Promise<Value> {
  const known = answers.get(key) ?? find();
  answers.set(key, known);
  return known;
}
