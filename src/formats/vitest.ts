import { z } from "zod";
import type { Run } from "../record/schema/run-schema.js";
import { UserError } from "../user-error.js";
import { type ForeignCell, mapCells } from "./foreign-cells.js";
import { foreignJson, timeIn } from "./foreign-json.js";
import { baseName, foreignRun } from "./foreign-run.js";
import type { ImportInput } from "./importer.js";
import { ONE_AFTER_THE_OTHER, type Sampled, sampleNote, trialsOfSamples } from "./js-benchmark.js";
import { splitLevels } from "./name-levels.js";
import { joinedNote, shortestNames } from "./process-times.js";

const WRITTEN_BY = "vitest bench --outputJson <file>";

const benchmark = z.object({
  name: z.string().max(2_000),
  mean: timeIn(1).nullable().optional(),
  sampleCount: z.number().min(0).max(1e15).optional(),
  /** Empty in files that Vitest writes itself. */
  samples: z.array(timeIn(1)).max(10_000_000).optional(),
});
const group = z.object({ fullName: z.string().max(10_000), benchmarks: z.array(benchmark).max(10_000) });
const schema = z.object({
  files: z
    .array(z.object({ filepath: z.string().max(10_000), groups: z.array(group).max(10_000) }))
    .min(1)
    .max(10_000),
});

/**
 * Turns what `vitest bench --outputJson` wrote into a run: a cell for each benchmark, with one trial, its mean. Suites are
 * work, the benchmarks of a suite strategies; parameters come from names, as in `n=1000`.
 */
export function importVitest(input: ImportInput): Run {
  const file = baseName(input.file);
  const { files } = foreignJson(input.text, schema, { file, writtenBy: WRITTEN_BY });
  const timed = files.flatMap(({ groups }, at) =>
    groups.flatMap(({ fullName, benchmarks }, inFile) =>
      benchmarks.map((one, inGroup) => ({
        ...{ ...one, fullName, place: `${file}: files[${at}].groups[${inFile}].benchmarks[${inGroup}]` },
      })),
    ),
  );
  if (timed.length === 0) throw new UserError(`${file}: holds no benchmarks: write it with ${WRITTEN_BY}`);
  const suites = shortestNames(timed.map(({ fullName }) => ({ short: suitesOf(fullName), full: fullName })));
  const sampled = timed.map(({ samples, mean, sampleCount }): Sampled => {
    return { samples, mean: mean ?? undefined, count: sampleCount, error: mean == null ? "" : null };
  });
  const foreign = timed.map(({ place, name: given }, index): ForeignCell => {
    const { name, parameters } = splitLevels(given);
    const suite = suites[index] as string;
    if (suite !== "") parameters.set("suite", suite);
    return { place, name, parameters, trials: trialsOfSamples(sampled[index] as Sampled) };
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
      `Imported from vitest bench. ${sampleNote(sampled, "Vitest writes no samples into such a file")}`,
      joinedNote(foreign, "samples"),
      ONE_AFTER_THE_OTHER,
    ],
    tool: { name: "Vitest", version: "unknown" },
  });
}

/** Suites of `bench/sum.bench.ts > sums > small`, without the file. */
function suitesOf(fullName: string): string {
  return fullName.split(" > ").slice(1).join(" > ");
}
