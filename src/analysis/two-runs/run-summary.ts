import type { StoredRun } from "../../record/files/stored-run.js";
import { sha256 } from "../../record/schema/run-id.js";
import type { Run } from "../../record/schema/run-schema.js";
import { machineKind } from "./machine-kind.js";

/**
 * What lists, filters and the choice of a reference ask of a run, so that they need not open its file: under 1 kB of JSON. Made of
 * the run and nothing else.
 */
export interface RunSummary
  extends Pick<Run, "id" | "study" | "studyHash" | "status" | "startedAt" | "label" | "parent" | "seed"> {
  /** With the hash of what may not change within a series: see `machineKind`. */
  machine: Pick<Run["machine"], "id" | "name"> & { kind: string };
  software: Pick<Run["software"], "node">;
  /** Name of the format that it was imported from; `null` where it was recorded here. */
  importedFrom: string | null;
  trials: { ok: number; failed: number };
  /** Ids. */
  experiments: string[];
}

/** The number changes when what a summary holds changes. */
export const SUMMARY_KIND = "summary-3";

/** Summarises a run file. */
export function summaryOf({ run }: Pick<StoredRun, "run">): RunSummary {
  const { id, study, studyHash, status, startedAt, label, parent, seed, machine, software, origin, experiments } = run;
  return {
    ...{ id, study, studyHash, status, startedAt, seed },
    ...(label !== undefined && { label }),
    ...(parent !== undefined && { parent }),
    machine: { id: machine.id, name: machine.name, kind: sha256(machineKind(machine)).slice(0, 12) },
    software: { node: software.node },
    importedFrom: origin?.format ?? null,
    trials: trialCounts(run),
    experiments: experiments.map((experiment) => experiment.id),
  };
}

function trialCounts({ experiments }: Run): RunSummary["trials"] {
  const trials = experiments.flatMap(({ cells }) => cells.flatMap((cell) => cell.trials));
  const ok = trials.filter(({ status }) => status === "ok").length;
  return { ok, failed: trials.length - ok };
}
