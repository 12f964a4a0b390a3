import { performance } from "node:perf_hooks";
import type { Calibration, Run } from "../../record/schema/run-schema.js";
import type { PlannedCell } from "../../study/study.js";
import type { Request } from "../../trial/messages.js";
import { UserError } from "../../user-error.js";
import type { HostEnd } from "../processes/launch-host.js";
import type { EarlierSize, Recording, RecordRequest } from "../request/record-request.js";
import { layOutCells, type PlannedExperiment, planCells, type RunCell, type SizedCell } from "../request/run-cells.js";
import { hostOptions, workloadSource } from "../trials/host-options.js";

/** The cells of a recording with their sizes, and how those were found. */
export interface SizedRun {
  cells: RunCell[];
  experiments: Run["experiments"];
  calibration: Calibration[];
  /** Time since the start of the run. */
  calibrationMs: number;
}

/** Lays out the cells and finds the sizes that are still to be found. */
export async function sizeCells(recording: Recording): Promise<SizedRun> {
  const { study, catalogue, overrides } = recording.request;
  const planned = planCells(study, catalogue, overrides);
  const calibrator = new Calibrator(recording.request, (question) => askHost(recording, question));
  const sizes: SizedCell[][] = [];
  for (const experiment of planned) sizes.push(await sizesIn(experiment, calibrator));
  const calibrationMs = performance.now() - recording.startMs;
  return { ...layOutCells(planned, sizes, catalogue), calibration: calibrator.found, calibrationMs };
}

/** Commands take their sizes as they are, and are not timed beforehand. */
async function sizesIn({ definition, planned }: PlannedExperiment, calibrator: Calibrator): Promise<SizedCell[]> {
  const { id, command } = definition;
  const sized: SizedCell[] = [];
  for (const cell of planned) {
    if (command === undefined) {
      sized.push(await calibrator.size(id, cell));
    } else {
      if (typeof cell.n !== "number") throw new Error(`the sizes of the command ${id} are not given as numbers`);
      sized.push({ ...cell, n: cell.n, taskMs: 0 });
    }
  }
  return sized;
}

type Folders = "seed" | "scratch" | "prepared";

/** A question to a calibrating host: the size that takes a target time, or the time of a size. */
export type Question =
  | Omit<Extract<Request, { kind: "calibrate" }>, Folders>
  | Omit<Extract<Request, { kind: "probe" }>, Folders>;

/** Asks in a host. What launches hosts is heavy, and loaded only where there is something to ask. */
async function askHost(recording: Recording, question: Question): Promise<HostEnd> {
  const { launchHost } = await import("../processes/launch-host.js");
  const { request, scratch, prepared } = recording;
  const { study, catalogue, seed, onEvent } = request;
  onEvent({ kind: "calibrating", experiment: study.id, workload: question.workload });
  const workload = workloadSource(question.workload, catalogue);
  return launchHost({ ...question, workload, seed, scratch, prepared }, hostOptions(recording));
}

/** A size that an earlier run found is kept while its time is within this factor of the target: runs stay comparable. */
const KEEP_WITHIN = 2;

/** Finds the sizes of cells. Each question is asked once, however many cells share it. */
export class Calibrator {
  readonly found: Calibration[] = [];
  readonly #request: Pick<RecordRequest, "parent" | "earlierSizes">;
  readonly #ask: (question: Question) => Promise<HostEnd>;
  readonly #probes = new Map<string, Promise<number>>();
  readonly #sizes = new Map<string, Promise<number>>();

  constructor(request: Pick<RecordRequest, "parent" | "earlierSizes">, ask: (question: Question) => Promise<HostEnd>) {
    this.#request = request;
    this.#ask = ask;
  }

  /** The cell with its size and the time of one task alone. */
  async size(experiment: string, cell: PlannedCell): Promise<SizedCell> {
    const { workload } = cell;
    const n = typeof cell.n === "number" ? cell.n : await this.#sizeFor(experiment, workload, cell.n.taskMs);
    return { ...cell, n, taskMs: await this.#probe(workload, n) };
  }

  #sizeFor(experiment: string, workload: string, targetMs: number): Promise<number> {
    return once(this.#sizes, `${experiment} ${workload} ${targetMs}`, async () => {
      const earlier = this.#earlierSize(experiment, workload, targetMs);
      if (earlier !== undefined) {
        const measured = await this.#probe(workload, earlier.n);
        const stillFits = measured < targetMs * KEEP_WITHIN && measured > targetMs / KEEP_WITHIN;
        if (this.#request.parent !== undefined || stillFits) {
          this.#note(experiment, workload, targetMs, earlier.n, measured, earlier.run);
          return earlier.n;
        }
      }
      const n = snapSize(await this.#answer({ kind: "calibrate", workload, targetMs }, "n"));
      this.#note(experiment, workload, targetMs, n, await this.#probe(workload, n));
      return n;
    });
  }

  /** The size of the run that is gone on with, whatever its time is now; else that of an earlier run, where there is one. */
  #earlierSize(experiment: string, workload: string, targetMs: number): EarlierSize | undefined {
    const { parent, earlierSizes } = this.#request;
    const ofParent = parent?.calibration?.map((size) => ({ ...size, run: parent.id }));
    const found = (parent === undefined ? earlierSizes : ofParent)?.find(
      (size) => size.experiment === experiment && size.workload === workload && size.targetTaskMs === targetMs,
    );
    if (parent === undefined || found !== undefined) return found;
    throw new UserError(`${parent.id} cannot be extended: it does not say which size of ${workload} it used`);
  }

  #probe(workload: string, n: number): Promise<number> {
    return once(this.#probes, `${workload} ${n}`, () => this.#answer({ kind: "probe", workload, n }, "taskMs"));
  }

  async #answer(question: Question, figure: "n" | "taskMs"): Promise<number> {
    const { reply } = await this.#ask(question);
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

/** The nearest of 1, 2, 5, 10, 20, 50 ... by ratio: a later run, in which tasks take slightly other times, finds it again. */
export function snapSize(n: number): number {
  if (!(n > 1)) return 1;
  const decade = 10 ** Math.floor(Math.log10(n));
  const grid = [decade, 2 * decade, 5 * decade, 10 * decade];
  return grid.reduce((best, size) => (Math.abs(Math.log(size / n)) < Math.abs(Math.log(best / n)) ? size : best));
}
