import { z } from "zod";
import { declaredFactors, type Factors, factorNames, isRequired } from "./factors.js";
import { conditions, control, machine, software } from "./machine-schema.js";
import {
  bytes,
  count,
  figure,
  longText,
  MAX_BYTES,
  milliseconds,
  positiveCount,
  positivePercent,
  slug,
  text,
  time,
} from "./schema-fields.js";

/**
 * The run file, schema version 1. One run is one execution of a study on one machine; the file is immutable once
 * written. Units stand in the names. `null` means that this platform does not give the figure; an absent field means
 * that whoever recorded the run did not record it.
 */
export const SCHEMA_VERSION = 1;

/** A level of a factor: what a cell was given. */
const level = z.union([z.string().max(200), z.number().min(-1e15).max(1e15), z.boolean()]);

const kinds = { id: slug, count: positiveCount, size: z.number().min(0).max(1e15) };

const factors: z.ZodType<Factors> = z.strictObject({
  ...Object.fromEntries(
    factorNames.map((name) => {
      const { levels } = declaredFactors[name];
      const schema = typeof levels === "string" ? kinds[levels] : z.enum(levels);
      return [name, isRequired(name) ? schema : schema.optional()];
    }),
  ),
  more: z.record(slug, level).optional(),
}) as unknown as z.ZodType<Factors>;

/** Every task of one trial on one clock, column by column; index i is task i. Times count from the trial's start. */
const timeline = z.strictObject({
  worker: z.array(count),
  startMs: z.array(milliseconds),
  endMs: z.array(milliseconds),
  cpuMs: z.array(milliseconds.nullable()),
  queueMs: z.array(milliseconds.nullable()),
  waitBeforeMs: z.array(milliseconds.nullable()).optional(),
});

/** Where the time of all workers went that is not in `taskMs`, and what of that is waiting; added up over workers. */
const workerTime = z.strictObject({
  startUpMs: milliseconds,
  dispatchMs: milliseconds,
  idleMs: milliseconds,
  waitMs: milliseconds.nullable(),
  taskWaitMs: milliseconds.nullable(),
  mostBusyMs: milliseconds,
});

/** Samples of a process tree, column by column. CPU in percent of one core since the sample before. */
const usage = z.strictObject({
  atMs: z.array(milliseconds).max(10_000),
  cpuPercent: z.array(z.number().min(0).max(1e6).nullable()).max(10_000),
  pssBytes: z.array(bytes.nullable()).max(10_000),
});

const trial = z.strictObject({
  /** Number of the block, from 0. In imported tables: the number of the repeat. */
  block: count,
  /** Place in the shuffled order of its block, from 0. */
  position: count.optional(),
  status: z.enum(["ok", "failed", "timeout"]),
  /** Why it is not ok: `task-error`, `out-of-memory`, `killed`, `exit`, `timeout`, `wrong-result` ... */
  reason: slug.optional(),
  /** What the failed trial said, at most a few lines. */
  detail: text.optional(),
  /** From the first start-up to the last result: what a caller waits for. `null` where the trial did not finish. */
  wallMs: milliseconds.nullable(),
  /** Start of the first start-up to the start of the first task. */
  startUpMs: figure,
  /** Start of the first task to the last result. */
  workMs: figure,
  /** Last result until every worker is gone. */
  tearDownMs: figure,
  /** The whole fork around the trial, as the runner saw it. */
  hostMs: figure,
  /** CPU of the whole process tree between the first start-up and the end of tear-down. */
  userMs: figure,
  sysMs: figure,
  /** Proportional set size of the tree: the largest of the samples taken from outside. */
  peakPssBytes: bytes.nullable().optional(),
  /** Largest resident set of the host process alone, as the kernel counted it. */
  peakRssBytes: bytes.nullable().optional(),
  /** CPU of the threads that ran the tasks, added up over tasks. */
  taskCpuMs: figure,
  /** Time that tasks were ready to run and waited for a core, added up over tasks. */
  queueWaitMs: figure,
  /** Sum of the tasks' checksums: equal for every strategy on the same size and seed. */
  checksum: z.number().min(-MAX_BYTES).max(MAX_BYTES).optional(),
  /** How many different workers ran tasks. */
  workersUsed: count.optional(),
  /** Wall time of every task, by task number. */
  taskMs: z.array(milliseconds).max(1e6).optional(),
  /** Workers times wall clock less the tasks, by what the workers were doing; absent where tasks overlap on a worker. */
  workerTime: workerTime.optional(),
  /** Kept for the trial of median time of each cell. */
  timeline: timeline.optional(),
  /** Numbers of the tasks that gave no result. */
  lostTasks: z.array(count).max(100_000).optional(),
  /** CPU and memory of the whole tree over time, sampled from outside. */
  usage: usage.optional(),
  /** Figures of the experiment's own, and what was seen in words. Their ids say what they are. */
  figures: z.record(slug, z.number().min(-1e15).max(1e15).nullable()).optional(),
  notes: z.record(slug, text).optional(),
});

const cell = z.strictObject({
  factors,
  /** Why the cell was left out or cut short; its trials, if any, stay. */
  dropped: text.optional(),
  trials: z.array(trial).max(100_000),
});

/** What limits a workload: `cpu` work is held back by cores, `io` and `wait` are not. */
const workload = z.strictObject({ title: text, bound: z.enum(["cpu", "io", "wait"]) });

const experiment = z.strictObject({
  id: slug,
  title: text,
  question: text.optional(),
  /** `tasks`: a cell has `tasks` tasks of size n. `shares`: one job of size n is shared equally among the workers. */
  division: z.enum(["tasks", "shares"]),
  /** Ids of the charts that the experiment calls for; absent: chosen by the factors that vary. */
  charts: z.array(slug).max(32).optional(),
  /** The workloads that the cells name; absent in imports. */
  workloads: z.record(slug, workload).optional(),
  cells: z.array(cell).max(10_000),
});

const calibration = z.strictObject({
  experiment: slug,
  workload: slug,
  /** Time that one task was meant to take alone. */
  targetTaskMs: milliseconds,
  /** The size chosen, and what one task of it took. */
  n: z.number().min(0),
  measuredTaskMs: milliseconds,
  /** Id of the run whose size was taken over, where the size was not chosen anew. */
  takenFrom: text.optional(),
});

/** How narrow the intervals of the comparisons with a baseline were to be: half their width, in percent. */
const precision = z.strictObject({
  targetPercent: positivePercent,
  reached: z.boolean(),
  /** The widest there was at the end; `null` where there was none to tell. */
  widestPercent: z.number().min(0).max(1e9).nullable(),
});

const plan = z.strictObject({
  blocksPlanned: count,
  blocksFinished: count,
  budgetMs: milliseconds.nullable(),
  /** Wall clock of the whole run, of its trials (`hostMs`), and of calibration. */
  wallMs: milliseconds,
  trialsMs: milliseconds,
  calibrationMs: milliseconds,
  /** Wall clock of the control cell, its processes included; not part of `trialsMs`. */
  controlMs: milliseconds.optional(),
  /** Where the run was to go on until its intervals are narrow enough. */
  precision: precision.optional(),
});

/** Where an imported run came from. */
const origin = z.strictObject({
  format: slug,
  file: text,
  sha256: z.string().regex(/^[0-9a-f]{64}$/),
  note: longText,
});

const runId = z.string().regex(/^[0-9]{8}t[0-9]{6}z-[a-z0-9](?:[a-z0-9-]{0,62}[a-z0-9])?-[0-9a-f]{6}$/);

export const runSchema = z.strictObject({
  schemaVersion: z.literal(SCHEMA_VERSION),
  id: runId,
  /** The run that this one goes on with: its blocks are numbered on from there. */
  parent: runId.optional(),
  study: slug,
  /** SHA-256 of the study's definition (experiments and levels asked for), 64 hex digits; `null` for imports. */
  studyHash: z
    .string()
    .regex(/^[0-9a-f]{64}$/)
    .nullable(),
  label: text.optional(),
  status: z.enum(["complete", "interrupted"]),
  startedAt: time,
  finishedAt: time,
  seed: z
    .int()
    .min(0)
    .max(2 ** 32 - 1)
    .nullable(),
  machine,
  conditions: conditions.optional(),
  software,
  /** The command that records such a run again; home folders are written `~`. */
  command: text.optional(),
  /** Commit of the measured project, where the run was started inside a git work tree. */
  commit: z.strictObject({ hash: text, dirty: z.boolean() }).nullable().optional(),
  plan: plan.optional(),
  calibration: z.array(calibration).max(1_000).optional(),
  control: control.optional(),
  origin: origin.optional(),
  experiments: z.array(experiment).max(1_000),
});

export type Run = z.infer<typeof runSchema>;
export type Experiment = z.infer<typeof experiment>;
export type Cell = z.infer<typeof cell>;
export type { Factors };
export type Trial = z.infer<typeof trial>;
export type Timeline = z.infer<typeof timeline>;
export type WorkerTime = z.infer<typeof workerTime>;
export type Machine = z.infer<typeof machine>;
export type Conditions = z.infer<typeof conditions>;
export type Control = z.infer<typeof control>;
export type Calibration = z.infer<typeof calibration>;
export type Plan = z.infer<typeof plan>;
