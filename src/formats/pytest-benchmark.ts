import { z } from "zod";
import type { Run } from "../record/schema/run-schema.js";
import { UserError } from "../user-error.js";
import { type ForeignCell, mapCells } from "./foreign-cells.js";
import { foreignJson, momentOf, timeIn, toMs } from "./foreign-json.js";
import { baseName, foreignRun } from "./foreign-run.js";
import type { ImportInput } from "./importer.js";

const SECOND_MS = 1e3;
const WRITTEN_BY = "pytest --benchmark-json=<file>";

const benchmark = z.object({
  name: z.string(),
  fullname: z.string().optional(),
  /** Text in brackets behind the name. */
  param: z.string().nullable().optional(),
  params: z.record(z.string().max(200), z.unknown()).nullable().optional(),
  stats: z.object({ data: z.array(timeIn(SECOND_MS)).max(100_000).optional() }),
});
type Benchmark = z.infer<typeof benchmark>;

const machineInfo = z.object({
  /** Name of the host. */
  node: z.string().optional(),
  system: z.string().optional(),
  release: z.string().optional(),
  machine: z.string().optional(),
  python_implementation: z.string().optional(),
  python_version: z.string().optional(),
  cpu: z
    .object({ brand_raw: z.string().optional(), brand: z.string().optional(), count: z.number().optional() })
    .optional(),
});
type MachineInfo = z.infer<typeof machineInfo>;

const schema = z.object({
  machine_info: machineInfo.optional(),
  commit_info: z.object({ id: z.string().nullable().optional(), dirty: z.boolean().nullable().optional() }).optional(),
  benchmarks: z.array(benchmark).min(1).max(10_000),
  datetime: z.string().optional(),
  version: z.string().optional(),
});

const NOTES = [
  "Imported from pytest-benchmark: a trial is one round, and its time that of one iteration.",
  "All rounds come from one process, so intervals do not tell how much another start of the program differs. Benchmarks ran one after the other.",
];

/**
 * Turns a file of pytest-benchmark into a run: a cell for each test with its parameters, a trial for each round. Tests and
 * unmapped parameters are different work.
 */
export function importPytestBenchmark(input: ImportInput): Run {
  const file = baseName(input.file);
  const { benchmarks, ...about } = foreignJson(input.text, schema, { file, writtenBy: WRITTEN_BY });
  const machine = about.machine_info ?? {};
  const foreign = benchmarks.map((one, index) => foreignCell(one, benchmarks, `${file}: benchmarks[${index}]`));
  const { id, dirty } = about.commit_info ?? {};
  return foreignRun(input, {
    format: "pytest-benchmark",
    cells: mapCells(foreign, {
      file,
      map: input.map,
      usual: { name: "workload" },
      strategy: "benchmark",
      others: "work",
    }),
    notes: [...NOTES, pythonNote(machine)],
    tool: { name: "pytest-benchmark", version: about.version ?? "unknown" },
    startedAt: momentOf(about.datetime),
    host: machine.node,
    machine: machineOf(machine),
    // Outside a repository the id is a word.
    ...(id && /^[0-9a-f]{7,64}$/.test(id) && { commit: { hash: id, dirty: dirty ?? false } }),
  });
}

function foreignCell(one: Benchmark, all: readonly Benchmark[], place: string): ForeignCell {
  const { data = [] } = one.stats;
  if (data.length === 0) {
    throw new UserError(
      `${place}.stats has no data, only what was computed of it: record it with --benchmark-save-data or ${WRITTEN_BY}`,
    );
  }
  const parameters = new Map(Object.entries(one.params ?? {}).map(([key, level]) => [key, textOf(level)]));
  const trials = data.map((time, block) => ({ block, status: "ok" as const, wallMs: toMs(time, SECOND_MS) }));
  return { place, name: nameOf(one, all), parameters, trials };
}

/** Name of a test without its parameters; with its file where another file has a test of that name. */
function nameOf({ name, fullname, param }: Benchmark, all: readonly Benchmark[]): string {
  const shared = all.some((other) => other.name === name && other.fullname !== fullname);
  const full = shared ? (fullname ?? name) : name;
  return param && full.endsWith(`[${param}]`) ? full.slice(0, -param.length - 2) : full;
}

function textOf(level: unknown): string {
  return typeof level === "object" && level !== null ? JSON.stringify(level) : String(level);
}

function machineOf({ system, release, machine, cpu }: MachineInfo) {
  const model = cpu?.brand_raw ?? cpu?.brand;
  return {
    ...(model !== undefined && { cpuModel: model }),
    ...(Number.isInteger(cpu?.count) && { logicalCores: cpu?.count as number }),
    ...(system !== undefined && { platform: system.toLowerCase() }),
    ...(release !== undefined && { osRelease: release }),
    ...(machine !== undefined && { arch: machine }),
  };
}

function pythonNote({ python_implementation = "", python_version = "" }: MachineInfo): string | null {
  return python_version === "" ? null : `Python: ${`${python_implementation} ${python_version}`.trim()}.`;
}
