import { z } from "zod";
import { canonicalJson } from "../record/schema/canonical-json.js";
import type { Run, Trial } from "../record/schema/run-schema.js";
import { UserError } from "../user-error.js";
import { type ForeignCell, mapCells } from "./foreign-cells.js";
import { foreignJson, timeIn, toMs } from "./foreign-json.js";
import { baseName, foreignRun } from "./foreign-run.js";
import type { ImportInput } from "./importer.js";
import { LEFT_OUT } from "./parameter-map.js";

const SECOND_MS = 1e3;

const result = z.object({
  command: z.string(),
  times: z.array(timeIn(SECOND_MS)).min(1).max(100_000),
  exit_codes: z.array(z.int().nullable()).optional(),
  /** From version 1.19 on. */
  memory_usage_byte: z
    .array(
      z
        .number()
        .min(0)
        .max(2 ** 53 - 1),
    )
    .optional(),
  parameters: z.record(z.string().max(200), z.string().max(2_000)).optional(),
});
type Result = z.infer<typeof result>;

const schema = z.object({ results: z.array(result).min(1).max(10_000) });

const NOTES = [
  "Imported from hyperfine: a trial is one run of the command, and times are as hyperfine gives them, the start of its shell taken off.",
  "Commands were run one after the other, not interleaved; their CPU times are there as means only and were left out.",
];

/**
 * Turns what `hyperfine --export-json` wrote into a run: a cell for each command and each level of its parameters. Commands
 * that were set against each other are strategies; parameters are factors, by `map` or of their own.
 */
export function importHyperfine(input: ImportInput): Run {
  const file = baseName(input.file);
  const { results } = foreignJson(input.text, schema, { file, writtenBy: "hyperfine --export-json" });
  const names = commandNames(results);
  const single = new Set(names).size === 1;
  const foreign = results.map((one, index) => foreignCell(one, names[index] as string, `${file}: results[${index}]`));
  // A single command is no strategy among others.
  const usual = { name: single ? LEFT_OUT : "strategy" };
  return foreignRun(input, {
    format: "hyperfine",
    cells: mapCells(foreign, { file, map: input.map, usual, strategy: "command", others: "factors" }),
    title: single ? names[0] : undefined,
    notes: NOTES,
    tool: { name: "hyperfine", version: "unknown" },
  });
}

function foreignCell(one: Result, name: string, place: string): ForeignCell {
  const { times, exit_codes, memory_usage_byte, parameters = {} } = one;
  for (const [key, list] of Object.entries({ exit_codes, memory_usage_byte })) {
    if (list !== undefined && list.length !== times.length) {
      throw new UserError(
        `${place}.${key} has ${list.length} entries: must have one for each of the ${times.length} times`,
      );
    }
  }
  const trials = times.map((time, block): Trial => {
    const memory = memory_usage_byte?.[block];
    const common = { block, ...(memory === undefined ? {} : { peakRssBytes: memory }) };
    const code = exit_codes?.[block];
    if (code === undefined || code === 0) return { ...common, status: "ok", wallMs: toMs(time, SECOND_MS) };
    const ended = code === null ? "killed" : "exit";
    const detail = code === null ? "killed by a signal" : `exit code ${code}`;
    return { ...common, status: "failed", reason: ended, detail, wallMs: null };
  });
  return { place, name, parameters: new Map(Object.entries(parameters)), trials };
}

/**
 * Restores the command of each result as the user gave it, `sum --threads {threads}`: the file has the levels filled in.
 * Results of the same levels are of different commands, in one order for all levels.
 */
function commandNames(results: readonly Result[]): string[] {
  const seen = new Map<string, number>();
  const numbers = results.map(({ parameters = {} }) => {
    const levels = canonicalJson(parameters);
    const number = seen.get(levels) ?? 0;
    seen.set(levels, number + 1);
    return number;
  });
  return numbers.map((number) => commonName(results.filter((_, index) => numbers[index] === number)));
}

function commonName(results: readonly Result[]): string {
  const lines = results.map(({ command }) => command.split(" "));
  const [first] = results;
  const names = Object.keys(first?.parameters ?? {});
  const words = (lines[0] ?? []).map((word, index) => {
    if (lines.every((line) => line[index] === word)) return word;
    const templates = names.map((name) => ({
      name,
      text: word.replace(first?.parameters?.[name] ?? "", () => `{${name}}`),
    }));
    const fitting = templates.find(({ name, text }) =>
      results.every(({ parameters = {} }, place) => {
        return text.replace(`{${name}}`, () => parameters[name] ?? "") === lines[place]?.[index];
      }),
    );
    return fitting?.text ?? "...";
  });
  return words.join(" ");
}
