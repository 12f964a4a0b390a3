import { UserError } from "../user-error.js";
import { refuseHostileForeign } from "./foreign/foreign-json.js";
import { parseWithNotFinite } from "./foreign/json-text.js";
import type { importers } from "./index.js";
import { headOf } from "./tables/table-head.js";

export type Format = keyof typeof importers;

type Keyed = Readonly<Record<string, unknown>>;

/** What tells the JSON of a tool from that of the others: keys that it alone has. */
const SHAPES: Readonly<Partial<Record<Format, (root: Keyed) => boolean>>> = {
  hyperfine: ({ results }) => hasKeys(first(results), "command"),
  "google-benchmark": ({ context, benchmarks }) =>
    isKeyed(context) && (hasKeys(first(benchmarks), "real_time") || hasKeys(first(benchmarks), "run_type")),
  pyperf: ({ benchmarks, version }) => version === "1.0" && hasKeys(first(benchmarks), "runs"),
  "pytest-benchmark": ({ benchmarks }) => hasKeys(first(benchmarks), "stats", "fullname"),
  jmh: (root) => hasKeys(first(root), "benchmark", "primaryMetric"),
  "benchmark-dotnet": (root) => hasKeys(root, "HostEnvironmentInfo", "Benchmarks"),
  vitest: ({ files }) => hasKeys(first(files), "filepath", "groups"),
  mitata: ({ benchmarks, layout }) =>
    (Array.isArray(layout) && hasKeys(first(benchmarks), "runs")) ||
    hasKeys(first(benchmarks), "name", "stats", "async"),
  tinybench: (root) => {
    const task = first(root) ?? first(root.tasks) ?? first(root.results);
    return hasKeys(task, "name") && ["result", "latency", "hz", "samples"].some((key) => hasKeys(task, key));
  },
};

/**
 * The format that a file's text has, by the keys of its JSON, the lines of Go or the header of a table; `null` where it is
 * like none. A run file is a UserError that says what to do with it.
 */
export function recogniseFormat(text: string, file: string): Format | null {
  if (/^\s*[[{]/.test(text.slice(0, 100))) refuseHostileForeign(text, file);
  const root = parsed(text);
  if (isKeyed(root) && "schemaVersion" in root) {
    throw new UserError(`${file}: is a run file already: copy it into a folder of runs, or use scalebook merge`);
  }
  if (root !== undefined) {
    const [found] = Object.entries(SHAPES).find(([, isLike]) => isKeyed(root) && isLike(root)) ?? [];
    return (found as Format | undefined) ?? (isKeyed(root) && "workers" in root ? "jsonl" : null);
  }
  const [head = ""] = text.replace(/^\ufeff/, "").split(/\r?\n/, 1);
  if (/^Benchmark\S*\s.*\sns\/op/m.test(text) || /^\{.*"Action":/.test(head)) return "go";
  if (isKeyed(parsed(head))) return "jsonl";
  return /[,;\t]/.test(text.slice(0, 4_000)) || headOf(text).separator === " " ? "csv" : null;
}

function parsed(text: string): unknown {
  try {
    return parseWithNotFinite(text.replace(/^\ufeff/, ""));
  } catch {
    return undefined;
  }
}

function isKeyed(value: unknown): value is Keyed {
  return typeof value === "object" && value !== null;
}

function first(list: unknown): unknown {
  return Array.isArray(list) ? list[0] : undefined;
}

function hasKeys(value: unknown, ...keys: readonly string[]): boolean {
  return isKeyed(value) && keys.every((key) => Object.hasOwn(value, key));
}
