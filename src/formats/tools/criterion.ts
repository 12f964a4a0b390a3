import { z } from "zod";
import { list } from "../../record/limits/list.js";
import type { Run, Trial } from "../../record/schema/run-schema.js";
import { UserError } from "../../user-error.js";
import { type ForeignCell, mapCells, mapQuestion } from "../foreign/foreign-cells.js";
import { foreignJson, timeIn, toMs } from "../foreign/foreign-json.js";
import { baseName, foreignRun } from "../foreign/foreign-run.js";
import { checkMapped } from "../foreign/parameter-map.js";
import { joinedNote, trialsOf } from "../foreign/process-times.js";
import type { ImportInput, InputText } from "../importer.js";

const NS_MS = 1e-6;
const WRITTEN_BY = "cargo bench, in target/criterion";

const text = z.string().max(2_000);
const benchmark = z.object({
  group_id: text,
  function_id: text.nullable().optional(),
  value_str: text.nullable().optional(),
});
const times = list(timeIn(NS_MS)).max(100_000);
const iterations = list(z.number().min(1).max(1e15)).max(100_000);
/** Early versions have a pair of lists. */
const sample = z.union([
  z.object({ iters: iterations, times }),
  z.tuple([iterations, times]).transform(([iters, own]) => ({ iters, times: own })),
]);
const estimate = z.object({ point_estimate: timeIn(NS_MS) }).optional();
/** Early versions have capitals. */
const estimates = z.object({ mean: estimate, Mean: estimate });

/** Files of the latest measurement of a benchmark, by their path in the folder. */
const LATEST = /^(?:(.*)\/)?new\/(benchmark|sample|estimates)\.json$/;

export function isOfCriterion(path: string): boolean {
  return LATEST.test(path);
}

/**
 * Turns the folder `target/criterion` into a run: a cell for each benchmark, a trial for each sample of its latest
 * measurement, or one with the mean where only the estimates are there. Function and value of a benchmark are parameters
 * where they are mapped, else parts of its name; benchmarks are different work.
 */
export function importCriterion(input: ImportInput): Run {
  const folder = baseName(input.file);
  const byPlace = new Map<string, Map<string, InputText>>();
  for (const file of input.files ?? []) {
    const [, dir = "", kind = ""] = LATEST.exec(file.path) ?? [];
    if (kind !== "") byPlace.set(dir, (byPlace.get(dir) ?? new Map()).set(kind, file));
  }
  const measured = [...byPlace].filter(([, files]) => files.has("sample") || files.has("estimates"));
  if (measured.length === 0) {
    const what = input.files === undefined ? "is a file" : "has no <benchmark>/new/sample.json";
    throw new UserError(`${folder}: ${what}: give the folder that Criterion.rs writes, target/criterion`);
  }
  checkMapped(input.map ?? new Map(), ["name", "function", "value"], { file: folder, kind: "parameter" });
  const cells = measured.map(([dir, files]) => foreignCell(dir === "" ? folder : dir, files, folder));
  const values = new Set(cells.flatMap(({ parameters }) => parameters.get("value") ?? []));
  const question = input.map?.has("value") ? null : mapQuestion("value", [...values]);
  if (question !== null) input.tell?.(question);
  const foreign = cells.map((cell) => namedInFull(cell, input.map));
  const there = new Set(["name", ...foreign.flatMap(({ parameters }) => [...parameters.keys()])]);
  const means = measured.filter(([, files]) => !files.has("sample")).length;
  return foreignRun(input, {
    format: "criterion",
    cells: mapCells(foreign, {
      file: folder,
      map: new Map([...(input.map ?? [])].filter(([from]) => there.has(from))),
      usual: { name: "workload" },
      strategy: "benchmark",
      others: "work",
    }),
    notes: [
      joinedNote(foreign, "samples"),
      ...NOTES,
      means === 0
        ? null
        : `Of ${means} ${means === 1 ? "benchmark" : "benchmarks"} only the mean was there: nothing is known of how much their times differ.`,
    ],
    tool: { name: "Criterion.rs", version: "unknown" },
  });
}

const NOTES = [
  "Imported from Criterion.rs: a repeat is one sample of the latest measurement, its time that of one iteration; times are read as wall clock.",
  "All samples of a combination come from one process, so intervals do not tell how much another start of the program differs. Benchmarks ran one after the other, not interleaved.",
  "Criterion's own estimates, marks of outliers and comparisons were left out.",
];

function foreignCell(dir: string, files: ReadonlyMap<string, InputText>, folder: string): ForeignCell {
  const parsed = <T>(kind: string, schema: z.ZodType<T>): T | undefined => {
    const file = files.get(kind);
    if (file === undefined) return undefined;
    return foreignJson(file.text, schema, { file: `${folder}/${file.path}`, writtenBy: WRITTEN_BY });
  };
  const { group_id: name, function_id, value_str } = parsed("benchmark", benchmark) ?? { group_id: dir };
  const parameters = new Map(Object.entries({ function: function_id, value: value_str }).filter(hasLevel));
  const place = `${folder}/${dir}`;
  return { place, name, parameters, trials: trialsIn(parsed("sample", sample), parsed("estimates", estimates), place) };
}

function hasLevel(entry: [string, string | null | undefined]): entry is [string, string] {
  return typeof entry[1] === "string";
}

/** The name as Criterion.rs writes it, with the function and the value that are not mapped. */
function namedInFull({ name, parameters, ...cell }: ForeignCell, map: ImportInput["map"]): ForeignCell {
  const [mapped, others] = [true, false].map((is) =>
    [...parameters].filter(([key]) => (map?.has(key) === true) === is),
  );
  return { ...cell, name: [name, ...(others ?? []).map(([, level]) => level)].join("/"), parameters: new Map(mapped) };
}

function trialsIn(
  sampled: z.infer<typeof sample> | undefined,
  estimated: z.infer<typeof estimates> | undefined,
  place: string,
): Trial[] {
  if (sampled !== undefined) {
    const { iters, times } = sampled;
    if (times.length !== iters.length || times.length === 0) {
      throw new UserError(
        `${place}: new/sample.json has ${times.length} times and ${iters.length} iters: must have one for each, at least one; run cargo bench again`,
      );
    }
    return trialsOf([times.map((time, index) => toMs(time / (iters[index] as number), NS_MS))]);
  }
  const mean = estimated?.mean ?? estimated?.Mean;
  if (mean === undefined)
    throw new UserError(`${place}: new/estimates.json has no mean, and there is no new/sample.json`);
  return [{ block: 0, status: "ok", wallMs: toMs(mean.point_estimate, NS_MS) }];
}
