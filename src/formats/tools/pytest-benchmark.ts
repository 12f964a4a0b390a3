import { z } from "zod";
import { list } from "../../record/limits/list.js";
import type { Run } from "../../record/schema/run-schema.js";
import { UserError } from "../../user-error.js";
import { type ForeignCell, mapCells } from "../foreign/foreign-cells.js";
import { foreignJson, leftOut, momentOf, timeIn, toMs } from "../foreign/foreign-json.js";
import { baseName, foreignRun } from "../foreign/foreign-run.js";
import { joinedNote, trialsOf } from "../foreign/process-times.js";
import type { ImportInput } from "../importer.js";
import { levelsOf } from "./pytest-ids.js";

const SECOND_MS = 1e3;
const WRITTEN_BY = "pytest --benchmark-json=<file>";

const benchmark = z.object({
  name: z.string(),
  fullname: z.string().nullable().optional(),
  group: z.string().nullable().optional().catch(undefined),
  extra_info: z.record(z.string(), z.unknown()).optional().catch(undefined),
  options: z.object({ timer: z.string().optional() }).optional().catch(undefined),
  /** Text in brackets behind the name. */
  param: z.string().nullable().optional(),
  params: z.record(z.string().max(200), z.unknown()).nullable().optional(),
  stats: z.object({ data: list(timeIn(SECOND_MS)).max(10_000_000).optional() }),
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
  benchmarks: list(benchmark).min(1).max(10_000),
  datetime: z.string().optional(),
  version: z.string().optional(),
});

const NOTES = [
  "Imported from pytest-benchmark: a repeat is one round, and its time that of one iteration.",
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
  const names = namesOf(benchmarks);
  const foreign = benchmarks.map((one, index) =>
    foreignCell(one, names[index] ?? one.name, `${file}: benchmarks[${index}]`),
  );
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
    notes: [
      ...NOTES,
      joinedNote(foreign, "rounds"),
      ...timerNotes(benchmarks),
      ...groupNotes(benchmarks),
      pythonNote(machine),
    ],
    tool: { name: "pytest-benchmark", version: about.version ?? "unknown" },
    startedAt: momentOf(about.datetime),
    host: machine.node,
    machine: machineOf(machine),
    // Outside a repository the id is a word.
    ...(id && /^[0-9a-f]{7,64}$/.test(id) && { commit: { hash: id, dirty: dirty ?? false } }),
  });
}

function foreignCell(one: Benchmark, name: string, place: string): ForeignCell {
  const { data = [] } = one.stats;
  if (data.length === 0) {
    throw new UserError(
      `${place}.stats has no data, only what was computed of it: record it with --benchmark-save-data or ${WRITTEN_BY}`,
    );
  }
  const trials = trialsOf([data.map((time) => toMs(time, SECOND_MS))]);
  return { place, name, parameters: levelsOf(one.params ?? {}, idOf(one)), trials };
}

/** Text in brackets behind the name, where it stands for parameters that the file has one by one. */
function idOf({ name, param, params }: Benchmark): string | undefined {
  if (Object.keys(params ?? {}).length === 0) return undefined;
  return param ?? /\[(.*)\]$/s.exec(name)?.[1];
}

/** Names of tests without their parameters; with their files where a test of another file has the same name. */
function namesOf(benchmarks: readonly Benchmark[]): string[] {
  const parts = benchmarks.map((one) => {
    const id = idOf(one);
    const bare = (text: string) =>
      id !== undefined && text.endsWith(`[${id}]`) ? text.slice(0, -id.length - 2) : text;
    return { name: bare(one.name), full: bare(one.fullname ?? one.name) };
  });
  const fulls = new Map<string, Set<string>>();
  for (const { name, full } of parts) fulls.set(name, (fulls.get(name) ?? new Set()).add(full));
  return parts.map(({ name, full }) => ((fulls.get(name)?.size ?? 0) > 1 ? full : name));
}

/** Timers of Python that go on while the process waits. */
const WALL_CLOCKS: ReadonlySet<string> = new Set([
  "perf_counter",
  "time",
  "monotonic",
  "default_timer",
  "clock_gettime",
]);

function timerNotes(benchmarks: readonly Benchmark[]): string[] {
  const timers = [...new Set(benchmarks.map(({ options }) => options?.timer ?? "perf_counter"))];
  return timers
    .filter((timer) => !WALL_CLOCKS.has(timer.split(".").at(-1) ?? ""))
    .map(
      (timer) =>
        `Times were taken with ${timer.slice(0, 100)}, which may not be a wall clock: waiting may not be in them.`,
    );
}

function groupNotes(benchmarks: readonly Benchmark[]): (string | null)[] {
  const groups = new Set(benchmarks.flatMap(({ group }) => group ?? []));
  const facts = new Set(benchmarks.flatMap(({ extra_info }) => Object.keys(extra_info ?? {})));
  return [
    leftOut("Groups of benchmarks were left out", [...groups]),
    leftOut("Facts that the tests added were left out", [...facts]),
  ];
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
