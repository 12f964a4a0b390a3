import { z } from "zod";
import { list } from "../../record/limits/list.js";
import { show } from "../../record/schema/quote-value.js";
import type { Run, Trial } from "../../record/schema/run-schema.js";
import { UserError } from "../../user-error.js";
import { type ForeignCell, mapCells } from "../foreign/foreign-cells.js";
import { foreignJson, timeIn } from "../foreign/foreign-json.js";
import { baseName, foreignRun } from "../foreign/foreign-run.js";
import { splitLevels } from "../foreign/name-levels.js";
import { joinedNote, shortestNames } from "../foreign/process-times.js";
import type { ImportInput } from "../importer.js";
import { ONE_AFTER_THE_OTHER, type Sampled, sampleNote, trialsOfSamples } from "./js-benchmark.js";

const WRITTEN_BY = "vitest bench --outputJson <file>";

const benchmark = z.object({
  name: z.string().max(2_000),
  mean: timeIn(1).nullable().optional(),
  sampleCount: z.number().min(0).max(1e15).optional(),
  /** Empty in files that Vitest writes itself. */
  samples: list(timeIn(1)).max(10_000_000).optional(),
});
const group = z.object({ fullName: z.string().max(10_000), benchmarks: list(benchmark).max(10_000) });
const schema = z.object({
  files: list(z.object({ filepath: z.string().max(10_000), groups: list(group).max(10_000) }))
    .min(1)
    .max(10_000),
});

interface Timed extends z.infer<typeof benchmark> {
  place: string;
  fullName: string;
  /** Number of the file that it stands in. */
  run: number;
}

export function isOfVitest(path: string): boolean {
  return path.endsWith(".json");
}

/**
 * Turns what `vitest bench --outputJson` wrote into a run: a cell for each benchmark, with one trial, its mean; of a folder
 * of such files, with a trial for each file. Suites are work, the benchmarks of a suite strategies; parameters come from
 * names, as in `n=1000`.
 */
export function importVitest(input: ImportInput): Run {
  const file = baseName(input.file);
  const sources = input.files?.map(({ path, text }) => ({ name: `${file}/${path}`, text }));
  const runs = sources ?? [{ name: file, text: input.text }];
  const timed = runs.flatMap(({ name, text }, run) => timedIn(text, name).map((one): Timed => ({ ...one, run })));
  if (timed.length === 0) throw new UserError(`${file}: holds no benchmarks: write it with ${WRITTEN_BY}`);
  const suites = shortestNames(timed.map(({ fullName }) => ({ short: suitesOf(fullName), full: fullName })));
  const groups = new Map<string, Timed[]>();
  for (const [index, one] of timed.entries()) {
    const key = JSON.stringify([suites[index], one.name]);
    const own = groups.get(key) ?? [];
    if (own.at(-1)?.run === one.run)
      throw new UserError(`${one.place}: ${show(one.name)} is there a second time in its suite`);
    own.push(one);
    groups.set(key, own);
  }
  const foreign = [...groups].map(([key, own]): ForeignCell => {
    const [suite = "", given = ""] = JSON.parse(key) as string[];
    const { name, parameters } = splitLevels(given);
    if (suite !== "") parameters.set("suite", suite);
    return { place: own[0]?.place ?? file, name, parameters, trials: trialsOfRuns(own, runs.length) };
  });
  return foreignRun(input, {
    format: "vitest",
    cells: mapCells(foreign, {
      file,
      ...{ map: input.map, tell: input.tell },
      usual: { name: "strategy", suite: "workload" },
      strategy: "benchmark",
      others: "work",
    }),
    notes: [
      "Benchmarks of a suite are taken for ways to do the same work, as Vitest ranks them; --map name=workload takes each for work of its own.",
      `Imported from vitest bench. ${runs.length === 1 ? sampleNote(timed.map(sampledOf), RECORD) : OF_RUNS}`,
      joinedNote(foreign, "samples"),
      ONE_AFTER_THE_OTHER,
    ],
    tool: { name: "Vitest", version: "unknown" },
  });
}

const RECORD =
  "Vitest writes no samples into such a file; the outputs of several runs in one folder, imported together, are repeats";
const OF_RUNS =
  "A repeat is one file of the folder, so one run of Vitest, its time the mean over the samples of that run.";

function timedIn(text: string, file: string): Omit<Timed, "run">[] {
  const { files } = foreignJson(text, schema, { file, writtenBy: WRITTEN_BY });
  return files.flatMap(({ groups }, at) =>
    groups.flatMap(({ fullName, benchmarks }, inFile) =>
      benchmarks.map((one, inGroup) => ({
        ...{ ...one, fullName, place: `${file}: files[${at}].groups[${inFile}].benchmarks[${inGroup}]` },
      })),
    ),
  );
}

/** A trial for each sample of a single run; of several runs, one for the mean of each. */
function trialsOfRuns(own: readonly Timed[], runs: number): Trial[] {
  if (runs === 1) return own.flatMap((one) => trialsOfSamples(sampledOf(one)));
  return own.flatMap(({ run, ...one }) =>
    trialsOfSamples({ ...sampledOf({ run, ...one }), samples: null }).map((trial) => ({ ...trial, block: run })),
  );
}

function sampledOf({ samples, mean, sampleCount }: Timed): Sampled {
  return { samples, mean: mean ?? undefined, count: sampleCount, error: mean == null ? "" : null };
}

/** Suites of `bench/sum.bench.ts > sums > small`, without the file. */
function suitesOf(fullName: string): string {
  return fullName.split(" > ").slice(1).join(" > ");
}
