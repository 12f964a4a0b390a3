import { z } from "zod";
import { list } from "../../record/limits/list.js";
import { show } from "../../record/schema/quote-value.js";
import type { Run, Trial } from "../../record/schema/run-schema.js";
import { UserError } from "../../user-error.js";
import { type ForeignCell, mapCells } from "../foreign/foreign-cells.js";
import { foreignJson, leftOut, momentOf, timeIn, toMs } from "../foreign/foreign-json.js";
import { baseName, foreignRun } from "../foreign/foreign-run.js";
import { splitLevels } from "../foreign/name-levels.js";
import type { ImportInput } from "../importer.js";

const SECOND_MS = 1e3;
const WRITTEN_BY = "pyperf, with -o <file>";

/** Values are text, numbers, true, false or null; `tags` of pyperformance is a list. */
const metadata = z.record(z.string().max(200), z.unknown());
type Metadata = z.infer<typeof metadata>;

const times = list(timeIn(SECOND_MS)).max(10_000);

/** A calibration has warm-ups only. */
const TIMES: ReadonlySet<string> = new Set(["values", "samples", "warmups"]);
const RUN_KEYS: ReadonlySet<string> = new Set([...TIMES, "metadata"]);

/** Versions 0.8.3 to 0.9.5 of pyperf, then called perf, said samples and common_metadata. */
const run = z
  .looseObject({ metadata: metadata.optional(), values: times.optional(), samples: times.optional() })
  .refine(
    (one) => Object.keys(one).every((key) => RUN_KEYS.has(key)) && Object.keys(one).some((key) => TIMES.has(key)),
    {
      error: "must hold values, or warmups where it is a calibration, and metadata",
    },
  )
  .transform(({ metadata, values, samples }) => ({ metadata, values: values ?? samples }));
const benchmark = z
  .object({ metadata: metadata.optional(), common_metadata: metadata.optional(), runs: list(run).max(100_000) })
  .transform(({ metadata, common_metadata, runs }) => ({ metadata: metadata ?? common_metadata, runs }));
type Benchmark = z.infer<typeof benchmark>;

const schema = z.object({
  version: z.literal(["1.0", 6, 5]),
  metadata: metadata.optional(),
  benchmarks: list(benchmark).min(1).max(10_000),
});

const NOTES = [
  "Imported from pyperf: a trial is one worker process, its time the mean of the values measured in it (kept as figures); warm-ups and calibration were left out.",
  "Benchmarks ran one after the other, not interleaved. Moments are taken as UTC, as the file does not name their zone.",
];

/**
 * Turns a pyperf suite into a run: a cell for each benchmark, a trial for each worker process, as values of one process are
 * not independent of each other. Parameters come from names, as in `workers=4`, and from the metadata that `map` names.
 * Benchmarks and unmapped parameters are different work.
 */
export function importPyperf(input: ImportInput): Run {
  const file = baseName(input.file);
  const { benchmarks, metadata: common = {} } = foreignJson(input.text, schema, { file, writtenBy: WRITTEN_BY });
  const asked = [...(input.map?.keys() ?? [])];
  const read = benchmarks.map((one, index) =>
    readBenchmark(one, common, { asked, place: `${file}: benchmarks[${index}]` }),
  );
  const foreign = read.filter((one) => "trials" in one);
  const others = read.filter((one) => "missing" in one);
  const [other] = others;
  if (foreign.length === 0 && other !== undefined) throw new UserError(`${other.place} ${other.missing}`);
  const first: Metadata = { ...common, ...benchmarks[0]?.metadata, ...benchmarks[0]?.runs[0]?.metadata };
  return foreignRun(input, {
    format: "pyperf",
    cells: mapCells(foreign, {
      file,
      map: input.map,
      usual: { name: "workload" },
      strategy: "benchmark",
      others: "work",
    }),
    notes: [
      ...NOTES,
      leftOut(
        "Left out, as there are no times of them",
        others.map(({ name, why }) => `${name} (${why})`),
      ),
      ...softwareNotes(first),
    ],
    tool: { name: "pyperf", version: textOf(first.perf_version) ?? "unknown" },
    startedAt: momentOf(textOf(first.date)),
    host: textOf(first.hostname) ?? undefined,
    ...machineOf(first),
  });
}

/** A benchmark without times. */
interface Untimed {
  place: string;
  name: string;
  /** What it has instead of times, in a word or two. */
  why: string;
  /** What to do where no benchmark has times. */
  missing: string;
}

function readBenchmark(
  { metadata: own = {}, runs }: Benchmark,
  common: Metadata,
  { asked, place }: { asked: readonly string[]; place: string },
): ForeignCell | Untimed {
  const measured = runs.filter(({ values = [] }) => values.length > 0);
  const all: Metadata = { ...common, ...own };
  const given = textOf(all.name) ?? "benchmark";
  const units = [all, ...measured.map(({ metadata = {} }) => metadata)].map(({ unit }) => textOf(unit) ?? "second");
  const unit = units.find((one) => one !== "second");
  if (unit !== undefined) {
    const why = `its unit is ${show(unit)}`;
    return { place, name: given, why, missing: `has no times: ${why}; measure it without --track-memory and the like` };
  }
  if (measured.length === 0) {
    const missing = `has no values: ${given} was calibrated and never measured; run it again with ${WRITTEN_BY}`;
    return { place, name: given, why: "never measured", missing };
  }
  const { name, parameters } = splitLevels(given);
  for (const key of asked) if (textOf(all[key]) !== null && key !== "name") parameters.set(key, textOf(all[key]) ?? "");
  return { place, name, parameters, given, trials: measured.map(trialOf) };
}

function trialOf({ values = [], metadata: own = {} }: z.infer<typeof run>, block: number): Trial {
  const times = values.map((value) => toMs(value, SECOND_MS));
  const mean = toMs(times.reduce((sum, time) => sum + time, 0) / times.length, 1);
  const figures = Object.fromEntries(times.map((time, index) => [`value-${index + 1}-ms`, time]));
  // Of a command that pyperf started, the other is the memory of pyperf itself.
  const memory = own.command_max_rss ?? own.mem_max_rss;
  const rss = typeof memory === "number" && memory > 0 && memory < 2 ** 53 ? { peakRssBytes: memory } : {};
  return { block, status: "ok", wallMs: mean, ...rss, ...(times.length > 1 ? { figures } : {}) };
}

function machineOf({ cpu_model_name, cpu_count, load_avg_1min, platform }: Metadata) {
  const [model, cores, load] = [textOf(cpu_model_name), Number(cpu_count ?? 0), load_avg_1min];
  return {
    machine: {
      ...(model !== null && { cpuModel: model }),
      ...(Number.isInteger(cores) && cores > 0 && { logicalCores: cores }),
      ...(textOf(platform) !== null && { platform: (textOf(platform) ?? "").split("-")[0]?.toLowerCase() ?? null }),
    },
    ...(typeof load === "number" && {
      conditions: { loadBefore: load, loadAfter: null, freeMemoryBytes: null, stealMs: null, throttledMs: null },
    }),
  };
}

function softwareNotes({ python_implementation, python_version, aslr, cpu_freq, runnable_threads }: Metadata) {
  const python = [textOf(python_implementation), textOf(python_version)].filter((part) => part !== null).join(" ");
  return [
    python === "" ? null : `Python: ${python}.`,
    textOf(aslr) === null ? null : `Address space randomisation: ${textOf(aslr)}.`,
    textOf(cpu_freq) === null ? null : `Processor frequency: ${textOf(cpu_freq)}.`,
    textOf(runnable_threads) === null ? null : `Runnable threads at the start: ${textOf(runnable_threads)}.`,
  ];
}

function textOf(value: unknown): string | null {
  return ["string", "number", "boolean"].includes(typeof value) ? String(value) : null;
}
