import { blockCount } from "../record/lineage.js";
import type { Cell, Experiment, Run } from "../record/schema.js";
import type { StoredRun } from "../record/stored-run.js";
import { median } from "../stats/median.js";
import { cellKeys } from "./keys.js";
import { typicalInterval } from "./summary.js";
import { isBelowResolution, usableTimes } from "./trials.js";

/**
 * What lists, indexes and histories ask of a run, so that they need not open its file: some 600 bytes of JSON and 100 for each
 * cell. Made of the run and nothing else.
 */
export interface RunSummary
  extends Pick<
    Run,
    "id" | "study" | "studyHash" | "status" | "startedAt" | "finishedAt" | "label" | "parent" | "commit" | "seed"
  > {
  /** Without what a self-test found beside the floor. */
  machine: Omit<Run["machine"], "selfTest">;
  software: Pick<Run["software"], "tool" | "node" | "execArgv">;
  /** Name of the format that it was imported from; `null` where it was recorded here. */
  importedFrom: string | null;
  blocks: number;
  trials: { ok: number; failed: number };
  experiments: ExperimentSummary[];
}

export interface ExperimentSummary extends Pick<Experiment, "id" | "title"> {
  cells: CellFigures[];
}

/** The figures of a cell's own trials, those of runs that it goes on with left out. */
export interface CellFigures {
  /** See `cellKeys`. */
  key: string;
  /** Usable trials. */
  n: number;
  /** Median, and the 95 % interval where there is one, in ms, as the run's page has them; `null` without a usable trial. */
  ms: [median: number] | [median: number, low: number, high: number] | null;
}

/** The number changes when what a summary holds changes. */
export const SUMMARY_KIND = "summary-1";

/** Summarises a run file. Figures have 6 digits: more than any interval needs. */
export function summaryOf({ run }: Pick<StoredRun, "run">): RunSummary {
  const { id, study, studyHash, status, startedAt, finishedAt, label, parent, commit, seed, machine, software } = run;
  const { selfTest: _selfTest, ...facts } = machine;
  const { tool, node, execArgv } = software;
  return {
    ...{ id, study, studyHash, status, startedAt, finishedAt, seed },
    ...(label !== undefined && { label }),
    ...(parent !== undefined && { parent }),
    ...(commit !== undefined && { commit }),
    machine: facts,
    software: { tool, node, ...(execArgv !== undefined && { execArgv }) },
    importedFrom: run.origin?.format ?? null,
    blocks: blockCount(run),
    trials: trialCounts(run),
    experiments: run.experiments.map((experiment) => ({
      id: experiment.id,
      title: experiment.title,
      cells: cellFigures(experiment.cells),
    })),
  };
}

function trialCounts({ experiments }: Run): RunSummary["trials"] {
  const trials = experiments.flatMap(({ cells }) => cells.flatMap((cell) => cell.trials));
  const ok = trials.filter(({ status }) => status === "ok").length;
  return { ok, failed: trials.length - ok };
}

function cellFigures(cells: readonly Cell[]): CellFigures[] {
  const keys = cellKeys(cells);
  return cells.map((cell, index) => {
    const times = usableTimes(cell).map(({ wallMs }) => wallMs);
    return { key: keys[index] as string, n: times.length, ms: typical(times, isBelowResolution(cell)) };
  });
}

function typical(times: readonly number[], belowResolution: boolean): CellFigures["ms"] {
  if (times.length === 0) return null;
  const middle = digits(median(times));
  if (times.length === 1 || belowResolution) return [middle];
  const [low, high] = typicalInterval(times);
  return [middle, digits(low), digits(high)];
}

function digits(ms: number): number {
  return Number(ms.toPrecision(6));
}
