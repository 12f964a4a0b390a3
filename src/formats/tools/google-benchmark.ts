import { z } from "zod";
import { list } from "../../record/limits/list.js";
import { canonicalJson } from "../../record/schema/canonical-json.js";
import { show } from "../../record/schema/quote-value.js";
import type { Run, Trial } from "../../record/schema/run-schema.js";
import { UserError } from "../../user-error.js";
import { MAX_MS } from "../foreign/fields.js";
import { type ForeignCell, mapCells } from "../foreign/foreign-cells.js";
import { foreignJson, leftOut, momentOf, toMs } from "../foreign/foreign-json.js";
import { baseName, foreignRun } from "../foreign/foreign-run.js";
import type { ImportInput } from "../importer.js";
import { parseBenchmarkName, shortNames } from "./google-benchmark-names.js";

const WRITTEN_BY = "--benchmark_format=json or --benchmark_out";
const UNIT_MS = { s: 1e3, ms: 1, us: 1e-3, ns: 1e-6 } as const;

const timed = z.object({
  name: z.string(),
  /** From version 1.5 on, as run_type and threads. */
  run_name: z.string().optional(),
  run_type: z.enum(["iteration", "aggregate"]).optional(),
  aggregate_name: z.unknown().optional(),
  threads: z.int().min(1).max(1e9).optional(),
  /** These are true, or a counter of the author's. */
  error_occurred: z.unknown().optional(),
  skipped: z.unknown().optional(),
  error_message: z.string().optional().catch(undefined),
  /** From version 1.5.3 on: number of the registration, such as `BENCHMARK(BM_Sum)->Arg(8)`. */
  family_index: z.int().optional().catch(undefined),
  real_time: z.number().min(0).max(3.2e17).optional(),
  time_unit: z.enum(["s", "ms", "us", "ns"]).optional(),
  /** One of these is there instead of a time where a complexity was fitted. */
  big_o: z.unknown().optional(),
  rms: z.unknown().optional(),
});
type Timed = z.infer<typeof timed>;

/** A fact about the machine; one that the library could not find out is left out. */
const fact = z.number().min(0).optional().catch(undefined);

const context = z.object({
  date: z.string().optional(),
  host_name: z.string().optional().catch(undefined),
  num_cpus: z.int().min(1).max(1e9).optional().catch(undefined),
  mhz_per_cpu: fact,
  cpu_scaling_enabled: z.boolean().optional().catch(undefined),
  load_avg: list(z.number().min(0)).optional().catch(undefined),
  library_version: z.string().nullable().optional(),
  library_build_type: z.string().max(200).optional(),
  /** There wherever library_version is. */
  json_schema_version: z.unknown().optional(),
});
type Context = z.infer<typeof context>;

const schema = z.object({ context, benchmarks: list(timed).min(1).max(1_000_000) });

const NOTES = [
  "Imported from Google Benchmark: a trial is one repetition, and its time is the wall clock of one iteration; of several threads, the wall clock over the iterations of all of them together.",
  "All repetitions come from one process, so intervals do not tell how much another start of the program differs.",
  "Counters, labels, CPU times and aggregates were left out.",
];

/**
 * Turns the JSON of Google Benchmark into a run: a cell for each benchmark with its arguments and threads, a trial for each
 * repetition. Threads are workers, an argument called `n` is the size; benchmarks and unmapped arguments are different
 * work.
 */
export function importGoogleBenchmark(input: ImportInput): Run {
  const file = baseName(input.file);
  const { context, benchmarks } = foreignJson(input.text, schema, { file, writtenBy: WRITTEN_BY, isOwnKey });
  const rows = repetitionsOf(benchmarks, file);
  return foreignRun(input, {
    format: "google-benchmark",
    cells: mapCells(cellsOf(rows.repetitions, context), {
      file,
      map: input.map,
      usual: { threads: "workers", name: "workload" },
      strategy: "benchmark",
      others: "work",
    }),
    notes: [...NOTES, ...rows.notes, ...machineNotes(context)],
    tool: { name: "Google Benchmark", version: context.library_version ?? "unknown" },
    startedAt: momentOf(context.date),
    host: context.host_name,
    ...machineOf(context),
  });
}

/** Counters of the benchmark's author stand behind the time's unit, facts of the author's own behind the build type. */
function isOwnKey(before: ReadonlySet<string>): boolean {
  return before.has("time_unit") || before.has("library_build_type");
}

interface Repetition extends Timed {
  place: string;
  /** Name without what tells aggregates apart; two benchmarks of one name have a number behind it. */
  runName: string;
}

/** The rows that are repetitions, and what is to be said of the others. */
function repetitionsOf(benchmarks: readonly Timed[], file: string): { repetitions: Repetition[]; notes: string[] } {
  const old = oldAggregates(benchmarks);
  const repetitions: Repetition[] = [];
  const aggregated = new Set<string>();
  const skipped = new Set<string>();
  const hasUnits = benchmarks.some(({ time_unit }) => time_unit !== undefined);
  for (const [index, one] of benchmarks.entries()) {
    const runName = one.run_name ?? old.get(index) ?? one.name;
    const isFit = one.real_time === undefined && (one.big_o !== undefined || one.rms !== undefined);
    if (isFit) continue;
    const place = `${file}: benchmarks[${index}]`;
    if (one.run_type === "aggregate" || old.has(index)) aggregated.add(runName);
    else if (one.skipped === true) skipped.add(runName);
    else repetitions.push({ ...checked(one, place, hasUnits), place, runName });
  }
  if (repetitions.length === 0) {
    throw new UserError(
      skipped.size > 0 && aggregated.size === 0
        ? `${file}: all its benchmarks were skipped: there is no time in it`
        : `${file}: holds aggregates only: record it again without --benchmark_report_aggregates_only, so that every repetition is there`,
    );
  }
  const measured = new Set(repetitions.map(({ runName }) => runName));
  const missing = [...aggregated].filter((name) => !measured.has(name));
  const notes = [
    leftOut("Left out, as only their aggregates are in the file", missing),
    leftOut("Left out, as they were skipped", [...skipped]),
  ];
  return { repetitions, notes: notes.filter((note) => note !== null) };
}

/** A row with all that its version writes: one that lacks a key may be no repetition, or of another unit. */
function checked(one: Timed, place: string, hasUnits: boolean): Timed {
  const isNew = one.run_name !== undefined || one.aggregate_name !== undefined;
  if (isNew && one.run_type === undefined) throw missingKey(place, "run_type");
  if (hasUnits && one.time_unit === undefined && one.error_occurred !== true) throw missingKey(place, "time_unit");
  return one;
}

function missingKey(place: string, key: string): UserError {
  return new UserError(`${place} has no ${key}: write the file with ${WRITTEN_BY}`);
}

/**
 * Versions before 1.5 do not say which rows are aggregates: these stand behind the repetitions, `BM_S_mean`, `BM_S_median`,
 * `BM_S_stddev` and the author's own, each once. Gives the benchmark of each such row, by its index.
 */
function oldAggregates(benchmarks: readonly Timed[]): Map<number, string> {
  const times = new Map<string, number>();
  for (const { name } of benchmarks) times.set(name, (times.get(name) ?? 0) + 1);
  const once = (name: string) => times.get(name) === 1;
  const found = new Map<number, string>();
  for (const [index, { name, run_type }] of benchmarks.entries()) {
    if (run_type !== undefined || !once(name)) continue;
    const base = /^(.+)_(?:mean|median|stddev|cv)$/s.exec(name)?.[1];
    const before = found.get(index - 1);
    // Of one repetition there are no aggregates; of more, the repetitions may not be in the file.
    const isRepeated = base !== undefined && !once(base) && (times.has(base) || times.has(`${base}_stddev`));
    if (isRepeated) found.set(index, base);
    else if (before !== undefined && name.startsWith(`${before}_`)) found.set(index, before);
  }
  return found;
}

/** Groups repetitions, which stand one by one and may be shuffled. */
function cellsOf(repetitions: readonly Repetition[], context: Context): ForeignCell[] {
  const groups = new Map<string, Repetition[]>();
  for (const one of repetitions) {
    const key = canonicalJson([one.runName, one.family_index ?? null]);
    const group = groups.get(key) ?? [];
    groups.set(key, group);
    group.push(one);
  }
  const found = [...groups.values()].map((members) => {
    const [first] = members as [Repetition];
    const name = parseBenchmarkName(first.runName, threadsIn(first));
    return { members, first, name, threads: name.threads ?? 1 };
  });
  const names = shortNames(found.map(({ name }) => name));
  const threaded = new Set(found.filter(({ threads }) => threads > 1).map(({ name }) => name.name));
  const isThreaded = threaded.size > 0 || found.some(({ name }) => name.arguments.has("threads"));
  return found.map(({ members, first, name, threads }, index) => {
    const parameters = new Map(name.arguments);
    const argument = parameters.get("threads");
    // A benchmark that starts its threads itself has their number as an argument.
    const isOwn = argument !== undefined && !threaded.has(name.name);
    if (argument !== undefined && !isOwn) parameters.set("threads (argument)", argument);
    if (isThreaded) parameters.set("threads", isOwn ? argument : String(threads));
    const trials = members.map((one, block): Trial => {
      if ((threadsIn(one) ?? threads) !== threads) {
        throw new UserError(
          `${one.place}.threads is ${one.threads}: ${show(one.runName)} says ${threads}; write it right`,
        );
      }
      return { block, ...timesOf(one, threads, context) };
    });
    const own = names[index] ?? name.name;
    const levels = [...name.arguments].filter(([key]) => key !== "threads" || !isOwn);
    const given = [own, ...levels.map(([key, level]) => (/^arg\d+$/.test(key) ? level : `${key}:${level}`))].join("/");
    return { place: first.place, name: own, parameters, given, trials };
  });
}

/** Versions without run_type have no threads either: it is a counter of the author's. */
function threadsIn({ run_type, threads }: Timed): number | undefined {
  return run_type === undefined ? undefined : threads;
}

function timesOf({ place, ...one }: Repetition, threads: number, context: Context): Omit<Trial, "block"> {
  if (one.error_occurred === true) {
    const detail = (one.error_message ?? "").slice(0, 2_000);
    return { status: "failed", reason: "error", ...(detail === "" ? {} : { detail }), wallMs: null };
  }
  if (one.real_time === undefined) throw missingKey(place, "real_time");
  const over = threads === 1 || !timesPerThread(context, place) ? 1 : threads;
  const wallMs = toMs(one.real_time / over, UNIT_MS[one.time_unit ?? "ns"]);
  if (wallMs <= MAX_MS) return { status: "ok", wallMs };
  throw new UserError(`${place}.real_time is ${one.real_time} ${one.time_unit}: must be at most ${MAX_MS} ms`);
}

/**
 * Whether times of several threads are those of one thread's iterations, as from version 1.9.0 on; before, they were divided
 * by the number of threads (pull request 1836 of google/benchmark).
 */
function timesPerThread({ library_version, json_schema_version: schema }: Context, place: string): boolean {
  const version = library_version ?? undefined;
  // Before 1.8.4 the file had neither.
  if (version === undefined && schema === undefined) return false;
  const [, major, minor] = /^v?(\d+)\.(\d+)/.exec(version ?? "") ?? [];
  if (major === undefined || (major === "0" && minor === "0")) {
    throw new UserError(
      `${place} ran on several threads, and library_version is ${show(version)}: whether such times are divided by the threads depends on the version; write it there, such as "v1.9.4"`,
    );
  }
  return Number(major) > 1 || Number(minor) >= 9;
}

function machineOf({ num_cpus, load_avg = [] }: Context) {
  const [load] = load_avg;
  return {
    machine: num_cpus === undefined ? {} : { logicalCores: num_cpus },
    ...(load !== undefined && {
      conditions: { loadBefore: load, loadAfter: null, freeMemoryBytes: null, stealMs: null, throttledMs: null },
    }),
  };
}

function machineNotes({ library_build_type: build, mhz_per_cpu: mhz, cpu_scaling_enabled: scaling }: Context) {
  return [
    build === undefined ? null : `Its library was built as ${build}.`,
    mhz === undefined ? null : `The processor was at ${mhz} MHz.`,
    scaling === true ? "Frequency scaling was on." : null,
  ];
}
