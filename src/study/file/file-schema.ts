import { z } from "zod";
import { isDeviceName } from "../../record/schema/consistency.js";
import {
  type DeclaredFactor,
  declaredFactors,
  type Level,
  type LevelOf,
  studyOrder,
} from "../../record/schema/factors.js";
import { MOST_EXPERIMENTS } from "../../record/schema/run-schema.js";
import { parseCounts, parseDuration, parsePercent, parseSizes, VARIANT_ADVICE, VARIANT_NAME } from "../levels.js";

const slug = z
  .string()
  .regex(/^[a-z0-9](?:[a-z0-9-]{0,62}[a-z0-9])?$/, "give 1 to 64 of a-z, 0-9 and hyphens, no hyphen at either end");
/** An id that names folders and files. */
const folderName = slug.refine((id) => !isDeviceName(id), "Windows keeps this name for a device: choose another");
const text = z.string().min(1, "give some text").max(2_000);
const count = z
  .int("give a whole number, or a range such as 1..8")
  .min(1, "worker and task counts start at 1")
  .max(1e6);
const taskCount = z.union([count, z.literal("per-worker")], "give whole numbers, or per-worker");
const number = z.number().min(1).max(1e12);
const size = z.union(
  [number, z.strictObject({ taskMs: z.number().gt(0).max(60_000) })],
  "sizes are numbers from 1, or { taskMs: 20 } for a size at which a task takes 20 ms",
);
const level: z.ZodType<Level, Level> = z.union([z.string().max(200), z.number().min(-1e15).max(1e15), z.boolean()]);
const duration = z.string().refine(readable(parseDuration), "give a time with its unit, such as 90s, 5m or 250ms");
const percentage = z.string().refine(readable(parsePercent), "give a percentage from 0.1% to 50%, such as 2%");

/** A range of numbers; the example is for the JSON Schema. */
interface Range {
  parse: (text: string, option: string) => number[];
  example: string;
}

const countRange: Range = { parse: parseCounts, example: "1..8" };
const sizeRange: Range = { parse: parseSizes, example: "1e3..1e6" };

/** Key that marks a list of levels for the JSON Schema. */
const LEVELS = "levels";

/** A list of levels; a single one may stand without its list, and a range is text. */
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
    // The schema names the place, which the parser does not know.
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

const variants = z
  .record(z.string().regex(VARIANT_NAME, `give ${VARIANT_ADVICE}`), text)
  .refine((lines) => Object.keys(lines).length > 0, "give at least one program, as name: command line");

const modules = z
  .record(z.string().regex(VARIANT_NAME, `give ${VARIANT_ADVICE}`), text)
  .refine((files) => Object.keys(files).length === 2, "give two modules, such as { before: ./a.mjs, after: ./b.mjs }");

const hooks = z.strictObject({
  setup: text.optional().describe("Command line to run before the first trial, untimed"),
  prepare: text.optional().describe("Command line to run before every trial, untimed"),
  cleanup: text.optional().describe("Command line to run after the last trial, untimed"),
});

const figures = z
  .array(
    z.strictObject({
      name: slug.describe("Its name, such as throughput"),
      pattern: text.describe(
        "Where it stands in the output: a regular expression whose first group is the number, or json:path.to.value",
      ),
      unit: text.optional().describe("Its unit, such as req/s; left out: the one that follows the group"),
      better: z.enum(["higher", "lower"]).optional().describe("Which direction is better; needed of the first"),
    }),
  )
  .min(1, "give at least one figure");

/** A size: given, or found by calibration so that one task alone takes about `taskMs`. */
export type Size = z.infer<typeof size>;
/** A number of tasks: given, or as many as the cell has workers (weak scaling). */
export type TaskCount = z.infer<typeof taskCount>;

/** Levels that become numbers during planning. */
interface OpenLevels {
  tasks: TaskCount;
  n: Size;
}

/** A level of the factor in a study. */
export type StudyLevel<Name extends DeclaredFactor> = Name extends keyof OpenLevels ? OpenLevels[Name] : LevelOf<Name>;

/** One level or several; numbers may be written as a range such as `"1..8"`. */
type Written<Level> = Level | Level[] | (number extends Level ? string : never);

type FactorSchemas = {
  [Name in DeclaredFactor]: z.ZodOptional<z.ZodType<StudyLevel<Name>[], Written<StudyLevel<Name>>>>;
} & { more: z.ZodOptional<z.ZodRecord<typeof slug, z.ZodType<Level[], Written<Level>>>> };

/** Objects whose keys are the ids that a study may name. */
interface Known {
  strategies: object;
  workloads: object;
}

function factorsOf({ strategies, workloads }: Known): FactorSchemas {
  const oneOf = (known: object) => levels(z.enum(Object.keys(known)));
  const own: Partial<Record<DeclaredFactor, z.ZodType>> = {
    workload: oneOf(workloads),
    strategy: oneOf(strategies),
    tasks: levels(taskCount, countRange),
    n: levels(size, sizeRange),
  };
  const kinds = { id: levels(slug), count: levels(count, countRange), size: levels(number, sizeRange) };
  const fields = studyOrder.map((name) => {
    const { levels: kind, studied } = declaredFactors[name];
    const schema = own[name] ?? (typeof kind === "string" ? kinds[kind] : levels(z.enum(kind)));
    return [name, schema.optional().describe(studied)];
  });
  const more = z.record(slug, levels(level)).optional().describe("Levels of further factors, by name");
  return { ...Object.fromEntries(fields), more };
}

/** Strategies and the names of variants, which the place of an exclusion does not know. */
function anyStrategy({ strategies }: Known) {
  const name = z.union([z.enum(Object.keys(strategies)), text]);
  return levels(name).optional().describe("Strategies, or names of variants");
}

/** The form of a study file. */
export function studyFileSchema(known: Known) {
  const factors = factorsOf(known);
  const experiment = z.strictObject({
    id: folderName.describe("Name of the experiment, in file names and links"),
    title: text.describe("Title for people"),
    question: text.describe("The question that it answers"),
    charts: z
      .array(slug)
      .max(32, "give at most 32")
      .optional()
      .describe("Ids of charts; left out: chosen by the factors that vary"),
    module: text.optional().describe("A module of yours that is the work: it exports task(input)"),
    modules: modules
      .optional()
      .describe("Two versions of a module, by name, in place of module: the second is compared with the first"),
    command: text.optional().describe("A program of yours that is the work, with {workers}, {n}, {tasks} in it"),
    variants: variants
      .optional()
      .describe("Programs of yours to compare, by name, in place of command: each is a level of the strategy"),
    twin: z
      .boolean()
      .optional()
      .describe("Of two versions (modules, or two variants): measure the first a second time, to see the noise"),
    sideBySide: z
      .boolean()
      .optional()
      .describe("Of two versions: run both at once, each on its half of the processors (Linux)"),
    shell: z.boolean().optional().describe("Hand the commands and the hooks to a shell"),
    bound: z.enum(["cpu", "io", "wait"]).optional().describe("What limits your module or programs"),
    figures: figures
      .optional()
      .describe("Figures that your programs print: the first is compared in place of the time"),
    hooks: hooks.optional().describe("Commands around the trials, untimed"),
    matrix: z.array(z.strictObject(factors)).min(1, "give at least one matrix").describe("Combinations to time"),
    exclude: z
      .array(z.strictObject({ ...factors, strategy: anyStrategy(known) }))
      .optional()
      .describe("Combinations to leave out"),
  });
  return z.strictObject({
    $schema: z.string().optional().describe("Where editors find this schema"),
    id: folderName.describe("Name of the study, in the names of its run files"),
    hypothesis: text
      .optional()
      .describe("What you expect and why, kept in the run file from before the first trial on"),
    budget: duration.optional().describe("Repeat until this time is used up, such as 90s or 5m"),
    blocks: z.int().min(1).max(10_000).optional().describe("Repeat every cell so often, instead of a budget"),
    precision: percentage
      .optional()
      .describe(
        "Repeat until every interval against a baseline is this narrow either way, such as 2%, or the budget ends",
      ),
    timeout: duration.optional().describe("End a trial that takes longer"),
    experiments: z
      .array(experiment)
      .min(1, "give at least one experiment")
      .max(MOST_EXPERIMENTS, `a run holds at most ${MOST_EXPERIMENTS} experiments`)
      .describe("The questions"),
  });
}

type JsonSchema = z.core.JSONSchema.BaseSchema;

/** The JSON Schema of study files, for completion and checks in editors, which know draft 7 best. */
export function studyJsonSchema(known: Known): JsonSchema {
  const schema = z.toJSONSchema(studyFileSchema(known), {
    target: "draft-07",
    io: "input",
    override: ({ jsonSchema }) => allowOneLevel(jsonSchema),
  });
  return { ...schema, $id: "urn:scalebook:study", title: "Scalebook study" };
}

/** Allows a single level, and a range where levels are numbers, beside the list of levels. */
function allowOneLevel(schema: JsonSchema): void {
  const { [LEVELS]: range, type, items, minItems, ...rest } = schema as Record<string, unknown>;
  if (range === undefined) return;
  for (const key of Object.keys(schema)) delete (schema as Record<string, unknown>)[key];
  const asRange = range === "" ? [] : [{ type: "string", pattern: "\\d", examples: [range] }];
  Object.assign(schema, rest, { anyOf: [items, { type, items, minItems }, ...asRange] });
}

/** A parsed study file: levels are lists. */
export type StudyFile = z.output<ReturnType<typeof studyFileSchema>>;
export type FileExperiment = StudyFile["experiments"][number];

type DeepReadonly<T> = T extends object ? { readonly [Key in keyof T]: DeepReadonly<T[Key]> } : T;

/** A study as written in a file or a program. */
export type StudyDefinition = DeepReadonly<z.input<ReturnType<typeof studyFileSchema>>>;
/** Levels of every factor of a study, as written in a file or a program. */
export type MatrixDefinition = StudyDefinition["experiments"][number]["matrix"][number];
