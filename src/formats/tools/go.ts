import { slugify } from "../../record/schema/run-id.js";
import type { Run, Trial } from "../../record/schema/run-schema.js";
import { UserError } from "../../user-error.js";
import { MAX_MS } from "../foreign/fields.js";
import { type ForeignCell, mapCells } from "../foreign/foreign-cells.js";
import { momentOf, toMs } from "../foreign/foreign-json.js";
import { baseName, foreignRun } from "../foreign/foreign-run.js";
import { joinedNote, processNote, shortestNames, trialsOf } from "../foreign/process-times.js";
import type { ImportInput } from "../importer.js";
import { namesOf, PROCS } from "./go-names.js";
import { type GoOutput, type GoResult, readGoOutput } from "./go-output.js";

const TIME = "ns/op";
const NS_MS = 1e-6;
const RECORD = "go test -run '^$' -bench . -count 10 > bench.txt";

const FIGURES: Readonly<Record<string, string>> = {
  "B/op": "bytes-per-operation",
  "allocs/op": "allocations-per-operation",
  "MB/s": "megabytes-per-second",
};

/**
 * Turns what `go test -bench` printed into a run: a cell for each benchmark with the parts `key=value` of its name, a trial
 * for each repeat (`-count`), or for each execution of the test binary where there are several. GOMAXPROCS counts workers
 * where it varies (`-cpu`); benchmarks and unmapped parts are different work.
 */
export function importGo(input: ImportInput): Run {
  const file = baseName(input.file);
  const output = readGoOutput(input.text, file);
  const timed = output.results.filter(({ values }) => values.has(TIME));
  if (timed.length === 0) {
    const why = output.results.length === 0 ? "has no results of benchmarks" : `has no results in ${TIME}`;
    throw new UserError(`${file}: ${why}: record them with ${RECORD}`);
  }
  const { foreign, processes, procs } = foreignCells(timed, input, file);
  return foreignRun(input, {
    format: "go",
    cells: mapCells(foreign, {
      file,
      ...{ map: input.map, tell: input.tell },
      usual: { [PROCS]: "workers", name: "workload" },
      strategy: "benchmark",
      others: "work",
    }),
    notes: [
      `Imported from go test -bench: times are the wall clock over the operations of a benchmark, of all its goroutines together. ${processNote(processes, { time: "result", process: "execution of the test binary" })}`,
      "Benchmarks ran one after the other, not interleaved.",
      procs.length === 1
        ? `GOMAXPROCS was ${procs[0]} for all of them.`
        : "Workers are GOMAXPROCS, the number behind a name: cores that a benchmark may use, whether it does or not.",
      joinedNote(foreign, "results"),
      leftOutNote(output.results.length - timed.length),
      output.failed.length === 0 ? null : `go test says that these failed: ${output.failed.slice(0, 20).join(", ")}.`,
    ],
    tool: { name: "go test", version: "unknown" },
    startedAt: momentOf(output.startedAt),
    machine: machineOf(output.machine),
  });
}

function leftOutNote(count: number): string | null {
  return count === 0 ? null : `${count} of its results have no ${TIME} and were left out.`;
}

/** Groups results of one benchmark, which stand one by one. */
function foreignCells(timed: readonly GoResult[], { map }: ImportInput, file: string) {
  const named = namesOf(timed, map, file);
  const names = shortestNames(
    named.map(({ name }, index) => ({ short: name, full: [timed[index]?.pkg, name].filter(Boolean).join(".") })),
  );
  const procs = [...new Set(named.map((one) => one.procs))];
  const counted = procs.length > 1 || map?.has(PROCS) === true;
  const groups = new Map<string, { cell: Omit<ForeignCell, "trials">; results: GoResult[] }>();
  for (const [index, result] of timed.entries()) {
    const { parameters, procs: own } = named[index] as (typeof named)[number];
    const name = names[index] as string;
    const all = new Map([...parameters, ...(counted ? [[PROCS, String(own)] as const] : [])]);
    const key = JSON.stringify([result.pkg, result.name]);
    const group = groups.get(key) ?? { cell: { place: result.place, name, parameters: all }, results: [] };
    groups.set(key, group);
    group.results.push(result);
  }
  const foreign = [...groups.values()].map(({ cell, results }): ForeignCell => {
    return { ...cell, trials: trialsOfResults(results) };
  });
  const processes = [...groups.values()].map(({ results }) => new Set(results.map((one) => one.process)).size);
  return { foreign, processes, procs };
}

function trialsOfResults(results: readonly GoResult[]): Trial[] {
  const processes = new Map<number, number[]>();
  for (const { place, process, values } of results) {
    const ms = toMs(values.get(TIME) as number, NS_MS);
    if (ms > MAX_MS) throw new UserError(`${place}: ${values.get(TIME)} ${TIME} is more than ${MAX_MS} ms`);
    const own = processes.get(process) ?? [];
    own.push(ms);
    processes.set(process, own);
  }
  const trials = trialsOf([...processes.values()]);
  if (trials.length !== results.length) return trials;
  return trials.map((trial, index) => ({ ...trial, ...figuresOf(results[index] as GoResult) }));
}

function figuresOf({ values }: GoResult): Pick<Trial, "figures"> {
  const others = [...values].filter(([unit, value]) => unit !== TIME && value <= 1e15);
  if (others.length === 0) return {};
  return { figures: Object.fromEntries(others.map(([unit, value]) => [FIGURES[unit] ?? slugify(unit), value])) };
}

/** Words of Go for what Node calls otherwise. */
const NODE_WORDS: Readonly<Record<string, string>> = { windows: "win32", amd64: "x64", "386": "ia32" };

function machineOf(machine: GoOutput["machine"]) {
  const [cpuModel, platform, arch] = ["cpu", "goos", "goarch"].map((key) => machine.get(key)?.slice(0, 2_000));
  const words = (text: string) => (Object.hasOwn(NODE_WORDS, text) ? (NODE_WORDS[text] as string) : text);
  return {
    ...(cpuModel !== undefined && { cpuModel }),
    ...(platform !== undefined && { platform: words(platform) }),
    ...(arch !== undefined && { arch: words(arch) }),
  };
}
