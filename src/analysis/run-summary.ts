import { sha256 } from "../record/id.js";
import { blockCount } from "../record/lineage.js";
import type { Cell, Experiment, Run } from "../record/schema.js";
import type { StoredRun } from "../record/stored-run.js";
import { median } from "../stats/median.js";
import { RANKS_FROM } from "./estimate.js";
import { machineKind } from "./history/machine-kind.js";
import { cellKeys } from "./keys.js";
import { typicalInterval } from "./summary.js";
import { isBelowResolution, usableTimes } from "./trials.js";

/**
 * What lists, indexes and histories ask of a run, so that they need not open its file: some 500 bytes of JSON and 90 for each
 * cell. Made of the run and nothing else.
 */
export interface RunSummary
  extends Pick<
    Run,
    "id" | "study" | "studyHash" | "status" | "startedAt" | "finishedAt" | "label" | "parent" | "commit" | "seed"
  > {
  /** What may change beside a series, and the hash of what may not: see `machineKind`. */
  machine: Pick<Run["machine"], "id" | "name" | "osRelease" | "governor" | "scratchFileSystem"> & { kind: string };
  software: Pick<Run["software"], "tool" | "node" | "execArgv">;
  /** Name of the format that it was imported from; `null` where it was recorded here. */
  importedFrom: string | null;
  blocks: number;
  /** The control cell, where it has times in ten blocks or more; see `valuesOf` of the history. */
  control?: { workload: string; n: number; medianMs: number };
  trials: { ok: number; failed: number };
  experiments: ExperimentSummary[];
}

export interface ExperimentSummary extends Pick<Experiment, "id" | "title"> {
  cells: CellFigures;
}

/** The figures of cells' own trials, column by column, in the order of the file; those of runs that it goes on with left out. */
export interface CellFigures {
  /** See `cellKeys`. */
  keys: string[];
  /** Usable trials. */
  n: number[];
  /** As the run's page has it; `null` without a usable trial. */
  medianMs: (number | null)[];
  /** Ends of the 95 % interval; `null` where there is none. */
  lowMs: (number | null)[];
  highMs: (number | null)[];
  /** Median of the quotients with the control cell of the same block, of ten blocks or more; absent without a control. */
  quotients?: (number | null)[];
}

/** The number changes when what a summary holds changes. */
export const SUMMARY_KIND = "summary-2";

/** Summarises a run file. Figures have 6 digits: more than any interval needs. */
export function summaryOf({ run }: Pick<StoredRun, "run">): RunSummary {
  const { id, study, studyHash, status, startedAt, finishedAt, label, parent, commit, seed, software } = run;
  const { tool, node, execArgv } = software;
  const control = controlOf(run);
  return {
    ...{ id, study, studyHash, status, startedAt, finishedAt, seed },
    ...known({ label, parent, commit }),
    machine: machineOf(run.machine),
    software: { tool, node, ...known({ execArgv }) },
    importedFrom: run.origin?.format ?? null,
    blocks: blockCount(run),
    ...(control !== null && { control: control.summary }),
    trials: trialCounts(run),
    experiments: run.experiments.map((experiment) => ({
      id: experiment.id,
      title: experiment.title,
      cells: cellFigures(experiment.cells, control?.byBlock),
    })),
  };
}

function machineOf(machine: Run["machine"]): RunSummary["machine"] {
  const { id, name, osRelease, governor, scratchFileSystem } = machine;
  const kind = sha256(machineKind(machine)).slice(0, 12);
  return { id, name, kind, ...known({ osRelease, governor, scratchFileSystem }) };
}

/** Without what is undefined, as JSON has it. */
function known<T extends object>(values: T): { [K in keyof T]?: Exclude<T[K], undefined> } {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined)) as {
    [K in keyof T]?: Exclude<T[K], undefined>;
  };
}

function trialCounts({ experiments }: Run): RunSummary["trials"] {
  const trials = experiments.flatMap(({ cells }) => cells.flatMap((cell) => cell.trials));
  const ok = trials.filter(({ status }) => status === "ok").length;
  return { ok, failed: trials.length - ok };
}

function controlOf({ control }: Run) {
  if (control === undefined) return null;
  const { workload, n, trials } = control;
  const byBlock = new Map(trials.flatMap(({ block, wallMs }): [number, number][] => (wallMs ? [[block, wallMs]] : [])));
  if (byBlock.size < RANKS_FROM) return null;
  return { summary: { workload, n, medianMs: digits(median([...byBlock.values()])) }, byBlock };
}

function quotientsOf(cells: readonly Cell[], control: ReadonlyMap<number, number>): (number | null)[] {
  return cells.map((cell) => {
    const quotients = usableTimes(cell).flatMap(({ block, wallMs }) => {
      const controlMs = control.get(block);
      return controlMs === undefined ? [] : wallMs / controlMs;
    });
    return quotients.length < RANKS_FROM || isBelowResolution(cell) ? null : digits(median(quotients));
  });
}

function cellFigures(cells: readonly Cell[], control?: ReadonlyMap<number, number>): CellFigures {
  const figures = cells.map((cell) => {
    const times = usableTimes(cell).map(({ wallMs }) => wallMs);
    return { n: times.length, ...typical(times, isBelowResolution(cell)) };
  });
  return {
    keys: cellKeys(cells),
    n: figures.map(({ n }) => n),
    medianMs: figures.map(({ medianMs }) => medianMs),
    lowMs: figures.map(({ lowMs }) => lowMs),
    highMs: figures.map(({ highMs }) => highMs),
    ...(control !== undefined && { quotients: quotientsOf(cells, control) }),
  };
}

function typical(times: readonly number[], belowResolution: boolean) {
  if (times.length === 0) return { medianMs: null, lowMs: null, highMs: null };
  const medianMs = digits(median(times));
  if (times.length === 1 || belowResolution) return { medianMs, lowMs: null, highMs: null };
  const [low, high] = typicalInterval(times);
  return { medianMs, lowMs: digits(low), highMs: digits(high) };
}

function digits(ms: number): number {
  return Number(ms.toPrecision(6));
}
