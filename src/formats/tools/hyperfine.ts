import { z } from "zod";
import { list } from "../../record/limits/list.js";
import { canonicalJson } from "../../record/schema/canonical-json.js";
import type { Run, Trial } from "../../record/schema/run-schema.js";
import { UserError } from "../../user-error.js";
import { type ForeignCell, mapCells } from "../foreign/foreign-cells.js";
import { foreignJson, timeIn, toMs } from "../foreign/foreign-json.js";
import { baseName, foreignRun } from "../foreign/foreign-run.js";
import { LEFT_OUT } from "../foreign/parameter-map.js";
import type { ImportInput } from "../importer.js";

const SECOND_MS = 1e3;
const WRITTEN_BY = "hyperfine --export-json";

const level = z.union([z.string().max(2_000), z.number(), z.boolean()]);

const result = z.object({
  command: z.string(),
  times: list(timeIn(SECOND_MS)).max(100_000).nullable().optional(),
  exit_codes: list(z.int().nullable()).nullable().optional(),
  /** From version 1.19 on; 0 where the platform does not tell. */
  memory_usage_byte: list(
    z
      .number()
      .min(0)
      .max(2 ** 53 - 1),
  )
    .nullable()
    .optional(),
  /** In versions 1.6 to 1.10; which parameter it is of is not told. */
  parameter: level.nullable().optional(),
  parameters: z.record(z.string().max(200), level).nullable().optional(),
});
type Written = z.infer<typeof result>;

/** What was measured of one command, with its levels as text. */
type Result = Pick<Written, "command"> & { levels: Readonly<Record<string, string>> };

const schema = z.object({ results: list(result).min(1).max(10_000) });

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
  const { results } = foreignJson(input.text, schema, { file, writtenBy: WRITTEN_BY });
  const names = commandNames(results.map((one) => ({ command: one.command, levels: levelsOf(one) })));
  const single = new Set(names).size === 1;
  const isScan = single && results.length > 1;
  const foreign = results.map((one, index) => foreignCell(one, names[index] as string, `${file}: results[${index}]`));
  // A command that is scanned is no strategy among others.
  const usual = { name: isScan ? LEFT_OUT : "strategy" };
  return foreignRun(input, {
    format: "hyperfine",
    cells: mapCells(foreign, { file, map: input.map, usual, strategy: "command", others: "factors" }),
    title: single ? names[0] : undefined,
    notes: NOTES,
    tool: { name: "hyperfine", version: "unknown" },
  });
}

function levelsOf({ parameter, parameters }: Written): Record<string, string> {
  const levels = parameters ?? (parameter === undefined || parameter === null ? {} : { parameter });
  return Object.fromEntries(Object.entries(levels).map(([name, level]) => [name, String(level)]));
}

function foreignCell(one: Written, name: string, place: string): ForeignCell {
  const { times, exit_codes, memory_usage_byte } = one;
  if (!times?.length) {
    throw new UserError(
      `${place} has no times, only what was computed of them: write it with ${WRITTEN_BY} of version 1.5 or later`,
    );
  }
  for (const [key, entries] of Object.entries({ exit_codes, memory_usage_byte })) {
    if (entries?.length && entries.length !== times.length) {
      throw new UserError(
        `${place}.${key} has ${entries.length} entries: must have one for each of the ${times.length} times`,
      );
    }
  }
  const trials = times.map((time, block): Trial => {
    const memory = memory_usage_byte?.[block];
    const common = { block, ...(memory ? { peakRssBytes: memory } : {}) };
    const code = exit_codes?.[block];
    if (code === undefined || code === 0) return { ...common, status: "ok", wallMs: toMs(time, SECOND_MS) };
    const ended = code === null ? "killed" : "exit";
    const detail = code === null ? "killed by a signal" : `exit code ${code}`;
    return { ...common, status: "failed", reason: ended, detail, wallMs: null };
  });
  return { place, name, parameters: new Map(Object.entries(levelsOf(one))), trials };
}

/**
 * Restores the command of each result as the user gave it, `sum --threads {threads}`: the file has the levels filled in.
 * Results of the same levels are of different commands, in one order for all levels. Where no such command gives the
 * results, each is called as it stands.
 */
function commandNames(results: readonly Result[]): string[] {
  const seen = new Map<string, number>();
  const groups = new Map<string, { parameters: string; members: number[] }>();
  for (const [index, { levels }] of results.entries()) {
    const number = seen.get(canonicalJson(levels)) ?? 0;
    seen.set(canonicalJson(levels), number + 1);
    const parameters = canonicalJson(Object.keys(levels).sort());
    const key = `${number} ${parameters}`;
    const group = groups.get(key) ?? { parameters, members: [] };
    groups.set(key, group);
    group.members.push(index);
  }
  const names = results.map(({ command }) => command);
  const taken = new Map<string, number>();
  for (const { parameters, members } of groups.values()) {
    const template = templateOf(members.map((index) => results[index] as Result));
    if (template === undefined) continue;
    // A command may be there twice, with other preparations.
    const key = `${template} ${parameters}`;
    const times = (taken.get(key) ?? 0) + 1;
    taken.set(key, times);
    for (const index of members) names[index] = times === 1 ? template : `${template} (${times})`;
  }
  return names;
}

/** The command that becomes those of the results where its `{parameter}` are filled in; undefined where there is none. */
function templateOf(results: readonly Result[]): string | undefined {
  const lines = results.map(({ command }) => command.split(" "));
  const first = lines[0] ?? [];
  const columns = lines.every(({ length }) => length === first.length)
    ? first.map((_, place) => lines.map((line) => line[place] ?? ""))
    : [results.map(({ command }) => command)];
  const levels = results.map((result) => result.levels);
  const words = columns.map((column) => wordOf(column, levels));
  return words.includes(undefined) ? undefined : words.join(" ");
}

/** Most parameters that are looked for in one word. */
const MOST_PARAMETERS = 6;

function wordOf(texts: readonly string[], levels: readonly Result["levels"][]): string | undefined {
  const [first = ""] = texts;
  if (texts.every((text) => text === first)) return first;
  const names = Object.keys(levels[0] ?? {}).slice(0, MOST_PARAMETERS);
  // Each parameter is a character of private use until all are in place, so that none is found in the name of another.
  const marks = names.map((_, index) => String.fromCharCode(0xe000 + index));
  let candidates = new Set([first]);
  for (const [index, name] of names.entries()) {
    const [level, mark] = [levels[0]?.[name] ?? "", marks[index] ?? ""];
    if (level === "") continue;
    candidates = new Set(
      [...candidates].flatMap((text) => [text, text.replace(level, mark), text.replaceAll(level, mark)]),
    );
  }
  const fill = (text: string, by: (name: string) => string) =>
    names.reduce((filled, name, index) => filled.replaceAll(marks[index] ?? "", () => by(name)), text);
  const fitting = [...candidates].find((text) =>
    texts.every((given, place) => fill(text, (name) => levels[place]?.[name] ?? "") === given),
  );
  return fitting === undefined ? undefined : fill(fitting, (name) => `{${name}}`);
}
