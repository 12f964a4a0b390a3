import { z } from "zod";
import { list } from "../../record/limits/list.js";
import { show } from "../../record/schema/quote-value.js";
import type { Run } from "../../record/schema/run-schema.js";
import { UserError } from "../../user-error.js";
import { MAX_MS } from "../foreign/fields.js";
import { type ForeignCell, mapCells } from "../foreign/foreign-cells.js";
import { foreignJson, toMs } from "../foreign/foreign-json.js";
import { baseName, foreignRun } from "../foreign/foreign-run.js";
import { joinedNote, meanTime, processNote, shortestNames, trialsOf } from "../foreign/process-times.js";
import type { ImportInput } from "../importer.js";

const WRITTEN_BY = "JMH, with -rf json -rff <file>";

const DAY_MS = 86_400_000;
/** Milliseconds of a unit; the second names are those of early versions. */
const UNIT_MS: Readonly<Record<string, number>> = {
  ...{ ns: 1e-6, us: 1e-3, ms: 1, s: 1e3, min: 6e4, hr: 3.6e6, day: DAY_MS },
  ...{ nsec: 1e-6, usec: 1e-3, msec: 1, sec: 1e3 },
};

/** Values and how often each was seen. */
const histogram = list(z.tuple([z.number().min(0), z.int().min(1).max(1e15)])).min(1);
const metric = z.object({
  scoreUnit: z.string().max(200),
  rawData: list(list(z.number().min(0)).min(1)).optional(),
  /** Of the mode `sample`. */
  rawDataHistogram: list(list(histogram).min(1)).optional(),
});

const benchmark = z.object({
  jmhVersion: z.string().max(200).optional(),
  benchmark: z.string().max(2_000),
  mode: z.enum(["thrpt", "avgt", "sample", "ss"]),
  threads: z.int().min(1).max(1e9),
  jdkVersion: z.string().max(200).optional(),
  vmName: z.string().max(200).optional(),
  vmVersion: z.string().max(200).optional(),
  params: z.record(z.string().max(200), z.union([z.string().max(2_000), z.number(), z.boolean()])).optional(),
  primaryMetric: metric,
  secondaryMetrics: z.record(z.string(), z.object({ scoreUnit: z.string().optional() })).optional(),
});
type Benchmark = z.infer<typeof benchmark>;

const schema = list(benchmark).min(1).max(10_000);

const MODE_NOTES: Readonly<Record<Benchmark["mode"], string>> = {
  thrpt:
    "Throughputs (mode thrpt) were turned into the time of one operation: 1 over the operations in a unit of time.",
  avgt: "Times of mode avgt are the time over the operations of an iteration.",
  sample: "Times of mode sample are the means of the operations that JMH picked; their distribution was left out.",
  ss: "Times of mode ss are those of one cold call, or of one batch of calls.",
};

/**
 * Turns the JSON of JMH into a run: a cell for each benchmark with its parameters and threads, a trial for each fork, or
 * for each iteration of a single fork. Threads are workers; benchmarks, modes and unmapped parameters are different work.
 */
export function importJmh(input: ImportInput): Run {
  const file = baseName(input.file);
  const benchmarks = foreignJson(input.text, schema, { file, writtenBy: WRITTEN_BY });
  const names = shortestNames(benchmarks.map(({ benchmark: full }) => ({ short: classAndMethod(full), full })));
  const forks: number[] = [];
  const foreign = benchmarks.map((one, index): ForeignCell => {
    const place = `${file}: [${index}]`;
    const times = timesOf(one, place);
    forks.push(times.length);
    const trials = trialsOf(times, one.mode === "thrpt" ? meanOverThroughputs : meanTime);
    return { place, name: names[index] as string, parameters: parametersOf(one, benchmarks), trials };
  });
  return foreignRun(input, {
    format: "jmh",
    cells: mapCells(foreign, {
      file,
      ...{ map: input.map, tell: input.tell },
      usual: { threads: "workers", name: "workload" },
      strategy: "benchmark",
      others: "work",
    }),
    notes: [
      `Imported from JMH. ${processNote(forks, { time: "iteration", process: "fork" })} Forks ran one after the other, not interleaved.`,
      joinedNote(foreign, "iterations"),
      ...notesOf(benchmarks),
    ],
    tool: { name: "JMH", version: benchmarks[0]?.jmhVersion ?? "unknown" },
  });
}

/** `org.sample.Lists.add` is Lists.add. */
function classAndMethod(full: string): string {
  return full.split(".").slice(-2).join(".");
}

/** The benchmark's own parameters; with the mode and the number of threads where those vary or count. */
function parametersOf({ params = {}, mode, threads }: Benchmark, all: readonly Benchmark[]): Map<string, string> {
  const own = Object.entries(params).map(([key, level]) => [key, String(level)] as const);
  // A benchmark may start threads itself and count them in a parameter of that name.
  const taken = all.some((one) => one.params?.threads !== undefined);
  return new Map([
    ...own,
    ...(all.some((one) => one.mode !== mode) ? [["mode", mode] as const] : []),
    ...(all.some((one) => one.threads > 1) ? [[taken ? "jmh-threads" : "threads", String(threads)] as const] : []),
  ]);
}

/** Times of one operation in milliseconds: of each fork those of its iterations. */
function timesOf(one: Benchmark, place: string): number[][] {
  const { rawData, rawDataHistogram, scoreUnit } = one.primaryMetric;
  const unitMs = unitOf(one, place);
  const values = rawDataHistogram?.map((fork) => fork.map(meanOfHistogram)) ?? rawData ?? [];
  if (values.length === 0) {
    throw new UserError(
      `${place}.primaryMetric has no rawData, only what was computed of it: record it again with ${WRITTEN_BY}`,
    );
  }
  return values.map((fork, index) =>
    fork.map((value, iteration) => {
      // Each thread times its own operations: so many of them ran at once.
      const ms = one.mode === "thrpt" ? unitMs / value : (value / one.threads) * unitMs;
      if (ms <= MAX_MS) return toMs(ms, 1);
      throw new UserError(
        `${place}.primaryMetric.rawData[${index}][${iteration}] is ${value} ${scoreUnit}: an operation would take more than ${MAX_MS} ms; check the unit, or leave this benchmark out of the file`,
      );
    }),
  );
}

/** Mean over iterations of equal length: that of the throughputs is that of all their operations. */
function meanOverThroughputs(times: readonly number[]): number {
  return toMs(1 / meanTime(times.map((time) => 1 / time)), 1);
}

/** Milliseconds of the unit of a benchmark's times, or of the time in its throughputs. */
function unitOf({ mode, primaryMetric }: Benchmark, place: string): number {
  const pattern = mode === "thrpt" ? /^ops\/(\w+)$/ : /^(\w+)\/op$/;
  const unit = pattern.exec(primaryMetric.scoreUnit)?.[1] ?? "";
  const ms = Object.hasOwn(UNIT_MS, unit) ? UNIT_MS[unit] : undefined;
  if (ms !== undefined) return ms;
  const example = mode === "thrpt" ? "ops/s" : "us/op";
  throw new UserError(
    `${place}.primaryMetric.scoreUnit is ${show(primaryMetric.scoreUnit)}: in mode ${mode} it must be a unit such as ${example}`,
  );
}

function meanOfHistogram(entries: z.infer<typeof histogram>): number {
  const count = entries.reduce((sum, [, times]) => sum + times, 0);
  return entries.reduce((sum, [value, times]) => sum + value * (times / count), 0);
}

function notesOf(benchmarks: readonly Benchmark[]): (string | null)[] {
  const modes = [...new Set(benchmarks.map(({ mode }) => mode))];
  const threaded = benchmarks.filter(({ threads }) => threads > 1);
  const own = threaded.some(({ mode }) => mode !== "thrpt");
  const grouped = threaded.some((one) => one.mode !== "thrpt" && hasMethods(one));
  const vms = benchmarks.map(({ vmName, vmVersion, jdkVersion }) =>
    [vmName, vmVersion, jdkVersion && `JDK ${jdkVersion}`].filter(Boolean).join(", "),
  );
  return [
    ...modes.map((mode) => MODE_NOTES[mode]),
    own
      ? "Of several threads, the time of an operation was divided by their number, as each thread times its own: it is the wall clock over the operations of all of them together."
      : null,
    grouped
      ? "Some benchmarks have figures for methods or counters of their own, which were left out: where threads of a group do different work, the time is the mean over them."
      : null,
    ...[...new Set(vms)].filter(Boolean).map((vm) => `Java: ${vm}.`),
  ];
}

/** Whether figures of parts of the benchmark stand beside its own; those of profilers have a dot in their names. */
function hasMethods({ primaryMetric, secondaryMetrics = {} }: Benchmark): boolean {
  return Object.entries(secondaryMetrics).some(
    ([name, { scoreUnit }]) => scoreUnit === primaryMetric.scoreUnit && !/^·|\./.test(name),
  );
}
