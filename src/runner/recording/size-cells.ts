import { basename } from "node:path";
import { performance } from "node:perf_hooks";
import type { Level } from "../../record/schema/factors.js";
import type { Calibration, Run } from "../../record/schema/run-schema.js";
import { isCommand } from "../../study/command-line.js";
import { runtimeOf } from "../../study/runtimes.js";
import type { Catalogue, ExperimentDefinition, PlannedCell } from "../../study/study.js";
import { unequalInputs } from "../../study/versions.js";
import type { Reply, Request } from "../../trial/messages.js";
import { Interrupted, UserError } from "../../user-error.js";
import { usableMemoryBytes } from "../machine/cgroup-memory.js";
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

/** Lays out the cells and finds the sizes that are still to be found; throws where that is interrupted, as sizes would be made up. */
export async function sizeCells(recording: Recording): Promise<SizedRun> {
  const { study, catalogue, overrides, onEvent } = recording.request;
  const planned: PlannedExperiment[] = [];
  const calibrator = new Calibrator(recording.request, (question) => askHost(recording, question));
  const sizes: SizedCell[][] = [];
  for (const experiment of planCells(study, catalogue, overrides)) {
    sizes.push(await sizesIn(experiment, calibrator, catalogue));
    const { definition } = experiment;
    const tried = calibrator.flat.has(definition.id);
    if (tried) await refuseCounts(experiment, calibrator);
    const unsized = tried || definition.unsized === true;
    planned.push(unsized ? { ...experiment, definition: { ...definition, unsized } } : experiment);
    if (unsized) onEvent({ kind: "no-size", module: basename(definition.module ?? definition.id), tried });
  }
  if (recording.request.stop.aborted) throw new Interrupted("interrupted before the first trial: nothing was recorded");
  const calibrationMs = performance.now() - recording.startMs;
  return { ...layOutCells(planned, sizes, catalogue), calibration: calibrator.found, calibrationMs };
}

/** Commands take their sizes as they are, and are not timed beforehand. */
async function sizesIn(
  { definition, planned }: PlannedExperiment,
  calibrator: Calibrator,
  { workloads }: Catalogue,
): Promise<SizedCell[]> {
  const { id } = definition;
  const sized = new Map<string, SizedCell>();
  for (const cell of planned) {
    if (!isCommand(definition)) {
      const found = await calibrator.size(id, cell);
      const isOpen = typeof cell.n !== "number" && workloads[cell.workload]?.module?.tasks;
      const counted = isOpen ? withTasks(found, await calibrator.tasks(cell, found.n)) : found;
      if (isOpen) await refuseUnequal(definition, counted, calibrator);
      // Two times of a task may lead to one size.
      sized.set(JSON.stringify({ ...counted, taskMs: 0 }), counted);
    } else {
      if (typeof cell.n !== "number") throw new Error(`the sizes of the command ${id} are not given as numbers`);
      sized.set(JSON.stringify(cell), { ...cell, n: cell.n, taskMs: 0 });
    }
  }
  return [...sized.values()];
}

/** Throws a UserError where two versions of a module make different numbers of inputs of a size. */
async function refuseUnequal({ versions }: ExperimentDefinition, cell: SizedCell, calibrator: Calibrator) {
  if (versions === undefined) return;
  const { before, after } = versions;
  const [one = 0, other = 0] = await Promise.all(
    [before, after].map((version) => calibrator.tasks({ ...cell, more: { ...cell.more, version } }, cell.n)),
  );
  if (one !== other) throw unequalInputs({ before, after }, { n: cell.n, one, other });
}

/** Throws a UserError where a size that leaves tasks as long as they are changes their number. */
async function refuseCounts({ definition, planned }: PlannedExperiment, calibrator: Calibrator): Promise<void> {
  const [cell] = planned as [PlannedCell];
  const [one, more] = [await calibrator.tasks(cell, 1), await calibrator.tasks(cell, 8)];
  if (one === more) return;
  throw new UserError(
    `the size of ${definition.module} changes how many tasks there are (${one} at 1, ${more} at 8) and not how long one takes: give --sizes`,
  );
}

/** The cell with as many tasks as its module makes inputs; launched all at once, each has a worker. */
function withTasks(cell: SizedCell, tasks: number): SizedCell {
  return { ...cell, tasks, workers: cell.launch === "all-at-once" ? tasks : cell.workers };
}

type Folders = "seed" | "scratch" | "prepared";

/** Work to find a size of: one draw takes Node nanoseconds, and Python some hundred. */
interface Work {
  workload: string;
  runtime: string;
  /** Of two versions of a module; absent: the first. */
  version?: Level;
}

/** A question to a calibrating host: the size that takes a target time, the time of a size, or its number of inputs. */
export type Question = Work &
  (
    | Omit<Extract<Request, { kind: "calibrate" }>, Folders>
    | Omit<Extract<Request, { kind: "probe" }>, Folders>
    | Omit<Extract<Request, { kind: "describe" }>, Folders>
  );

/** Asks in a host. What launches hosts is heavy, and loaded only where there is something to ask. */
async function askHost(recording: Recording, { runtime, version, ...question }: Question): Promise<HostEnd> {
  const { launchHost } = await import("../processes/launch-host.js");
  const { request, scratch, prepared } = recording;
  const { study, catalogue, seed, onEvent } = request;
  onEvent({ kind: "calibrating", experiment: study.id, workload: question.workload });
  const workload = workloadSource(question.workload, catalogue, version);
  const limits = question.kind === "calibrate" ? { memoryBytes: usableMemoryBytes() } : {};
  return launchHost({ ...question, ...limits, workload, seed, scratch, prepared }, hostOptions(recording, { runtime }));
}

/** A size that an earlier run found is kept while its time is within this factor of the target: runs stay comparable. */
const KEEP_WITHIN = 2;

/** Time of a task that cannot be done alone: it will fail in its trials too, and is recorded there; plan for a long one. */
const UNKNOWN_TASK_MS = 1_000;

/** Finds the sizes of cells. Each question is asked once, however many cells share it. */
export class Calibrator {
  /** The sizes whose time was measured. */
  readonly found: Calibration[] = [];
  /** Experiments whose tasks take the same time whatever their size: it is 1, and means nothing. */
  readonly flat = new Set<string>();
  readonly #earlier: readonly EarlierSize[];
  /** The run whose sizes are taken whatever their time is now: the one that is gone on with, or extended. */
  readonly #kept: Run | undefined;
  readonly #isResumed: boolean;
  readonly #ask: (question: Question) => Promise<HostEnd>;
  readonly #probes = new Map<string, Promise<number | undefined>>();
  readonly #sizes = new Map<string, Promise<number>>();
  readonly #tasks = new Map<string, Promise<number>>();

  constructor(
    request: Pick<RecordRequest, "parent" | "interrupted" | "earlierSizes">,
    ask: (question: Question) => Promise<HostEnd>,
  ) {
    this.#isResumed = request.interrupted !== undefined;
    this.#kept = request.interrupted?.run ?? request.parent;
    this.#earlier = request.earlierSizes;
    this.#ask = ask;
  }

  /** The cell with its size and the time of one task alone. */
  async size(experiment: string, cell: PlannedCell): Promise<SizedCell> {
    const work = { workload: cell.workload, runtime: runtimeOf(cell.more) };
    const n = typeof cell.n === "number" ? cell.n : await this.#sizeFor(experiment, work, cell.n.taskMs);
    return { ...cell, n, taskMs: (await this.#probe(work, n)) ?? UNKNOWN_TASK_MS };
  }

  /** Number of inputs that the module makes of a size, in the version of the cell. */
  tasks({ workload, more }: PlannedCell, n: number): Promise<number> {
    const version = more?.version === undefined ? {} : { version: more.version };
    const question = { kind: "describe" as const, workload, runtime: runtimeOf(more), ...version, sizes: [n] };
    return once(this.#tasks, JSON.stringify(question), async () => {
      const { reply } = await this.#ask(question);
      return (reply?.kind === "described" ? reply.tasks?.[0] : undefined) ?? 1;
    });
  }

  #sizeFor(experiment: string, work: Work, targetTaskMs: number): Promise<number> {
    const note = { experiment, ...calibrated(work), targetTaskMs };
    return once(this.#sizes, JSON.stringify(note), async () => {
      const earlier = this.#earlierSize(note);
      if (earlier !== undefined) {
        const measured = await this.#probe(work, earlier.n);
        const far = measured === undefined ? Number.POSITIVE_INFINITY : Math.abs(Math.log(measured / targetTaskMs));
        if (this.#kept !== undefined || far < Math.log(KEEP_WITHIN)) {
          const { run, ...then } = earlier;
          if (this.#isResumed) this.found.push(then);
          else this.#keep({ ...note, n: earlier.n, takenFrom: run }, measured);
          return earlier.n;
        }
      }
      if (this.#isUnsized(experiment)) {
        this.flat.add(experiment);
        return 1;
      }
      const answer = await this.#answer({ kind: "calibrate", ...work, targetMs: targetTaskMs }, "n");
      if (answer === null) {
        this.flat.add(experiment);
        return 1;
      }
      if (answer === undefined) return 1;
      const n = snapSize(answer);
      this.#keep({ ...note, n }, await this.#probe(work, n));
      return n;
    });
  }

  #keep(size: Omit<Calibration, "measuredTaskMs">, measuredTaskMs: number | undefined): void {
    if (measuredTaskMs !== undefined) this.found.push({ ...size, measuredTaskMs });
  }

  /** The size of the run that is gone on with, whatever its time is now; else that of an earlier run, where there is one. */
  #earlierSize(note: SizeAsked): EarlierSize | undefined {
    const kept = this.#kept;
    const sizes = kept === undefined ? this.#earlier : kept.calibration?.map((size) => ({ ...size, run: kept.id }));
    const found = sizes?.find(
      ({ experiment, workload, runtime, targetTaskMs }) =>
        experiment === note.experiment &&
        workload === note.workload &&
        runtime === note.runtime &&
        targetTaskMs === note.targetTaskMs,
    );
    // Of a task that cannot be done alone no size was found; others than they were would make other combinations.
    if (kept === undefined || found !== undefined || this.#isResumed) return found;
    if (this.#isUnsized(note.experiment)) return undefined;
    throw new UserError(`${kept.id} cannot be extended: it does not say which size of ${note.workload} it used`);
  }

  /** Whether the run that is gone on with found that the experiment's size means nothing. */
  #isUnsized(experiment: string): boolean {
    const isThat = ({ id, cells }: Run["experiments"][number]) =>
      id === experiment && cells.every(({ factors }) => factors.n === undefined);
    return this.#kept?.experiments.some(isThat) ?? false;
  }

  #probe(work: Work, n: number): Promise<number | undefined> {
    const question = { kind: "probe" as const, ...work, n };
    return once(this.#probes, JSON.stringify(question), () => this.#answer(question, "taskMs"));
  }

  /** A figure of a host's reply; undefined where it gave none. */
  async #answer<Figure extends "n" | "taskMs">(
    question: Question,
    figure: Figure,
  ): Promise<Extract<Reply, { kind: "calibrated" }>[Figure] | undefined> {
    const { reply } = await this.#ask(question);
    return reply?.kind === "calibrated" ? reply[figure] : undefined;
  }
}

type SizeAsked = Pick<Calibration, "experiment" | "workload" | "runtime" | "targetTaskMs">;

/** The work as a run file has it. */
function calibrated({ workload, runtime }: Work): Pick<Calibration, "workload" | "runtime"> {
  return runtime === "node" ? { workload } : { workload, runtime };
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
