import { z } from "zod";
import { list } from "../limits/list.js";
import {
  bytes,
  count,
  figure,
  maybeBytes,
  maybeCount,
  maybeText,
  milliseconds,
  percent,
  positiveCount,
  slug,
  text,
  time,
} from "./schema-fields.js";

const cores = z.number().min(0).max(1e6);

export const selfTest = z.strictObject({
  measuredAt: time.describe("When the self-test ended."),
  blocks: positiveCount.describe("Blocks that it recorded."),
  comparisons: positiveCount.describe("Comparisons of 20 blocks that were drawn from them."),
  falseAlarmPercent: percent.describe(
    "Share of those comparisons that the verdict rule called a change, before any correction, in percent.",
  ),
  coveragePercent: percent.describe("Share of those comparisons whose 95 % interval held no change, in percent."),
});

export const machine = z
  .strictObject({
    id: slug.describe(
      "Random and kept by the person who records; for imports, derived from the name, or from the file where it names none.",
    ),
    name: text.describe("Name that was given to the machine."),
    unidentified: z
      .literal(true)
      .optional()
      .describe("The imported file does not say which machine it was: no other run is taken to be of the same."),
    cpuModel: maybeText.describe("Model of the processor."),
    logicalCores: maybeCount.describe("Hardware threads that the operating system shows."),
    physicalCores: maybeCount.describe("Cores, hardware threads of one core counted once."),
    availableParallelism: maybeCount.describe("Hardware threads that the process may use, by its affinity."),
    quotaCores: cores
      .nullable()
      .optional()
      .describe("CPU quota of the control group, in cores; null where there is none."),
    memoryBytes: maybeBytes.describe("Memory of the machine."),
    memoryLimitBytes: maybeBytes.describe(
      "Memory that the control group or the container leaves of it; null: no limit.",
    ),
    platform: maybeText.describe("Operating system, as Node names it."),
    osRelease: maybeText.describe("Release of the operating system's kernel."),
    arch: maybeText.describe("Architecture of the processor, as Node names it."),
    virtualisation: maybeText.describe("Kind of virtual machine or container."),
    governor: maybeText.describe("Frequency governor of the processor."),
    smt: z.boolean().nullable().optional().describe("Whether one core runs several hardware threads."),
    scratchFileSystem: maybeText.describe("Kind of the file system that file workloads write to."),
    floorPercent: percent
      .nullable()
      .optional()
      .describe("Smallest change, in percent, that a verdict on this machine may rest on."),
    selfTest: selfTest
      .optional()
      .describe("How the floor was measured: the same cell under two names, recorded in blocks."),
  })
  .describe(
    "What was measured on: static facts, without host name, serial number or user. Null: not given by the platform.",
  );

const load = z.number().min(0).nullable();

/** More would fill a run file with the same. */
export const MOST_DISTURBANCES = 1_000;

const disturbance = z
  .strictObject({
    kind: z
      .enum(["suspended", "clock-set", "cores", "quota"])
      .describe(
        "suspended: the machine slept. clock-set: its time of day was set. cores, quota: what this process may use changed.",
      ),
    block: count.describe("Number of the block in which it was seen."),
    position: count.describe("Place in that block of the trial after which it was seen."),
    byMs: z
      .number()
      .min(-1e15)
      .max(1e15)
      .optional()
      .describe("How long it slept, or how far the clock was set; below 0: back."),
    before: cores.nullable().optional().describe("Cores before; null: no quota."),
    after: cores.nullable().optional().describe("Cores after; null: no quota."),
  })
  .describe("Something that must not happen to a machine while it is measured on.");

export const conditions = z.strictObject({
  loadBefore: load.describe("Load average over one minute before the first trial."),
  loadAfter: load.describe("Load average over one minute after the last trial."),
  freeMemoryBytes: bytes.nullable().describe("Free memory before the first trial."),
  stealMs: figure.describe("CPU time that the hypervisor took away during the run."),
  throttledMs: figure.describe("CPU time that the quota took away during the run."),
  cpuPressurePercent: percent
    .nullable()
    .optional()
    .describe("Share of the run in which some task waited for a core, in percent."),
  clockStepNs: load.optional().describe("Smallest step of the clock that times were read from."),
  disturbances: list(disturbance)
    .max(MOST_DISTURBANCES)
    .optional()
    .describe("What happened to the machine during the run; absent: nothing that was seen, or nobody looked."),
});

const controlTrial = z
  .strictObject({
    block: count.describe("Number of the block."),
    position: count.describe("How many cells of the block were done before it."),
    wallMs: milliseconds.nullable().describe("What it took, the start of its process left out; null where it failed."),
  })
  .describe("One execution.");

export const control = z.strictObject({
  workload: slug.describe("Id of the workload."),
  n: z.number().min(0).max(1e15).describe("Its size; times of another size are not comparable."),
  trials: list(controlTrial).max(100_000).describe("Its executions, each in a process of its own, in their order."),
});

export const software = z
  .strictObject({
    tool: z
      .strictObject({ name: text.describe("Its name."), version: text.describe("Its version.") })
      .describe("The program that recorded the run."),
    node: text.nullable().describe("Version of Node that ran the trials; null where it was not Node."),
    v8: maybeText.describe("Version of V8."),
    libuv: maybeText.describe("Version of libuv."),
    interpreters: list(
      z
        .strictObject({
          runtime: text.describe("Level of the factor runtime that it runs."),
          version: text.describe("Its version."),
          implementation: text.describe("Which implementation of the language it is."),
          freeThreaded: z.boolean().describe("Whether its threads compute side by side, without a lock."),
          startMethod: text.describe("How it starts processes where the study says nothing."),
        })
        .describe("One program."),
    )
      .max(64)
      .optional()
      .describe("Programs that ran the trials of other runtimes; the first of a runtime where no version is a factor."),
    environment: z
      .record(z.string().max(200), text.describe("Value of the variable."))
      .optional()
      .describe("Environment variables of the measured processes, all of them but the mark by which they are found."),
    execArgv: list(text.describe("One option."))
      .max(64)
      .optional()
      .describe("Options of Node that the trials were run with."),
  })
  .describe("What the run was recorded with.");
