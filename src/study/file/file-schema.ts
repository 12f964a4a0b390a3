import { z } from "zod";
import { parseCounts, parseDuration, parsePercent, parseSizes } from "../levels.js";
import type { Catalogue } from "../study.js";

const slug = z
  .string()
  .regex(/^[a-z0-9](?:[a-z0-9-]{0,62}[a-z0-9])?$/, "give 1 to 64 of a-z, 0-9 and hyphens, no hyphen at either end");
const text = z.string().min(1, "give some text").max(2_000);
const count = z
  .int("give a whole number, or a range such as 1..8")
  .min(1, "worker and task counts start at 1")
  .max(1e6);
const taskCount = z.union([count, z.literal("per-worker")], "give whole numbers, or per-worker");
const size = z.union(
  [z.number().min(1).max(1e12), z.strictObject({ taskMs: z.number().gt(0).max(60_000) })],
  "sizes are numbers from 1, or { taskMs: 20 } for a size at which a task takes 20 ms",
);
const level = z.union([z.string().max(200), z.number().min(-1e15).max(1e15), z.boolean()]);
const duration = z.string().refine(readable(parseDuration), "give a time with its unit, such as 90s, 5m or 250ms");
const percentage = z.string().refine(readable(parsePercent), "give a percentage from 0.1% to 50%, such as 2%");

/** How ranges of numbers are read, and an example for the JSON Schema. */
interface Range {
  parse: (text: string, option: string) => number[];
  example: string;
}

const countRange: Range = { parse: parseCounts, example: "1..8" };
const sizeRange: Range = { parse: parseSizes, example: "1e3..1e6" };

/** Marks a list of levels in the JSON Schema: a single level may stand without its list, and ranges are text. */
export const LEVELS = "levels";

function levels<Level extends z.ZodType>(entry: Level, range?: Range) {
  const listed = (given: unknown) => {
    if (typeof given === "string" && range !== undefined) return fromRange(given, range);
    return Array.isArray(given) ? given : [given];
  };
  const list = z.array(entry).min(1, "give at least one level");
  return z.preprocess(listed, list.meta({ [LEVELS]: range?.example ?? "" }));
}

function fromRange(given: string, { parse }: Range): unknown[] {
  try {
    return parse(given, "levels");
  } catch {
    // The schema names the place better than the parser can.
    return [given];
  }
}

function readable(parse: (text: string, option: string) => number): (given: string) => boolean {
  return (given) => {
    try {
      return parse(given, "text") > 0;
    } catch {
      return false;
    }
  };
}

const hooks = z.strictObject({
  setup: text.optional().describe("Command line to run before the first trial, untimed"),
  prepare: text.optional().describe("Command line to run before every trial, untimed"),
  cleanup: text.optional().describe("Command line to run after the last trial, untimed"),
});

function factorsOf({ strategies, workloads }: Catalogue) {
  const oneOf = (known: object) => levels(z.enum(Object.keys(known) as [string, ...string[]]));
  return {
    workload: oneOf(workloads).optional().describe("The work: one of scalebook workloads"),
    strategy: oneOf(strategies).optional().describe("How tasks are mapped on workers: one of scalebook strategies"),
    workers: levels(count, countRange).optional().describe("Worker counts"),
    tasks: levels(taskCount, countRange).optional().describe("Numbers of tasks, or per-worker"),
    n: levels(size, sizeRange).optional().describe("Sizes of a task, in the workload's own unit"),
    launch: levels(z.enum(["bounded", "all-at-once"]))
      .optional()
      .describe("How the per-task strategies launch"),
    pool: levels(z.enum(["fresh", "warm"]))
      .optional()
      .describe("Whether a pool's start-up is within the time"),
    scheduling: levels(z.enum(["next-free", "rounds", "static-chunks"]))
      .optional()
      .describe("Who does which task when"),
    more: z.record(slug, levels(level)).optional().describe("Levels of further factors, by name"),
  };
}

/** The form of a study file. The catalogue says which strategies and workloads there are. */
export function studyFileSchema(catalogue: Catalogue) {
  const factors = factorsOf(catalogue);
  const experiment = z.strictObject({
    id: slug.describe("Name of the experiment, in file names and links"),
    title: text.describe("Title for people"),
    question: text.describe("The question that it answers"),
    charts: z.array(slug).optional().describe("Ids of charts; left out: chosen by the factors that vary"),
    module: text.optional().describe("A module of yours that is the work: it exports task(input)"),
    command: text.optional().describe("A program of yours that is the work, with {workers}, {n}, {tasks} in it"),
    shell: z.boolean().optional().describe("Hand the command and the hooks to a shell"),
    bound: z.enum(["cpu", "io", "wait"]).optional().describe("What limits your module or command"),
    hooks: hooks.optional().describe("Commands around the trials, untimed"),
    matrix: z.array(z.strictObject(factors)).min(1, "give at least one matrix").describe("Combinations to time"),
    exclude: z.array(z.strictObject(factors)).optional().describe("Combinations to leave out"),
  });
  return z.strictObject({
    $schema: z.string().optional().describe("Where editors find this schema"),
    id: slug.describe("Name of the study, in the names of its run files"),
    budget: duration.optional().describe("Repeat until this time is used up, such as 90s or 5m"),
    blocks: z.int().min(1).max(10_000).optional().describe("Repeat every cell so often, instead of a budget"),
    precision: percentage
      .optional()
      .describe(
        "Repeat until every interval against a baseline is this narrow either way, such as 2%, or the budget ends",
      ),
    timeout: duration.optional().describe("End a trial that takes longer"),
    experiments: z.array(experiment).min(1, "give at least one experiment").describe("The questions"),
  });
}

/** A study file that has the right form: levels are lists. */
export type StudyFile = z.output<ReturnType<typeof studyFileSchema>>;
export type FileExperiment = StudyFile["experiments"][number];
