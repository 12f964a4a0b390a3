import { z } from "zod";
import { list } from "../limits/list.js";
import type { Calibration, Conditions, Control, Experiment, Plan, Run, Trial } from "../schema/run-schema.js";
import { text } from "../schema/schema-fields.js";

/** Version of the journal's lines. A journal lives as long as its run, so older versions need no migration. */
export const JOURNAL_VERSION = 1;

/** Largest journal that is read: it holds the timelines of all trials, so it is larger than its run file. */
export const MAX_JOURNAL_BYTES = 256_000_000;

/** Ending of the names of journals. */
export const journalExtension = ".journal";

/** The run at its start, without the fields that are known at its end. */
export type JournalHeader = Omit<Run, "id" | "status" | "finishedAt">;

/** A trial that has ended. `experiment` and `cell` are indices into the header's lists. */
interface TrialEntry {
  kind: "trial";
  experiment: number;
  cell: number;
  trial: Trial;
}

/** Facts that come after the header. Each replaces the earlier one of its name. */
interface NoteEntry {
  kind: "note";
  calibration?: Calibration[];
  plan?: Plan;
  conditions?: Conditions;
  /** The matrix with the sizes of the calibration; only before the first trial. */
  experiments?: Experiment[];
  /** Cells that were left out or cut short, with the reason; these add up. */
  dropped?: { experiment: number; cell: number; reason: string }[];
  /** What limits a workload, by measuring; these add up. */
  bounds?: (FoundBound & { experiment: number; workload: string })[];
}

/** What limits work by measuring, and the CPU time that it uses, in units of the time of its workers. */
export interface FoundBound {
  bound: "cpu" | "wait";
  cpuShare: number;
}

/** A trial of the control cell, which the header describes. */
interface ControlEntry {
  kind: "control";
  trial: Control["trials"][number];
}

export type JournalEntry = TrialEntry | ControlEntry | NoteEntry;

const index = z.int().min(0);
const at = z.iso.datetime();

/** First line. Its `run` is checked when the run is put together. */
export const headerLine = z.strictObject({
  kind: z.literal("header"),
  version: z.literal(JOURNAL_VERSION),
  writer: z.strictObject({ pid: z.int().min(1), start: z.string().max(30).nullable() }),
  run: z.looseObject({
    startedAt: at,
    control: z.looseObject({ trials: list(z.unknown()) }).optional(),
    experiments: list(
      z.looseObject({
        workloads: z.record(z.string(), z.looseObject({})).optional(),
        cells: list(z.looseObject({ trials: list(z.unknown()) })),
      }),
    ),
  }),
  at,
});

/** Every other line. */
export const entryLine = z.discriminatedUnion("kind", [
  z.strictObject({ kind: z.literal("trial"), experiment: index, cell: index, trial: z.unknown(), at }),
  z.strictObject({ kind: z.literal("control"), trial: z.unknown(), at }),
  z.strictObject({
    kind: z.literal("note"),
    calibration: z.unknown().optional(),
    plan: z.unknown().optional(),
    conditions: z.unknown().optional(),
    experiments: headerLine.shape.run.shape.experiments.optional(),
    dropped: list(z.strictObject({ experiment: index, cell: index, reason: text })).optional(),
    bounds: list(
      z.strictObject({
        experiment: index,
        workload: z.string(),
        bound: z.enum(["cpu", "wait"]),
        cpuShare: z.number().min(0).max(1e6),
      }),
    ).optional(),
    at,
  }),
]);

/** Fields that a run lacks until it ends; the id is a placeholder. */
export function unfinished(finishedAt: string): Pick<Run, "id" | "status" | "finishedAt"> {
  return { id: "00000000t000000z-x-000000", status: "interrupted", finishedAt };
}
