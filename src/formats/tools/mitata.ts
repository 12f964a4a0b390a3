import { z } from "zod";
import { list } from "../../record/limits/list.js";
import type { Run } from "../../record/schema/run-schema.js";
import { UserError } from "../../user-error.js";
import { type ForeignCell, mapCells } from "../foreign/foreign-cells.js";
import { foreignJson, timeIn, toMs } from "../foreign/foreign-json.js";
import { baseName, foreignRun } from "../foreign/foreign-run.js";
import { splitLevels } from "../foreign/name-levels.js";
import { joinedNote } from "../foreign/process-times.js";
import type { ImportInput } from "../importer.js";
import { JS_MAPPING, ONE_AFTER_THE_OTHER, type Sampled, sampleNote, trialsOfSamples } from "./js-benchmark.js";

const NS_MS = 1e-6;
const WRITTEN_BY = "await run({ format: 'json' })";

const ns = timeIn(NS_MS);
const stats = z.object({ avg: ns.nullable().optional(), samples: list(ns).max(10_000_000).nullable().optional() });
const timed = z.object({
  name: z.string().max(2_000),
  stats: stats.nullable().optional(),
  error: z.unknown().optional(),
});
/** From version 1 on benchmarks have runs; before, they are one themselves. */
const benchmark = z.object({
  alias: z.string().max(2_000).optional(),
  /** Its place in the layout; before version 1 its name. */
  group: z
    .union([z.string().max(2_000), z.number()])
    .nullable()
    .optional(),
  runs: list(timed.extend({ args: z.record(z.string().max(200), z.unknown()).optional() }))
    .max(10_000)
    .optional(),
  ...timed.partial().shape,
});
type Benchmark = z.infer<typeof benchmark>;

const schema = z.object({
  benchmarks: list(benchmark).min(1).max(10_000),
  layout: list(z.object({ name: z.unknown() }))
    .max(10_000)
    .optional(),
  context: z
    .object({
      now: z.number().min(0).max(8.64e15).optional(),
      arch: z.string().max(200).nullable().optional(),
      runtime: z.string().max(200).nullable().optional(),
      version: z.string().max(200).nullable().optional(),
      cpu: z.object({ name: z.string().max(2_000).nullable().optional() }).optional(),
    })
    .optional(),
  cpu: z.string().max(2_000).nullable().optional(),
  runtime: z.string().max(2_000).nullable().optional(),
});
type Report = z.infer<typeof schema>;

/**
 * Turns the JSON of mitata into a run: a cell for each benchmark with its arguments, a trial for each sample, or one with
 * the mean where samples were not kept. Benchmarks and unmapped arguments are different work.
 */
export function importMitata(input: ImportInput): Run {
  const file = baseName(input.file);
  const report = foreignJson(input.text, schema, { file, writtenBy: WRITTEN_BY });
  const named = report.benchmarks.flatMap((one, index) => runsOf(one, report, `${file}: benchmarks[${index}]`));
  const foreign = named.map(({ sampled, ...one }): ForeignCell => ({ ...one, trials: trialsOfSamples(sampled) }));
  const sampled = named.map((one) => one.sampled);
  return foreignRun(input, {
    format: "mitata",
    cells: mapCells(foreign, { file, map: input.map, tell: input.tell, ...JS_MAPPING }),
    notes: [
      `Imported from mitata. ${sampleNote(sampled, "format: { json: { samples: true } } keeps the samples")}`,
      sampled.some(({ samples }) => samples && samples.length > 0)
        ? "Of more than 12 samples mitata leaves out the two shortest and the two longest."
        : null,
      joinedNote(foreign, "samples"),
      ONE_AFTER_THE_OTHER,
      runtimeOf(report) === "" ? null : `Runtime: ${runtimeOf(report)}.`,
    ],
    tool: { name: "mitata", version: "unknown" },
    startedAt: report.context?.now === undefined ? undefined : new Date(report.context.now).toISOString(),
    machine: machineOf(report),
  });
}

interface NamedTimes extends Omit<ForeignCell, "trials"> {
  sampled: Sampled;
}

/** The timed runs of a benchmark: one for each of its arguments. */
function runsOf(one: Benchmark, { layout = [] }: Report, place: string): NamedTimes[] {
  const group = typeof one.group === "number" ? layout[one.group]?.name : one.group;
  const named = (name: string) => (typeof group === "string" && group !== "" ? `${group} > ${name}` : name);
  if (one.runs === undefined) {
    const { name, parameters } = splitLevels(one.name ?? "benchmark");
    return [{ place, name: named(name), parameters, sampled: sampledIn(one, place) }];
  }
  return one.runs.map(({ args = {}, name: given, ...run }, index) => {
    const sampled = sampledIn(run, `${place}.runs[${index}]`);
    const levels = Object.entries(args).map(([key, level]) => [key, textOf(level)] as const);
    // The name of a benchmark with arguments has places for them: "sum to $n".
    const { name, parameters } = splitLevels(levels.length > 0 ? (one.alias ?? given) : given);
    return {
      place: `${place}.runs[${index}]`,
      name: named(name),
      parameters: new Map([...parameters, ...levels]),
      sampled,
    };
  });
}

function textOf(level: unknown): string {
  return typeof level === "object" && level !== null ? JSON.stringify(level) : String(level);
}

function sampledIn({ stats, error }: Pick<Benchmark, "stats" | "error">, place: string): Sampled {
  if (error !== undefined && error !== null) {
    const { message } = typeof error === "object" && "message" in error ? error : { message: error };
    return { error: String(message) };
  }
  const { avg, samples } = stats ?? {};
  if ((samples ?? []).length === 0 && typeof avg !== "number") {
    throw new UserError(`${place} has no stats.avg and no samples: write the file with ${WRITTEN_BY}`);
  }
  return {
    samples: samples?.map((sample) => toMs(sample, NS_MS)),
    mean: typeof avg === "number" ? toMs(avg, NS_MS) : undefined,
    error: null,
  };
}

function runtimeOf({ context, runtime }: Report): string {
  return context === undefined ? (runtime ?? "") : [context.runtime, context.version].filter(Boolean).join(" ");
}

/** The architecture is written as `x64-linux`, before version 1 behind the runtime. */
function machineOf({ context, cpu, runtime }: Report) {
  const model = context?.cpu?.name ?? cpu;
  const [, arch, platform] = /([a-z0-9_]+)-([a-z0-9]+)\)?$/i.exec(context?.arch ?? runtime ?? "") ?? [];
  return {
    ...(model && model !== "unknown" && { cpuModel: model }),
    ...(arch !== undefined && { arch: arch === "x86_64" ? "x64" : arch === "aarch64" ? "arm64" : arch }),
    ...(platform !== undefined && { platform }),
  };
}
