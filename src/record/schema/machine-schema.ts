import { z } from "zod";
import { bytes, count, figure, milliseconds, percent, positiveCount, slug, text, time } from "./schema-fields.js";

/** How the machine's floor was measured: the same cell under two names, compared again and again. */
export const selfTest = z.strictObject({
  measuredAt: time,
  /** Blocks that were recorded, and what was drawn from them. */
  blocks: positiveCount,
  comparisons: positiveCount,
  /** Share of those comparisons that the verdict rule called a change, without any correction for their number. */
  falseAlarmPercent: percent,
  /** Share of those comparisons whose 95 % interval held the truth, no change. */
  coveragePercent: percent,
});

/** What the machine is. Static facts; no host name, no serial number, no user. */
export const machine = z.strictObject({
  /** Random, kept in the user's configuration folder. Imports: derived from the given name. */
  id: slug,
  name: text,
  cpuModel: text.nullable().optional(),
  /** Hardware threads that the operating system shows. */
  logicalCores: positiveCount.nullable().optional(),
  physicalCores: positiveCount.nullable().optional(),
  /** What `os.availableParallelism()` says: honours affinity, not quotas. */
  availableParallelism: positiveCount.nullable().optional(),
  /** CPU quota of the control group, in cores; `null` where there is none. */
  quotaCores: z.number().min(0).max(1e6).nullable().optional(),
  memoryBytes: bytes.nullable().optional(),
  platform: text.nullable().optional(),
  osRelease: text.nullable().optional(),
  arch: text.nullable().optional(),
  virtualisation: text.nullable().optional(),
  governor: text.nullable().optional(),
  smt: z.boolean().nullable().optional(),
  /** Kind of the file system that the scratch folder of the trials is on. */
  scratchFileSystem: text.nullable().optional(),
  /** The floor, in percent, that a verdict on this machine must clear (measured by a self-test). */
  floorPercent: percent.nullable().optional(),
  selfTest: selfTest.optional(),
});

/** How busy the machine was, before and after. */
export const conditions = z.strictObject({
  loadBefore: z.number().min(0).nullable(),
  loadAfter: z.number().min(0).nullable(),
  freeMemoryBytes: bytes.nullable(),
  /** CPU time that the hypervisor took away during the run. */
  stealMs: figure,
  /** CPU time that the quota took away during the run. */
  throttledMs: figure,
  /** Share of the run in which some task waited for CPU (PSI "some"), in percent. */
  cpuPressurePercent: percent.nullable().optional(),
  /** Smallest step of the clock that times were read from. */
  clockStepNs: z.number().min(0).nullable().optional(),
});

/**
 * The control cell: a small work that is the same in every run, timed in the blocks between the trials of the run's own cells. It tells one
 * hour of the machine from another. Times of another work, size or Node are not comparable.
 */
export const control = z.strictObject({
  workload: slug,
  n: z.number().min(0).max(1e15),
  trials: z
    .array(
      z.strictObject({
        block: count,
        /** How many cells of the block were done before it. */
        position: count,
        /** `null` where it failed. */
        wallMs: milliseconds.nullable(),
      }),
    )
    .max(100_000),
});

export const software = z.strictObject({
  tool: z.strictObject({ name: text, version: text }),
  node: text.nullable(),
  v8: text.nullable().optional(),
  libuv: text.nullable().optional(),
  /** Environment that the measured processes were given, whole. */
  environment: z.record(z.string().max(200), text).optional(),
  execArgv: z.array(text).max(64).optional(),
});
