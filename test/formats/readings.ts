import type { importers } from "../../src/formats/index.js";
import { fixture } from "./imported.js";

/**
 * What a reader finds that knows a format as its sample has it: `workers milliseconds` for each time. `refuse`: no times can
 * be read with certainty. `unknown`: the reader does not know such a file.
 */
export type Reading = string[] | "refuse" | "unknown";

/** A small file of a format, and a reader that shares nothing with the importer. */
export interface Sample {
  text: string;
  file: string;
  map?: string;
  /** Where the file lies in the folder that is imported. */
  path?: string;
  read(text: string): Reading;
}

export class Refused extends Error {}

/** Ten years. */
const MOST_MS = 3.2e11;

export function entry(workers: unknown, ms: unknown): string {
  if (typeof ms !== "number" || !(ms >= 0 && ms <= MOST_MS)) throw new Refused();
  if (!/^\d+(?:\.0*)?$/.test(String(workers)) || Number(workers) < 1 || Number(workers) > 1e9) throw new Refused();
  // Below this, numbers have less than nine digits.
  return `${Number(workers)} ${(ms < 1e-300 ? 0 : ms).toPrecision(9)}`;
}

// biome-ignore lint/suspicious/noExplicitAny: outside data that no schema has checked, in a test's reader.
export type Any = any;

/** A reader of JSON; what it cannot read, or has a key twice, is refused. */
export function json(read: (value: Any) => string[], twice: Reading = "refuse"): (text: string) => Reading {
  return (text) => {
    try {
      const bare = text.replace(/^\ufeff/, "");
      const value = parse(bare);
      const keys = bare.match(/"(?:[^"\\]|\\.)*"\s*:/g)?.length ?? 0;
      if (keys !== countKeys(value)) return twice;
      return read(value).sort();
    } catch (error) {
      return error instanceof Unknown ? "unknown" : "refuse";
    }
  };
}

function parse(text: string): Any {
  try {
    return JSON.parse(text);
  } catch {
    return JSON.parse(text.replace(/(?<=[:[,]\s*)-?(?:nan|inf(?:inity)?)(?=\s*[,\]}])/gi, '"none"'));
  }
}

function countKeys(value: Any): number {
  if (value === null || typeof value !== "object") return 0;
  const own = Array.isArray(value) ? 0 : Object.keys(value).length;
  return Object.values(value).reduce((sum: number, child) => sum + countKeys(child), own);
}

export function list(value: Any): Any[] {
  if (!Array.isArray(value) || value.length === 0) throw new Refused();
  return value;
}

/** A fixture cut to a few entries, one value a line. */
export function cut(name: string, change: (value: Any) => void): string {
  const value = JSON.parse(fixture(name));
  change(value);
  return `${JSON.stringify(value, null, 1)}\n`;
}

const hyperfine: Sample = {
  file: "scan.json",
  map: "threads=workers",
  text: cut("hyperfine-scan.json", ({ results }) => {
    results.length = 3;
    for (const one of results) for (const key of ["times", "exit_codes"]) one[key].length = 3;
  }),
  read: json(({ results }) =>
    list(results).flatMap(({ times, exit_codes, parameters, parameter }) =>
      list(times).flatMap((time, index) => {
        const isFailed = exit_codes && exit_codes.length > 0 && exit_codes[index] !== 0;
        const text = entry((parameters ?? { threads: parameter }).threads ?? 1, time * 1_000);
        return isFailed ? [] : [text];
      }),
    ),
  ),
};

const UNITS: Readonly<Record<string, number>> = { s: 1_000, ms: 1, us: 1 / 1_000, ns: 1 / 1_000_000 };

/** A scan over 1, 2 and 4 threads with two repetitions, aggregates and a counter. */
function googleRows(): Any[] {
  return [1, 2, 4].flatMap((threads) => {
    const run_name = `BM_Sum/n:1000/real_time/threads:${threads}`;
    const row = (name: string, real_time: number, more: Any) => {
      const about = { name, family_index: 0, run_name, ...more, threads, iterations: 10 };
      return { ...about, real_time, cpu_time: real_time * 2, time_unit: "us", rate: 1.5 };
    };
    const repeats = [80.25, 83.5].map((time, repetition_index) => {
      return row(run_name, time / threads, { run_type: "iteration", repetitions: 2, repetition_index });
    });
    const mean = row(`${run_name}_mean`, 81.875 / threads, { run_type: "aggregate", aggregate_name: "mean" });
    return [...repeats, mean];
  });
}

function readGoogle({ context, benchmarks }: Any): string[] {
  const rows = list(benchmarks).filter((row) => row.real_time !== undefined || (row.big_o ?? row.rms) === undefined);
  if (rows.some(({ run_type }) => ![undefined, "iteration", "aggregate"].includes(run_type))) throw new Refused();
  const names = rows.map(({ name }) => name);
  const isMean = ({ name, run_type }: Any) => {
    const base = /^(.*)_(?:mean|median|stddev)$/s.exec(name)?.[1];
    return run_type === undefined && names.filter((other) => other === base).length > 1;
  };
  if (rows.some(({ run_name, name }) => /\/threads:(?!\d+(?:\/|$|_))/.test(run_name ?? name))) throw new Unknown();
  const taken = rows.filter((row) => row.run_type !== "aggregate" && !isMean(row) && row.skipped !== true);
  if (taken.some((row) => row.run_type === undefined && (row.run_name ?? row.aggregate_name) !== undefined))
    throw new Refused();
  const hasUnits = benchmarks.some((row: Any) => row.time_unit !== undefined);
  if (hasUnits && taken.some((row) => row.time_unit === undefined)) throw new Refused();
  const threadsOf = ({ run_type, run_name, name, threads }: Any) =>
    run_type === undefined || threads === undefined
      ? Number(/\/threads:(\d+)$/.exec(run_name ?? name)?.[1] ?? 1)
      : threads;
  const version = context.library_version;
  if ((version ?? undefined) === undefined && context.json_schema_version !== undefined) throw new Refused();
  const [, major, minor] = /^v?(\d+)\.(\d+)/.exec(version ?? "v1.8") ?? [];
  const isDivided = Number(major) > 1 || Number(minor) >= 9;
  const functionOf = ({ run_name, name }: Any) => (run_name ?? name).split("/")[0];
  return taken.map((row) => {
    const threads = threadsOf(row);
    const isThreaded = taken.some((other) => functionOf(other) === functionOf(row) && threadsOf(other) > 1);
    const argument = /\/threads:([^/]+)/.exec(row.run_name ?? row.name)?.[1] ?? 1;
    if (threads > 1 && major === undefined) throw new Refused();
    const ms = (row.real_time * (UNITS[row.time_unit ?? "ns"] ?? Number.NaN)) / (isDivided ? threads : 1);
    return entry(isThreaded ? threads : argument, typeof row.real_time === "number" ? ms : undefined);
  });
}

const google: Sample = {
  file: "scan.json",
  text: `${JSON.stringify({ context: { num_cpus: 8, library_version: "v1.9.1", json_schema_version: 1 }, benchmarks: googleRows() }, null, 1)}\n`,
  read: json(readGoogle, "unknown"),
};

const oldGoogle: Sample = {
  file: "old.json",
  text: `${JSON.stringify(
    {
      context: { date: "2018-03-05 10:00:00", num_cpus: 8 },
      benchmarks: googleRows().map(({ name, iterations, real_time, time_unit }) => ({
        name,
        iterations,
        real_time,
        time_unit,
      })),
    },
    null,
    1,
  )}\n`,
  read: json(readGoogle, "unknown"),
};

const pyperf: Sample = {
  file: "suite.json",
  text: cut("pyperf-suite.json", ({ benchmarks }) => {
    benchmarks.length = 2;
    for (const one of benchmarks) one.runs.length = 3;
  }),
  read: json(({ version, metadata, benchmarks }) => {
    if (!["1.0", 5, 6].includes(version)) throw new Refused();
    const read = list(benchmarks).map(({ metadata: own, common_metadata, runs }) => {
      const { name = "", unit = "second" } = { ...metadata, ...common_metadata, ...own };
      const measured = list(runs).filter((run) => {
        if (Object.keys(run).some((key) => !["metadata", "values", "samples", "warmups"].includes(key)))
          throw new Refused();
        return (run.values ?? run.samples ?? []).length > 0;
      });
      const isTimed = [unit, ...measured.map((run) => run.metadata?.unit ?? "second")].every((one) => one === "second");
      const means = measured.map(({ values, samples }) => {
        const times = list(values ?? samples);
        for (const time of times) entry(1, time * (typeof time === "number" ? 1_000 : Number.NaN));
        return times.reduce((sum: number, time) => sum + time, 0) / times.length;
      });
      return { level: /\bworkers=([^\s,;()[\]=]+)/.exec(name)?.[1], means: isTimed ? means : [] };
    });
    const timed = read.filter(({ means }) => means.length > 0);
    return timed.flatMap(({ level, means }) =>
      means.map((mean) =>
        entry(
          levelOr1(
            level,
            timed.map((one) => one.level),
          ),
          mean * 1_000,
        ),
      ),
    );
  }),
};

/** Workers of a parameter that is called so: where a text of the file is no count, it is no count of workers. */
export function levelOr1(level: unknown, all: readonly unknown[]): unknown {
  const isCount = (one: unknown) => /^\d{1,20}(?:\.0*)?$/.test(String(one)) && Number(one) >= 1 && Number(one) <= 1e9;
  return level !== undefined && all.filter((one) => one !== undefined).every(isCount) ? level : 1;
}

const pytest: Sample = {
  file: "bench.json",
  text: cut("pytest-benchmark.json", ({ benchmarks, machine_info }) => {
    delete machine_info.cpu.flags;
    for (const one of benchmarks) one.stats = { data: one.stats.data.slice(0, 3), rounds: 3 };
  }),
  read: json(({ benchmarks }) => {
    const levels = list(benchmarks).map(({ params }) => params?.workers);
    return benchmarks.flatMap(({ params, stats }: Any) =>
      list(stats.data).map((time) => {
        return entry(levelOr1(params?.workers, levels), typeof time === "number" ? time * 1_000 : undefined);
      }),
    );
  }),
};

const PLAIN = /^\+?(?:\d+\.?\d*|\.\d+)(?:e[-+]?\d+)?$/i;

/** Milliseconds of a time as tables write it; NaN where this reader does not know it. */
function tableMs(text: string, unit: string): number {
  if (PLAIN.test(text)) return Number(text) * (UNITS[unit] ?? Number.NaN);
  const [, figure = "", own = ""] = /^(\S*?)\s*([mun]?s)$/.exec(text) ?? [];
  if (PLAIN.test(figure)) return Number(figure) * (UNITS[own] ?? Number.NaN);
  const [, minutes, seconds] = /^(\d+):(\d\d(?:\.\d+)?)$/.exec(text) ?? [];
  return minutes !== undefined && Number(seconds) < 60 ? (Number(minutes) * 60 + Number(seconds)) * 1_000 : Number.NaN;
}

export class Unknown extends Error {}

/** Reads rows of texts by their names: those of one time, workers, and factors of which a reading has nothing. */
function readRows(rows: readonly Map<string, string>[]): string[] {
  return rows.flatMap((row) => {
    const times = [...row].filter(([name, text]) => name.startsWith("wall_") && text !== "");
    const [name = "", text = ""] = times[0] ?? [];
    const ms = tableMs(text, name.slice("wall_".length));
    if (times.length !== 1 || Number.isNaN(ms)) throw new Unknown();
    return entry(row.get("workers"), ms);
  });
}

export function judged(read: (text: string) => string[]): (text: string) => Reading {
  return (text) => {
    try {
      return read(text).sort();
    } catch (error) {
      return error instanceof Unknown ? "unknown" : "refuse";
    }
  };
}

/** Tables without quotes and comments, whose separator is the first of these in the header. */
function readCsv(text: string): string[] {
  if (/["#]/.test(text)) throw new Unknown();
  const lines = text
    .replace(/^\ufeff/, "")
    .split(/\r\n|\r|\n/)
    .filter((line) => line.trim() !== "");
  const separator = /[,;\t]/.exec(lines[0] ?? "")?.[0] ?? ",";
  const [names = [], ...rows] = lines.map((line) => line.split(separator).map((field) => field.trim()));
  const known = ["strategy", "workers", "n", "round", "wall_s", "wall_ms", "wall_us", "wall_ns"];
  if (names.some((name) => !known.includes(name)) || rows.some(({ length }) => length !== names.length))
    throw new Unknown();
  const isDecimal = (field: string) => separator !== "," && /^\d+,\d+$/.test(field);
  return readRows(
    rows.map((fields) => {
      return new Map(
        names
          .map((name, index) => [name, fields[index] ?? ""] as const)
          .map(([name, field]) => [name, isDecimal(field) ? field.replace(",", ".") : field]),
      );
    }),
  );
}

const TIMES: readonly (readonly [strategy: string, workers: number, seconds: string])[] = [
  ["pool", 1, "4.25"],
  ["pool", 2, "2.2"],
  ["pool", 4, "1.155"],
  ["fork", 1, "4.5"],
  ["fork", 2, "2.75"],
  ["fork", 4, "0.9375"],
];

const csv: Sample = {
  file: "times.csv",
  map: "round=block",
  text: [
    "strategy,workers,n,round,wall_s",
    ...TIMES.map((row, index) => [row[0], row[1], 1000, index % 3, row[2]].join(",")),
    "",
  ].join("\n"),
  read: judged(readCsv),
};

const germanCsv: Sample = {
  file: "zeiten.csv",
  text: ["strategy;workers;wall_ms", ...TIMES.map((row) => row.join(";").replace(".", ",")), ""].join("\n"),
  read: judged(readCsv),
};

const jsonl: Sample = {
  file: "times.jsonl",
  text: TIMES.map(
    ([strategy, workers, wall_s]) => `${JSON.stringify({ strategy, workers, wall_s: Number(wall_s) })}\n`,
  ).join(""),
  read: judged((text) => {
    const lines = text
      .replace(/^\ufeff/, "")
      .split("\n")
      .filter((line) => line.trim() !== "");
    return readRows(
      lines.map((line) => {
        const value = JSON.parse(line);
        if (Object.keys(value).length !== line.match(/"(?:[^"\\]|\\.)*"\s*:/g)?.length) throw new Refused();
        return new Map(
          Object.entries(value).map(([key, field]) => [key.toLowerCase(), field === null ? "" : String(field).trim()]),
        );
      }),
    );
  }),
};

/** Samples of tables and programs; a new importer needs one here, or in `librarySamples`. */
export const samples: Partial<Record<keyof typeof importers, readonly Sample[]>> = {
  csv: [csv, germanCsv],
  jsonl: [jsonl],
  hyperfine: [hyperfine],
  "google-benchmark": [google, oldGoogle],
  pyperf: [pyperf],
  "pytest-benchmark": [pytest],
};
