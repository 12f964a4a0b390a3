import { fixture } from "./imported.js";
import { type Any, cut, entry, json, judged, levelOr1, list, Refused, type Sample, Unknown } from "./readings.js";

const NS = 1 / 1_000_000;

function number(value: Any): number {
  if (typeof value !== "number" || !(value >= 0)) throw new Refused();
  return value;
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

/** Each time of one process; of several processes, the mean of each. */
function repeats(workers: unknown, processes: readonly (readonly number[])[]): string[] {
  const times = processes.length > 1 ? processes.map(mean) : (processes[0] ?? []);
  for (const time of processes.flat()) entry(workers, time);
  return times.map((time) => entry(workers, time));
}

const JMH_MS: Readonly<Record<string, number>> = {
  ns: NS,
  us: 1 / 1_000,
  ms: 1,
  s: 1_000,
  min: 60_000,
  hr: 3_600_000,
  day: 86_400_000,
};

const jmh: Sample = {
  file: "jmh-result.json",
  text: `${JSON.stringify(
    [1, 2, 4].map((threads) => ({
      ...{ jmhVersion: "1.37", benchmark: "a.Lists.add", mode: threads === 4 ? "thrpt" : "avgt", threads, forks: 2 },
      primaryMetric: {
        ...{ score: 5, scoreError: "NaN", scoreUnit: threads === 4 ? "ops/us" : "us/op" },
        rawData: [
          [4.5, 6.25],
          [5.5, 5.75],
        ].slice(threads === 2 ? 1 : 0),
      },
      secondaryMetrics: {},
    })),
    null,
    1,
  )}\n`,
  read: json((value) =>
    list(value).flatMap(({ mode, threads, primaryMetric: { scoreUnit, rawData, rawDataHistogram } }) => {
      if (!["thrpt", "avgt", "sample", "ss"].includes(mode) || rawDataHistogram !== undefined) throw new Refused();
      const unit = (mode === "thrpt" ? /^ops\/(\w+)$/ : /^(\w+)\/op$/).exec(scoreUnit)?.[1] ?? "";
      const ms = JMH_MS[unit] ?? Number.NaN;
      const forks = list(rawData).map((fork) => list(fork).map(number));
      if (mode !== "thrpt")
        return repeats(
          threads,
          forks.map((fork) => fork.map((time) => (time * ms) / threads)),
        );
      for (const throughput of forks.flat()) entry(threads, ms / throughput);
      const all = forks.length > 1 ? forks.map(mean) : (forks[0] ?? []);
      return all.map((throughput) => entry(threads, ms / throughput));
    }),
  ),
};

const benchmarkDotNet: Sample = {
  file: "Sums-report-full.json",
  map: "Threads=workers",
  text: `${JSON.stringify(
    {
      Title: "Sums-20250131-143015",
      HostEnvironmentInfo: { BenchmarkDotNetVersion: "0.15.2", ProcessorName: "x", LogicalCoreCount: 8 },
      Benchmarks: [1, 2].map((threads) => ({
        ...{ DisplayInfo: `Sums.Add: DefaultJob [Threads=${threads}]`, Type: "Sums", Method: "Add" },
        Parameters: `Threads=${threads}`,
        Measurements: [
          ...(["Warmup", "Actual", "Actual", "Result", "Result"] as const).map((IterationStage, index) => ({
            ...{ IterationMode: "Workload", IterationStage, LaunchIndex: threads === 1 ? 1 : index },
            ...{ Operations: 64, Nanoseconds: 6_400 + 100 * index },
          })),
        ],
      })),
    },
    null,
    1,
  )}\n`,
  read: json(({ Benchmarks }) =>
    list(Benchmarks).flatMap(({ Parameters, Measurements, Statistics }) => {
      if (Statistics !== undefined) throw new Refused();
      const workers = /(?:^|&)Threads=([^&]*)/.exec(Parameters)?.[1];
      const staged = (stage: string) =>
        list(Measurements).filter((one) => one.IterationMode === "Workload" && one.IterationStage === stage);
      const launches = new Map<unknown, number[]>();
      for (const one of staged("Result").length > 0 ? staged("Result") : staged("Actual")) {
        const launch = one.LaunchIndex ?? 1;
        launches.set(launch, [
          ...(launches.get(launch) ?? []),
          (number(one.Nanoseconds) / number(one.Operations)) * NS,
        ]);
      }
      return repeats(workers ?? 1, list([...launches.values()]));
    }),
  ),
};

const criterion: Sample = {
  file: "criterion",
  path: "sum/new/sample.json",
  text: `${JSON.stringify({ sampling_mode: "Linear", iters: [2, 4, 6, 8], times: [210.5, 410, 622.25, 801] }, null, 1)}\n`,
  read: json(({ iters, times }) => {
    if (list(iters).length !== list(times).length) throw new Refused();
    return times.map((time: Any, index: number) => entry(1, (number(time) / number(iters[index])) * NS));
  }),
};

const go: Sample = {
  file: "bench.txt",
  text: fixture("go-bench.txt"),
  read: judged((text) => {
    // Several executions of the test binary are repeats of their own, and figures may stand below their name.
    if (text.split(/^goos: /m).length > 2 || /^\s*\d+\s+\d\S*\s+ns\/op/m.test(text)) throw new Unknown();
    const rows = text.split(/\r\n?|\n/).flatMap((line) => {
      const [, name, figures = ""] = /^\s*Benchmark(?![a-z])(\S*)\s+\d+\s+(\S.*)$/.exec(line) ?? [];
      const words = figures.trim().split(/\s+/);
      const at = words.indexOf("ns/op");
      if (name === undefined || at === -1) return [];
      const numbers = words.slice(0, at).filter((_, index) => index % 2 === 0);
      if (at % 2 === 0 || !numbers.every((one) => /^\d+(?:\.\d+)?(?:e[-+]?\d+)?$/i.test(one))) throw new Refused();
      return { name, ns: Number(words[at - 1]) };
    });
    const procs = (name: string) => /-([1-9]\d*)$/.exec(name)?.[1] ?? "1";
    // Behind a "/" another number may belong to the name.
    if (rows.some(({ name }) => name.includes("/") && Number(procs(name)) > 2)) throw new Unknown();
    const varies = new Set(rows.map(({ name }) => procs(name))).size > 1;
    return list(rows).map(({ name, ns }) => entry(varies ? procs(name) : 1, ns * NS));
  }),
};

/** Samples, or else the mean; nothing of what was thrown. */
function sampled(workers: unknown, { samples, mean: one, error }: Any, ms: number): string[] {
  if (error !== undefined && error !== null) return [];
  const times = Array.isArray(samples) && samples.length > 0 ? samples : [one];
  return times.map((time: Any) => entry(workers, number(time) * ms));
}

const levelIn = (name: Any) => /\bworkers=([^\s,;()[\]=]+)/.exec(name)?.[1];

const vitest: Sample = {
  file: "bench.json",
  text: cut("vitest.json", ({ files }) => {
    for (const [index, one] of files[0].groups.flatMap((group: Any) => group.benchmarks).entries())
      one.name = `sum workers=${index + 1}`;
  }),
  read: json(({ files }) => {
    const all = list(files).flatMap(({ groups }) =>
      (Array.isArray(groups) ? groups : list(null)).flatMap(({ benchmarks }: Any) => benchmarks),
    );
    const levels = all.map(({ name }: Any) => levelIn(name));
    return list(all).flatMap((one) =>
      one.mean === undefined || one.mean === null
        ? []
        : sampled(levelOr1(levelIn(one.name), levels), { ...one, error: undefined }, 1),
    );
  }),
};

const tinybench: Sample = {
  file: "results.json",
  text: `${JSON.stringify(
    [1, 2].map((workers) => ({
      name: `sum workers=${workers}`,
      result: {
        state: "completed",
        latency: { mean: 2.5, samples: [2.25, 2.5, 2.75], samplesCount: 3 },
        runtime: "node",
      },
    })),
    null,
    1,
  )}\n`,
  read: json((value) => {
    const levels = list(value).map(({ name }) => levelIn(name));
    return value.flatMap(({ name, result, ...own }: Any) => {
      const { state, error, latency, ...rest } = result ?? own;
      return sampled(
        levelOr1(levelIn(name), levels),
        { ...(latency ?? rest), error: state === "errored" ? "" : error },
        1,
      );
    });
  }),
};

const mitata: Sample = {
  file: "results.json",
  text: `${JSON.stringify(
    {
      layout: [{ name: null, types: [] }],
      benchmarks: [
        {
          ...{ kind: "args", alias: "sum $workers", group: 0 },
          runs: [1, 2].map((workers) => ({
            stats: { avg: 2_500, samples: [2_250, 2_500, 2_750] },
            args: { workers },
            name: `sum ${workers}`,
          })),
        },
      ],
      context: { now: 1_796_005_088_514, arch: "x64-linux", runtime: "node", version: "20.20.2", cpu: { name: "x" } },
    },
    null,
    1,
  )}\n`,
  read: json(({ benchmarks }) => {
    const runs = list(benchmarks).flatMap((one) => one.runs ?? [one]);
    const levels = runs.map(({ args }: Any) => args?.workers);
    return list(runs).flatMap(({ args, stats, error }) =>
      sampled(levelOr1(args?.workers, levels), { samples: stats?.samples, mean: stats?.avg, error }, NS),
    );
  }),
};

/** Samples of what libraries and test runners write. */
export const librarySamples = {
  jmh: [jmh],
  "benchmark-dotnet": [benchmarkDotNet],
  criterion: [criterion],
  go: [go],
  vitest: [vitest],
  tinybench: [tinybench],
  mitata: [mitata],
} satisfies Record<string, readonly Sample[]>;
