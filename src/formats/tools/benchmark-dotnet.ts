import { z } from "zod";
import { list } from "../../record/limits/list.js";
import type { Run } from "../../record/schema/run-schema.js";
import { UserError } from "../../user-error.js";
import { type ForeignCell, mapCells } from "../foreign/foreign-cells.js";
import { foreignJson, momentOf, timeIn, toMs } from "../foreign/foreign-json.js";
import { baseName, foreignRun } from "../foreign/foreign-run.js";
import { joinedNote, processNote, shortestNames, trialsOf } from "../foreign/process-times.js";
import type { ImportInput } from "../importer.js";

const NS_MS = 1e-6;
const WRITTEN_BY = "BenchmarkDotNet, with --exporters fullJson or [JsonExporterAttribute.Full]";

const short = z.string().max(2_000);
/** Modes of early versions, which have no stage. */
const EARLY = [
  "Pilot",
  "IdleWarmup",
  "IdleTarget",
  "MainWarmup",
  "MainTarget",
  "Result",
  "Jitting",
  "Unknown",
] as const;
const measurement = z.object({
  IterationMode: z.enum(["Overhead", "Workload", ...EARLY]),
  IterationStage: z.enum(["Unknown", "Jitting", "Pilot", "Warmup", "Actual", "Result"]).optional(),
  /** Number of the process. */
  LaunchIndex: z.int().min(0).max(1e9).optional(),
  Operations: z.number().min(1).max(1e18),
  Nanoseconds: timeIn(NS_MS),
});
type Measurement = z.infer<typeof measurement>;

const benchmark = z.object({
  DisplayInfo: short.optional(),
  Namespace: short.nullable().optional(),
  Type: short,
  Method: short,
  Parameters: short.nullable().optional(),
  Statistics: z
    .object({ OriginalValues: list(timeIn(NS_MS)).optional() })
    .nullable()
    .optional(),
  Measurements: list(measurement).max(1_000_000).nullable().optional(),
});
type Benchmark = z.infer<typeof benchmark>;

const host = z.object({
  BenchmarkDotNetVersion: short.nullable().optional(),
  OsVersion: short.nullable().optional(),
  /** Early versions wrap it. */
  ProcessorName: z.union([short, z.object({ Value: short.nullable().optional() }), z.null()]).optional(),
  PhysicalCoreCount: z.int().min(1).max(1e9).nullable().optional(),
  LogicalCoreCount: z.int().min(1).max(1e9).nullable().optional(),
  RuntimeVersion: short.nullable().optional(),
  Architecture: short.nullable().optional(),
  Configuration: short.nullable().optional(),
  HasAttachedDebugger: z.boolean().nullable().optional(),
});
type Host = z.infer<typeof host>;

const schema = z.object({
  /** Ends in the moment of the start. */
  Title: short.optional(),
  HostEnvironmentInfo: host.nullable().optional(),
  Benchmarks: list(benchmark).min(1).max(10_000),
});

/**
 * Turns a JSON report of BenchmarkDotNet into a run: a cell for each method with its parameters and job, a trial for each
 * launch, or for each iteration of a single launch. Jobs are ways to do the same work, so they are strategies; methods and
 * unmapped parameters are different work.
 */
export function importBenchmarkDotNet(input: ImportInput): Run {
  const file = baseName(input.file);
  const { Title, HostEnvironmentInfo, Benchmarks } = foreignJson(input.text, schema, { file, writtenBy: WRITTEN_BY });
  const names = shortestNames(
    Benchmarks.map(({ Namespace, Type, Method }) => {
      const name = `${Type}.${Method}`;
      return { short: name, full: Namespace ? `${Namespace}.${name}` : name };
    }),
  );
  const jobs = jobsOf(Benchmarks);
  const timed = Benchmarks.map((one, index) => timesOf(one, `${file}: Benchmarks[${index}]`));
  const foreign = Benchmarks.map((one, index): ForeignCell => {
    const parameters = parametersOf(one.Parameters ?? "");
    if (new Set(jobs).size > 1) parameters.set("job", jobs[index] as string);
    const trials = trialsOf(timed[index]?.launches ?? []);
    return { place: `${file}: Benchmarks[${index}]`, name: names[index] as string, parameters, trials };
  });
  return foreignRun(input, {
    format: "benchmark-dotnet",
    cells: mapCells(foreign, {
      file,
      ...{ map: input.map, tell: input.tell },
      usual: { job: "strategy", name: "workload" },
      strategy: "benchmark",
      others: "work",
    }),
    notes: [
      ...notesOf(timed),
      joinedNote(foreign, "iterations"),
      jobNote(jobs),
      ...hostNotes(HostEnvironmentInfo ?? {}),
    ],
    tool: { name: "BenchmarkDotNet", version: HostEnvironmentInfo?.BenchmarkDotNetVersion ?? "unknown" },
    startedAt: momentOfTitle(Title ?? ""),
    machine: machineOf(HostEnvironmentInfo ?? {}),
  });
}

/** `N=10&Text=a` is N 10 and Text a. */
function parametersOf(text: string): Map<string, string> {
  const parts = text.split(/&(?=[\p{L}_][\p{L}\p{N}_.]*=)/u).filter((part) => part.includes("="));
  return new Map(parts.map((part) => [part.slice(0, part.indexOf("=")), part.slice(part.indexOf("=") + 1)]));
}

/** Names of the jobs: what a job without a name differs in, such as "Runtime=.NET 8.0"; whole where those are not clear. */
function jobsOf(benchmarks: readonly Benchmark[]): string[] {
  const full = benchmarks.map(
    ({ DisplayInfo = "" }) => /: (.*?)(?: \[[^\]]*\])?$/.exec(DisplayInfo)?.[1] ?? DisplayInfo,
  );
  const clear = full.map((job) => {
    const [, id = "", differs] = /^([^(]*)\((.*)\)$/.exec(job) ?? [undefined, job];
    return /^Job-[A-Z]{6}$/.test(id) && differs ? differs : id;
  });
  return new Set(clear).size === new Set(full).size ? clear : full;
}

interface Timed {
  /** Times of one operation in milliseconds, by launch. */
  launches: number[][];
  /** Measurements that BenchmarkDotNet left out as outliers. */
  outliers: number;
  /** Whether only the values of its statistics are there. */
  pooled: boolean;
}

function timesOf({ Measurements, Statistics }: Benchmark, place: string): Timed {
  const without = (Measurements ?? []).findIndex(({ IterationMode: mode, IterationStage: stage }) => {
    return stage === undefined && (mode === "Workload" || mode === "Overhead");
  });
  if (without !== -1)
    throw new UserError(`${place}.Measurements[${without}] has no IterationStage: write the report anew`);
  const results = (Measurements ?? []).filter(isResult);
  const actual = (Measurements ?? []).filter(isActual);
  const measured = results.length > 0 ? results : actual;
  if (measured.length > 0) {
    const launches = new Map<number, number[]>();
    for (const { LaunchIndex = 1, Nanoseconds, Operations } of measured) {
      const own = launches.get(LaunchIndex) ?? [];
      own.push(toMs(Nanoseconds / Operations, NS_MS));
      launches.set(LaunchIndex, own);
    }
    return {
      launches: [...launches.values()],
      outliers: results.length > 0 ? Math.max(0, actual.length - results.length) : 0,
      pooled: false,
    };
  }
  const values = Statistics?.OriginalValues ?? [];
  if (values.length > 0) return { launches: [values.map((value) => toMs(value, NS_MS))], outliers: 0, pooled: true };
  throw new UserError(
    `${place} has neither Measurements nor Statistics.OriginalValues: it failed, or the report holds only what was computed; leave it out of the file, or let BenchmarkDotNet write the report again with --exporters fullJson`,
  );
}

function isResult({ IterationMode: mode, IterationStage: stage }: Measurement): boolean {
  return stage === undefined ? mode === "Result" : mode === "Workload" && stage === "Result";
}

function isActual({ IterationMode: mode, IterationStage: stage }: Measurement): boolean {
  return stage === undefined ? mode === "MainTarget" : mode === "Workload" && stage === "Actual";
}

function notesOf(timed: readonly Timed[]): (string | null)[] {
  const outliers = timed.reduce((sum, one) => sum + one.outliers, 0);
  const counts = timed.map(({ launches }) => launches.length);
  return [
    `Imported from BenchmarkDotNet: times are those of one operation, its overhead taken off. ${processNote(counts, { time: "iteration", process: "launch" })}`,
    outliers === 0 ? null : `BenchmarkDotNet took ${outliers} of the iterations for outliers and left them out.`,
    timed.some(({ pooled }) => pooled)
      ? "Where the report has no measurements, the values of its statistics were taken, which do not tell one launch from another."
      : null,
    "Benchmarks ran one after the other, not interleaved; figures of memory were left out. The moment is taken as UTC, as the report does not name its zone.",
  ];
}

function jobNote(jobs: readonly string[]): string | null {
  const names = [...new Set(jobs)].filter(Boolean);
  return names.length === 1 ? `Job: ${names[0]}.` : null;
}

function hostNotes({ RuntimeVersion, Configuration, HasAttachedDebugger }: Host): (string | null)[] {
  return [
    RuntimeVersion ? `Runtime: ${RuntimeVersion}.` : null,
    Configuration && Configuration !== "RELEASE" ? `It was built as ${Configuration}.` : null,
    HasAttachedDebugger ? "A debugger was attached." : null,
  ];
}

/** Operating systems as Node names them, by what stands in a description. */
const PLATFORMS: readonly (readonly [RegExp, string])[] = [
  [/windows/i, "win32"],
  [/darwin|macos|os ?x/i, "darwin"],
  [/linux|ubuntu|debian|alpine|fedora|centos/i, "linux"],
];

function machineOf({ ProcessorName, PhysicalCoreCount, LogicalCoreCount, OsVersion, Architecture }: Host) {
  const cpu = typeof ProcessorName === "object" ? ProcessorName?.Value : ProcessorName;
  const platform = PLATFORMS.find(([pattern]) => pattern.test(OsVersion ?? ""))?.[1];
  return {
    ...(cpu && { cpuModel: cpu }),
    ...(LogicalCoreCount && { logicalCores: LogicalCoreCount }),
    ...(PhysicalCoreCount && { physicalCores: PhysicalCoreCount }),
    ...(platform && { platform }),
    ...(OsVersion && { osRelease: OsVersion }),
    ...(Architecture && /^(?:X|Arm)\d+$/i.test(Architecture) && { arch: archOf(Architecture) }),
  };
}

function archOf(architecture: string): string {
  const name = architecture.toLowerCase();
  return name === "x86" ? "ia32" : name;
}

/** The moment in a title such as `Sample.Sums-20230131-143015`, whose zone is not told. */
function momentOfTitle(title: string): string | undefined {
  const [, year, month, day, hour, minute, second] = /-(\d{4})(\d\d)(\d\d)-(\d\d)(\d\d)(\d\d)$/.exec(title) ?? [];
  return year === undefined ? undefined : momentOf(`${year}-${month}-${day}T${hour}:${minute}:${second}`);
}
