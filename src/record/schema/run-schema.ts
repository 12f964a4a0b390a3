import { z } from "zod";
import { list } from "../limits/list.js";
import { declaredFactors, type Factors, factorNames, isRequired, type Level } from "./factors.js";
import { conditions, control, machine, software } from "./machine-schema.js";
import {
  count,
  name as givenName,
  longText,
  milliseconds,
  positiveCount,
  positivePercent,
  slug,
  text,
  time,
} from "./schema-fields.js";
import { trial } from "./trial-schema.js";

/**
 * The run file, schema version 1. One run is one execution of a study on one machine; the file is immutable once
 * written. Units stand in the names. `null` means that this platform does not give the figure; an absent field means
 * that whoever recorded the run did not record it. The descriptions are published with the JSON Schema.
 */
export const SCHEMA_VERSION = 1;

/** Most experiments of a run, most combinations of an experiment, and most trials of one of them. */
export const MOST_EXPERIMENTS = 1_000;
export const MOST_CELLS = 10_000;
export const MOST_TRIALS = 100_000;

const hash = z.string().regex(/^[0-9a-f]{64}$/);
const bound = z.enum(["cpu", "io", "wait"]);

const level: z.ZodType<Level> = z.union([text, z.number().min(-1e15).max(1e15), z.boolean()]);
const levels = { id: givenName, count: positiveCount, size: z.number().min(0).max(1e15) };

function factorField(name: (typeof factorNames)[number]): z.ZodType {
  const { levels: kind, recorded } = declaredFactors[name];
  const schema = typeof kind === "string" ? levels[kind] : z.enum(kind);
  return (isRequired(name) ? schema : schema.optional()).describe(recorded);
}

const factors = z
  .strictObject({
    ...Object.fromEntries(factorNames.map((name) => [name, factorField(name)])),
    more: z.record(givenName, level.describe("One level.")).optional().describe("Levels of other factors, by name."),
  })
  .describe("The combination of levels.") as unknown as z.ZodType<Factors>;

const cell = z
  .strictObject({
    factors,
    dropped: text.optional().describe("Why the cell was left out or cut short."),
    trials: list(trial).max(MOST_TRIALS).describe("The cell's executions, each in a process of its own."),
  })
  .describe("One combination with its trials.");

const workload = z
  .strictObject({
    title: text.describe("Title for people."),
    bound: bound
      .nullable()
      .describe("What limits it: cpu is held back by cores, io and wait are not; null: not known."),
    cpuShare: z
      .number()
      .min(0)
      .max(1e6)
      .optional()
      .describe(
        "CPU time that it used over the time of its workers, in the combinations with the fewest workers; present where that told what limits it.",
      ),
  })
  .describe("One workload.");

const program = z
  .strictObject({
    files: list(
      z
        .strictObject({
          path: text.describe("Path from the folder that the run was recorded in; elsewhere the name only."),
          sha256: hash.describe("SHA-256 of its content."),
          bytes: count.describe("Its size."),
        })
        .describe("One file."),
    )
      .max(64)
      .describe("The module with what it imports from its own folder, or the files that the command names."),
    command: text.optional().describe("The command line; home folders are written ~."),
    path: text.optional().describe("The program that it starts, as it was found; home folders are written ~."),
    interpreter: text.optional().describe("What the program that runs the files says of its version."),
    version: text.optional().describe("What a compiler or build tool that is started says of its version."),
    packages: list(
      z
        .strictObject({ name: text.describe("Its name."), version: text.describe("The version installed.") })
        .describe("One package."),
    )
      .max(64)
      .optional()
      .describe("The packages that a module imports: as its text names them, or as loading it brought them in."),
    commit: z
      .strictObject({
        ref: text.describe(
          "What was asked for: a branch, a tag or a hash; A...B is the commit at which A and B parted.",
        ),
        hash: text.describe("Hash of the commit that it named."),
      })
      .optional()
      .describe("The commit that it was checked out from; absent: it was measured as it lay."),
  })
  .describe("The user's own work, as it was before the first trial.");

const versions = z
  .strictObject({
    before: givenName.describe("The version that the other is compared with."),
    after: givenName.describe("The version that is in question."),
    twin: givenName
      .optional()
      .describe("The first version under a second name: what it differs by is the noise of this sitting."),
    sideBySide: z
      .literal(true)
      .optional()
      .describe("Both versions of a combination ran at once, each on its half of the processors. Absent: in turn."),
    sharedCore: z
      .literal(true)
      .optional()
      .describe("The halves are threads of one physical core. Absent: they share none, or that is not known."),
  })
  .describe("Two versions of one program, each a level of more.version, compared within blocks.");

const figure = z
  .strictObject({
    name: slug.describe("Its name among the figures of each trial."),
    unit: text.optional().describe("Its unit, such as req/s."),
    better: z.enum(["higher", "lower"]).describe("Which direction is better."),
  })
  .describe("The figure of the program's own that is compared in place of the time.");

const coreSet = z
  .strictObject({
    cores: positiveCount.describe("The level of more.cores."),
    cpus: text.describe("The processors, as Linux lists them: 0-1,4."),
    physicalCores: positiveCount.nullable().describe("Physical cores among them; null: not known."),
  })
  .describe("The processors that the trials of one level of more.cores were bound to.");

const experiment = z
  .strictObject({
    id: slug.describe("Name of the experiment."),
    title: text.describe("Title for people."),
    question: text.optional().describe("The question that it answers."),
    division: z
      .enum(["tasks", "shares"])
      .describe(
        "tasks: a cell has that many tasks of size n. shares: one job of size n is shared equally among the workers.",
      ),
    charts: list(slug.describe("One id."))
      .max(32)
      .optional()
      .describe("Ids of the charts that it calls for; absent: chosen by the factors that vary."),
    program: program.optional(),
    programs: z
      .record(givenName, program)
      .optional()
      .describe("The programs that were compared: variants by the strategy that each is, versions by their name."),
    versions: versions.optional(),
    figure: figure.optional(),
    coreSets: list(coreSet).max(1_000).optional().describe("The processors by number of cores, where that varies."),
    workloads: z.record(slug, workload).optional().describe("The workloads that its cells name, by id."),
    cells: list(cell)
      .max(MOST_CELLS)
      .describe("The combinations of levels that were timed. Factors differ within an experiment."),
  })
  .describe("One experiment. Ids differ within a run.");

const calibration = z
  .strictObject({
    experiment: slug.describe("Id of the experiment."),
    workload: slug.describe("Id of the workload."),
    runtime: slug.optional().describe("Runtime that the size is for; absent: Node."),
    targetTaskMs: milliseconds.describe("Time that one task was meant to take alone."),
    n: z.number().min(0).describe("Size that was chosen."),
    measuredTaskMs: milliseconds.describe("Time that one task of this size took."),
    takenFrom: text.optional().describe("Id of the run whose size was taken over."),
  })
  .describe("One size, for one workload of one experiment.");

const precision = z.strictObject({
  targetPercent: positivePercent.describe(
    "Half the width that the interval of every comparison with a baseline was to have, in percent.",
  ),
  reached: z.boolean().describe("Whether all of them were as narrow."),
  widestPercent: z
    .number()
    .min(0)
    .max(1e9)
    .nullable()
    .describe("Half the width of the widest at the end, in percent; null where there was none."),
});

const plan = z.strictObject({
  blocksPlanned: count.describe("Blocks that were planned: a block is every cell once, in shuffled order."),
  blocksFinished: count.describe("Blocks that were done whole."),
  budgetMs: milliseconds.nullable().describe("Time that the run was given; null where it was given none."),
  wallMs: milliseconds.describe("Wall clock of the whole run."),
  trialsMs: milliseconds.describe("Wall clock of the trials with their host processes."),
  calibrationMs: milliseconds.describe("Wall clock of choosing the sizes."),
  controlMs: milliseconds
    .optional()
    .describe("Wall clock of the control cell with its processes; not part of trialsMs."),
  precision: precision.optional().describe("How narrow intervals were to be for the run to end before its budget."),
});

const origin = z.strictObject({
  format: slug.describe("Name of the format it was imported from."),
  file: text.describe("Name of the imported file, without its folder."),
  sha256: hash.describe("SHA-256 of the imported file."),
  importedAt: time
    .optional()
    .describe("When it was imported; where it is startedAt as well, when it was measured is not known."),
  note: longText.describe("What the import took for granted."),
  blocks: z
    .literal(true)
    .optional()
    .describe(
      "The file said which measurements were made side by side: trials of one block are paired. Absent: not known.",
    ),
});

const commit = z.strictObject({
  hash: text.describe("Hash of the commit."),
  dirty: z.boolean().describe("Whether there were changes that were not committed."),
});

const runId = z.string().regex(/^[0-9]{8}t[0-9]{6}z-[a-z0-9](?:[a-z0-9-]{0,62}[a-z0-9])?-[0-9a-f]{6}$/);

const interruptedRun = z
  .strictObject({
    id: runId.describe("Its id."),
    startedAt: time.describe("When it started."),
    finishedAt: time.describe("When it was interrupted."),
    trials: count.describe("How many trials it had by then."),
  })
  .describe("One interrupted run.");

export const runSchema = z.strictObject({
  schemaVersion: z.literal(SCHEMA_VERSION).describe("Version of this format."),
  id: runId.describe(
    "UTC time of the start, study, and the first 6 hex digits of the SHA-256 of the content without the id, as JSON with sorted keys and no spaces.",
  ),
  parent: runId.optional().describe("Id of the run that this one goes on with; its blocks are numbered on from there."),
  resumed: z
    .array(interruptedRun)
    .max(1_000)
    .optional()
    .describe("The interrupted runs that this one went on with, oldest first: it has their plan, seed and trials."),
  study: slug.describe("Name of the study that was executed."),
  studyHash: hash.nullable().describe("SHA-256 of the study's definition; null for imports."),
  label: text.optional().describe("What the person who recorded the run called it."),
  hypothesis: text
    .optional()
    .describe("What the person who recorded the run expected, in their words, written here before its first trial."),
  status: z
    .enum(["complete", "interrupted", "failed"])
    .describe(
      "Whether every planned trial was done; failed: it ended after its first block, in which the user's own work failed in every cell.",
    ),
  startedAt: time.describe(
    "When the run started, or went on with an interrupted one; for imports, when it was measured, or where that is not known when it was imported.",
  ),
  finishedAt: time.describe("When the last trial was done, or the run was interrupted."),
  seed: z
    .int()
    .min(0)
    .max(2 ** 32 - 1)
    .nullable()
    .describe("Seed of the order of cells and of the workloads' inputs; null where there was none."),
  machine,
  conditions: conditions.optional().describe("How busy the machine was."),
  software,
  command: text.optional().describe("Command that records such a run again; home folders are written ~."),
  commit: commit.nullable().optional().describe("Git commit of the measured project; null outside a work tree."),
  plan: plan.optional().describe("What was planned, and what the run spent its time on."),
  calibration: list(calibration).max(1_000).optional().describe("How the sizes of tasks were chosen."),
  control: control
    .optional()
    .describe(
      "A small work that is the same in every run, timed in the blocks beside the cells: it tells one hour of the machine from another.",
    ),
  origin: origin.optional().describe("Where an imported run came from."),
  experiments: list(experiment)
    .max(MOST_EXPERIMENTS)
    .describe("The questions that were asked, with their measurements."),
});

export type Run = z.infer<typeof runSchema>;
export type Experiment = z.infer<typeof experiment>;
export type Cell = z.infer<typeof cell>;
export type Machine = z.infer<typeof machine>;
export type Conditions = z.infer<typeof conditions>;
export type Disturbance = NonNullable<Conditions["disturbances"]>[number];
export type Control = z.infer<typeof control>;
export type Calibration = z.infer<typeof calibration>;
export type Plan = z.infer<typeof plan>;
export type { Factors } from "./factors.js";
export type { Timeline, Trial, WorkerTime } from "./trial-schema.js";
