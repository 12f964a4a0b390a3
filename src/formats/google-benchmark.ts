import { z } from "zod";
import { show } from "../record/schema/quote-value.js";
import type { Run, Trial } from "../record/schema/run-schema.js";
import { UserError } from "../user-error.js";
import { type ForeignCell, mapCells } from "./foreign-cells.js";
import { foreignJson, momentOf, toMs } from "./foreign-json.js";
import { baseName, foreignRun } from "./foreign-run.js";
import type { ImportInput } from "./importer.js";

const WRITTEN_BY = "--benchmark_format=json or --benchmark_out";
const UNIT_MS = { s: 1e3, ms: 1, us: 1e-3, ns: 1e-6 } as const;

const timed = z.object({
  name: z.string(),
  run_name: z.string().optional(),
  run_type: z.string().optional(),
  threads: z.int().min(1).max(1e9).optional(),
  error_occurred: z.boolean().optional(),
  error_message: z.string().optional(),
  skipped: z.boolean().optional(),
  real_time: z.number().min(0).max(3.2e17).optional(),
  time_unit: z.enum(["s", "ms", "us", "ns"]).optional(),
});
type Timed = z.infer<typeof timed>;

const context = z.object({
  date: z.string().optional(),
  host_name: z.string().optional(),
  num_cpus: z.int().min(1).max(1e9).optional(),
  mhz_per_cpu: z.number().min(0).max(1e9).optional(),
  cpu_scaling_enabled: z.boolean().optional(),
  load_avg: z.array(z.number().min(0)).optional(),
  library_version: z.string().nullable().optional(),
  library_build_type: z.string().max(200).optional(),
});
type Context = z.infer<typeof context>;

const schema = z.object({ context, benchmarks: z.array(timed).min(1).max(1_000_000) });

const NOTES = [
  "Imported from Google Benchmark: a trial is one repetition, and its time is the wall clock of one iteration; of several threads, the wall clock over the iterations of all of them together.",
  "All repetitions come from one process, so intervals do not tell how much another start of the program differs.",
  "Counters, CPU times and aggregates were left out.",
];

/**
 * Turns the JSON of Google Benchmark into a run: a cell for each benchmark with its arguments and threads, a trial for each
 * repetition. Threads are workers, an argument called `n` is the size; benchmarks and unmapped arguments are different
 * work.
 */
export function importGoogleBenchmark(input: ImportInput): Run {
  const file = baseName(input.file);
  const { context, benchmarks } = foreignJson(input.text, schema, { file, writtenBy: WRITTEN_BY });
  const foreign = foreignCells(benchmarks, context, file);
  return foreignRun(input, {
    format: "google-benchmark",
    cells: mapCells(foreign, {
      file,
      map: input.map,
      usual: { threads: "workers", name: "workload" },
      strategy: "benchmark",
      others: "work",
    }),
    notes: [...NOTES, ...machineNotes(context)],
    tool: { name: "Google Benchmark", version: context.library_version ?? "unknown" },
    startedAt: momentOf(context.date),
    host: context.host_name,
    ...machineOf(context),
  });
}

/** Groups repetitions, which stand one by one and may be shuffled. */
function foreignCells(benchmarks: readonly Timed[], context: Context, file: string): ForeignCell[] {
  const cells = new Map<string, ForeignCell>();
  const threaded = benchmarks.some(({ threads = 1 }) => threads > 1);
  for (const [index, one] of benchmarks.entries()) {
    // Aggregates, fitted complexities and skipped benchmarks are no repetitions.
    if ((one.run_type ?? "iteration") !== "iteration" || one.skipped === true) continue;
    const place = `${file}: benchmarks[${index}]`;
    const runName = one.run_name ?? one.name;
    const cell = cells.get(runName) ?? { place, ...partsOf(runName, threaded ? (one.threads ?? 1) : null), trials: [] };
    cells.set(runName, cell);
    cell.trials.push({ block: cell.trials.length, ...timesOf(one, context, place) });
  }
  if (cells.size > 0) return [...cells.values()];
  throw new UserError(
    `${file}: holds aggregates only: record it again without --benchmark_report_aggregates_only, so that every repetition is there`,
  );
}

/** Parts of a name that are no arguments. */
const MODIFIER = /^(?:real_time|process_time|manual_time|(?:iterations|repeats|min_time|min_warmup_time|threads):.*)$/;

/** `BM_Sum/n:1000/8/real_time/threads:4` is BM_Sum with n 1000 and arg1 8. */
function partsOf(runName: string, threads: number | null): Pick<ForeignCell, "name" | "parameters"> {
  const [name = "", ...segments] = runName.split("/");
  const words = [name];
  const parameters = new Map<string, string>();
  let unnamed = 0;
  for (const segment of segments.filter((one) => !MODIFIER.test(one))) {
    const [, key, level] = /^([^:<>]+):([^:]+)$/.exec(segment) ?? [];
    if (key !== undefined && level !== undefined) parameters.set(key, level);
    else if (/^-?\d+$/.test(segment)) parameters.set(`arg${++unnamed}`, segment);
    else words.push(segment);
  }
  if (threads !== null) parameters.set("threads", String(threads));
  return { name: words.join("/"), parameters };
}

function timesOf(one: Timed, context: Context, place: string): Omit<Trial, "block"> {
  if (one.error_occurred === true) {
    const detail = (one.error_message ?? "").slice(0, 2_000);
    return { status: "failed", reason: "error", ...(detail === "" ? {} : { detail }), wallMs: null };
  }
  if (one.real_time === undefined) throw new UserError(`${place} has no real_time: write the file with ${WRITTEN_BY}`);
  const over = one.threads === undefined || one.threads === 1 || !timesPerThread(context, place) ? 1 : one.threads;
  return { status: "ok", wallMs: toMs(one.real_time / over, UNIT_MS[one.time_unit ?? "ns"]) };
}

/**
 * Whether times of several threads are those of one thread's iterations, as from version 1.9.0 on; before, they were divided
 * by the number of threads (pull request 1836 of google/benchmark).
 */
function timesPerThread({ library_version: version }: Context, place: string): boolean {
  // Before 1.8.4 the file had no version.
  if (version === undefined || version === null) return false;
  const [, major, minor] = /^v?(\d+)\.(\d+)/.exec(version) ?? [];
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
