import type { FoundBound } from "../../record/journal/journal-format.js";
import { largest, smallest } from "../../record/limits/extremes.js";
import type { Experiment, Run, Trial } from "../../record/schema/run-schema.js";
import { coreLevel } from "../../record/timing/core-level.js";
import { effectiveWorkers } from "../../record/timing/effective-workers.js";
import { COMMAND } from "../../study/command-line.js";
import { measuredVersion } from "../../study/versions.js";
import { usableCores } from "../machine/cgroup.js";
import { cpuPressureMs, loadNow } from "../machine/conditions.js";
import type { Recording } from "../request/record-request.js";
import type { ExecuteCell, RunCell } from "../request/run-cells.js";
import type { Recorder } from "./recorder.js";

/**
 * From this share of its time on, what computes counts as limited by cores. On c cores a share f allows c / f at best. With twice as
 * many workers as cores, an ideal of c and one of as many as workers are equally far from that where f is the root of a half.
 */
const LEAST_CPU_SHARE = Math.SQRT1_2;
/** CPU of other processes is counted in steps of 10 ms, user and system apart: twice the standard deviation of a difference. */
const CPU_STEP_MS = 12;
/** Of shorter tasks most is what a call and its account cost. */
const SHORTEST_TASK_MS = 1;
/** Cores that a starting process keeps busy: its engine has helper threads. */
const START_UP_CORES = 1.5;

/** Part of a core that what computes gets at the least on a machine that is busy all the time. */
const LEAST_CORE_SHARE = 1 / 16;
/** The same of tasks whose own wait for a core is recorded: it is about their helpers and children alone. */
const LEAST_OF_HELPERS = 1 / 4;

/** A trial, the workers that had a core, and the time in which something on the machine waited for one. */
export interface SeenTrial {
  trial: Trial;
  lanes: number;
  pressureMs: number;
}

/** What limits the work of these trials; `null` where they are too short, too disturbed, or have no figures. */
export function boundOf(seen: readonly SeenTrial[]): FoundBound | null {
  const uses = seen.flatMap((one) => useOf(one) ?? []);
  const sum = (figure: keyof Use) => uses.reduce((total, use) => total + use[figure], 0);
  const all = { cpuMs: sum("cpuMs"), ofMs: sum("ofMs"), errorMs: CPU_STEP_MS * Math.sqrt(uses.length) };
  if (all.ofMs === 0) return null;
  const threads = sum("threadMs") === 0 ? 0 : sum("threadCpuMs") / sum("threadMs");
  // Load takes time from the work and adds none to its CPU: of equal trials the least disturbed one tells.
  const mostCpuMs = largest(uses.map(({ cpuMs }) => cpuMs));
  const alone = uses.filter(({ cpuMs }) => cpuMs > mostCpuMs / 2).map((use) => ({ ...use, errorMs: CPU_STEP_MS }));
  const least = ({ cpuMs, ofMs, errorMs }: typeof all) => (cpuMs - errorMs) / ofMs;
  const clearest = [all, ...alone].reduce((best, one) => (least(one) > least(best) ? one : best));
  const cpuShare = Math.max(threads, clearest.cpuMs / clearest.ofMs);
  if (Math.max(threads, least(clearest)) >= LEAST_CPU_SHARE) return { bound: "cpu", cpuShare };
  // Whatever waited for a core meanwhile may have been this work, on each of its cores.
  const ranMs = Math.max(all.ofMs - sum("queuedMs"), sum("leastMs"));
  const most = Math.max(threads, (all.cpuMs + all.errorMs) / ranMs);
  return most < LEAST_CPU_SHARE ? { bound: "wait", cpuShare } : null;
}

type Use = Record<"cpuMs" | "ofMs" | "threadCpuMs" | "threadMs" | "queuedMs" | "leastMs", number>;

/**
 * CPU of a trial and the time that it belongs to: of a command all of both; of tasks what is left without starting and ending
 * workers, and beside it that of their own threads, which knows nothing of helpers and children.
 */
function useOf({ trial, lanes, pressureMs }: SeenTrial): Use | null {
  const { status, wallMs, userMs, sysMs, taskMs, taskCpuMs, queueWaitMs } = trial;
  if (status !== "ok" || typeof wallMs !== "number") return null;
  if (typeof userMs !== "number" || typeof sysMs !== "number") return null;
  const cpuMs = userMs + sysMs;
  const queuedMs = Math.max(pressureMs * lanes, queueWaitMs ?? 0);
  const none = { threadCpuMs: 0, threadMs: 0, queuedMs };
  if (taskMs === undefined) return { ...none, cpuMs, ofMs: wallMs * lanes, leastMs: wallMs * lanes * LEAST_CORE_SHARE };
  const inTasksMs = taskMs.reduce((total, ms) => total + ms, 0);
  if (inTasksMs < taskMs.length * SHORTEST_TASK_MS) return null;
  const startUpMs = trial.workerTime?.startUpMs ?? trial.startUpMs ?? 0;
  // Without an account of the workers, tasks overlap on one.
  const ofMs = trial.workerTime === undefined ? (trial.workMs ?? wallMs) * lanes : inTasksMs;
  const isQueueKnown = typeof queueWaitMs === "number" && typeof taskCpuMs === "number";
  const own = {
    cpuMs: Math.max(0, cpuMs - START_UP_CORES * (startUpMs + (trial.tearDownMs ?? 0))),
    ofMs,
    leastMs: ofMs * (isQueueKnown ? LEAST_OF_HELPERS : LEAST_CORE_SHARE),
  };
  if (typeof taskCpuMs !== "number") return { ...none, ...own };
  return { ...own, queuedMs, threadCpuMs: taskCpuMs, threadMs: Math.max(0, inTasksMs - (queueWaitMs ?? 0)) };
}

/** Work whose limit nobody gave. Programs that are compared with each other are looked at one by one. */
interface Open {
  experiment: number;
  workload: string;
  groups: RunCell[][];
}

/** Finds out what limits the user's own work, by its cells with the fewest workers, from the first block on. */
export class BoundFinder {
  readonly #recording: Recording;
  readonly #recorder: Recorder;
  readonly #cells: readonly RunCell[];
  readonly #seen: Map<RunCell, SeenTrial[]>;
  #open: Open[];

  constructor(recording: Recording, cells: readonly RunCell[], recorder: Recorder) {
    this.#recording = recording;
    this.#recorder = recorder;
    this.#cells = cells;
    this.#open = recorder.experiments.flatMap(({ workloads = {} }, experiment) =>
      Object.entries(workloads).flatMap(([workload, { bound }]) => {
        const own = cells.filter((cell) => cell.experiment === experiment && cell.sized.workload === workload);
        return bound === null ? [{ experiment, workload, groups: leastParallel(own, workload) }] : [];
      }),
    );
    this.#seen = new Map(this.#open.flatMap(({ groups }) => groups.flat()).map((cell) => [cell, []]));
  }

  /** The same execution, seen. */
  watch(execute: ExecuteCell): ExecuteCell {
    const cores = usableCores();
    return async (cell, place) => {
      const seen = this.#seen.get(cell);
      if (seen === undefined || this.#open.length === 0) return execute(cell, place);
      const before = cpuPressureMs();
      const executed = await execute(cell, place);
      const after = cpuPressureMs();
      const isKnown = before !== null && after !== null;
      const pressureMs = isKnown ? after - before : mayWait(cores) ? executed.tookMs : 0;
      seen.push({ trial: executed.trial, lanes: lanesOf(cell, executed.trial, cores), pressureMs });
      return executed;
    };
  }

  /** Records and tells what the trials so far show. */
  async look(blocks: number): Promise<void> {
    const open = this.#open;
    this.#open = [];
    for (const one of open) {
      const groups = one.groups.map((cells) => cells.flatMap((cell) => this.#seen.get(cell) ?? []));
      const bounds = new Set(groups.map((seen) => boundOf(seen)?.bound));
      const found = boundOf(groups.flat());
      if (bounds.has(undefined) || found === null) this.#open.push(one);
      else if (bounds.size === 1) await this.#tell(one, found, blocks);
    }
  }

  async #tell({ experiment, workload }: Open, found: FoundBound, blocks: number): Promise<void> {
    await this.#recorder.setBound({ experiment, workload, ...found });
    const { request } = this.#recording;
    const own = this.#cells.filter((cell) => cell.experiment === experiment);
    request.onEvent({
      kind: "bound-found",
      ...found,
      blocks,
      experiment: this.#recorder.experiments.length > 1 ? (own[0]?.experimentId ?? null) : null,
      variesWorkers: new Set(own.map(({ factors }) => effectiveWorkers(factors))).size > 1,
    });
  }
}

/** Whether something may be waiting for a core where no account is kept of that: the load is above the cores, or not known. */
function mayWait(cores: number): boolean {
  const load = loadNow();
  return load === null || load > cores;
}

/**
 * Workers of a trial that had a core. Quotas are paid out ahead: a trial of some ms has had whole cores, and its CPU time says
 * how many.
 */
export function lanesOf(
  { factors, sized }: Pick<RunCell, "factors" | "sized">,
  { wallMs, userMs, sysMs }: Pick<Trial, "wallMs" | "userMs" | "sysMs">,
  cores: number,
): number {
  const { "cpu-quota": _, ...more } = sized.more ?? {};
  const had = ((userMs ?? 0) + (sysMs ?? 0)) / (wallMs || Number.POSITIVE_INFINITY);
  const ahead = Math.min(had, coreLevel({ more }));
  const paid = Math.max(coreLevel(sized), ahead);
  return Math.min(effectiveWorkers(factors), cores, paid, factors.tasks ?? Number.POSITIVE_INFINITY);
}

/** The cells with the fewest workers; of programs and versions, those of each. */
function leastParallel(cells: readonly RunCell[], workload: string): RunCell[][] {
  const programOf = ({ factors, definition }: RunCell) =>
    measuredVersion(definition, factors.more) ?? (workload === COMMAND ? factors.strategy : "");
  return [...new Set(cells.map(programOf))].map((program) => {
    const own = cells.filter((cell) => programOf(cell) === program);
    const least = smallest(own.map(({ factors }) => effectiveWorkers(factors)));
    const few = own.filter(({ factors }) => effectiveWorkers(factors) === least);
    const sequential = few.filter(({ factors }) => factors.strategy === "sequential");
    return sequential.length > 0 ? sequential : few;
  });
}

/** The experiments with the limits that the run knew which this one goes on with. */
export function withKnownBounds(experiments: readonly Experiment[], parent: Run | undefined): Experiment[] {
  return experiments.map((experiment) => {
    const before = parent?.experiments.find(({ id }) => id === experiment.id)?.workloads ?? {};
    const { workloads } = experiment;
    if (workloads === undefined) return experiment;
    const known = Object.entries(workloads).map(([id, workload]) => [
      id,
      workload.bound === null ? { ...workload, ...before[id], title: workload.title } : workload,
    ]);
    return { ...experiment, workloads: Object.fromEntries(known) };
  });
}
