import { z } from "zod";
import { list } from "../../record/limits/list.js";
import type { Run } from "../../record/schema/run-schema.js";
import { UserError } from "../../user-error.js";
import { type ForeignCell, mapCells } from "../foreign/foreign-cells.js";
import { foreignJson, timeIn } from "../foreign/foreign-json.js";
import { baseName, foreignRun } from "../foreign/foreign-run.js";
import { splitLevels } from "../foreign/name-levels.js";
import { joinedNote } from "../foreign/process-times.js";
import type { ImportInput } from "../importer.js";
import { JS_MAPPING, ONE_AFTER_THE_OTHER, type Sampled, sampleNote, trialsOfSamples } from "./js-benchmark.js";

const WRITTEN_BY = "JSON.stringify(bench.tasks.map(({ name, result }) => ({ name, result })))";

const time = timeIn(1).nullable().optional();
const statistics = z.object({
  mean: time,
  samples: list(timeIn(1)).max(10_000_000).nullable().optional(),
  samplesCount: z.number().min(0).max(1e15).optional(),
});
/** From version 3 on times are in `latency`; before, beside everything else. */
const result = statistics.extend({
  state: z.string().max(200).optional(),
  error: z.unknown().optional(),
  latency: statistics.nullable().optional(),
  runtime: z.string().max(200).optional(),
  runtimeVersion: z.string().max(200).optional(),
});
type Result = z.infer<typeof result>;

/** The result of a task stands in it, or is spread over it. */
const task = result.extend({ name: z.string().max(2_000), result: result.optional() });
const tasks = list(task).min(1).max(10_000);
type Task = z.infer<typeof task>;

/**
 * Turns the tasks of tinybench with their results into a run: a cell for each task, a trial for each sample, or one with
 * the mean where samples were not kept. Parameters come from names, as in `n=1000`; tasks and unmapped parameters are
 * different work.
 */
export function importTinybench(input: ImportInput): Run {
  const file = baseName(input.file);
  const { tasks, key } = tasksIn(input.text, file);
  const places = tasks.map((_, index) => `${file}: ${key}[${index}]`);
  const sampled = tasks.map((one, index) => sampledIn(one.result ?? one, places[index] as string));
  const foreign = tasks.map(({ name }, index): ForeignCell => {
    const trials = trialsOfSamples(sampled[index] as Sampled);
    return { place: places[index] as string, ...splitLevels(name), trials };
  });
  const { runtime, runtimeVersion = "" } = tasks[0]?.result ?? tasks[0] ?? {};
  return foreignRun(input, {
    format: "tinybench",
    cells: mapCells(foreign, { file, map: input.map, tell: input.tell, ...JS_MAPPING }),
    notes: [
      `Imported from tinybench. ${sampleNote(sampled, "retainSamples: true keeps the samples from version 6 on")}`,
      joinedNote(foreign, "samples"),
      ONE_AFTER_THE_OTHER,
      runtime === undefined ? null : `Runtime: ${`${runtime} ${runtimeVersion}`.trim()}.`,
    ],
    tool: { name: "tinybench", version: "unknown" },
  });
}

/** The tasks, which are the file or stand under a key of it. */
function tasksIn(text: string, file: string): { tasks: readonly Task[]; key: string } {
  const about = { file, writtenBy: WRITTEN_BY };
  const key = /^\s*\{/.test(text) ? /"(tasks|results|benchmarks)"\s*:\s*\[/.exec(text)?.[1] : undefined;
  if (key === undefined) return { tasks: foreignJson(text, tasks, about), key: "" };
  return { tasks: foreignJson(text, z.object({ [key]: tasks }), about)[key] as Task[], key };
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function sampledIn({ state, error, latency, ...own }: Result, place: string): Sampled {
  const { samples, mean, samplesCount } = latency ?? own;
  const thrown = state === "errored" || (error !== undefined && error !== null);
  const message = isObject(error) && typeof error.message === "string" ? error.message : "";
  if (!thrown && (samples ?? []).length === 0 && typeof mean !== "number") {
    throw new UserError(`${place} has no mean and no samples: run the task first, and write it with ${WRITTEN_BY}`);
  }
  return { samples, mean: mean ?? undefined, count: samplesCount, error: thrown ? message : null };
}
