import { win32 } from "node:path";
import { canonicalJson } from "../record/schema/canonical-json.js";
import { parseRun } from "../record/schema/parse-run.js";
import { sha256, slugify, withId } from "../record/schema/run-id.js";
import type { Cell, Conditions, Machine, Run } from "../record/schema/run-schema.js";
import type { ImportInput } from "./importer.js";

/** Recording of another tool, as far as its file tells. */
export interface ForeignRun {
  /** Name that `scalebook import` knows the format by. */
  format: string;
  cells: Cell[];
  /** Whether the file says which trials were measured side by side. */
  blocks?: boolean;
  /** Sentences on assumptions, and on facts that the run file has no field for. */
  notes: readonly (string | null)[];
  /** Title of the experiment; default: the study's name. */
  title?: string | undefined;
  /** Program that measured. */
  tool?: { name: string; version: string };
  /** Start of the measuring, ISO 8601; default: the time of the import. */
  startedAt?: string | undefined;
  finishedAt?: string | undefined;
  machine?: Omit<Machine, "id" | "name">;
  conditions?: Conditions;
  commit?: Run["commit"];
}

/** Last part of a path, with either kind of slash. */
export function baseName(file: string): string {
  return win32.basename(file);
}

/** Makes the run of a recording of another tool. Throws a UserError where it does not fit the schema. */
export function foreignRun(input: ImportInput, foreign: ForeignRun): Run {
  const { format, cells, blocks, notes, title, tool, machine = {}, conditions, commit } = foreign;
  const file = baseName(input.file);
  const named = input.study ?? file.replace(/\.[^.]*$/, "");
  const startedAt = foreign.startedAt ?? input.now.toISOString();
  const run = withId({
    schemaVersion: 1,
    study: slugify(named),
    studyHash: null,
    status: "complete",
    startedAt,
    finishedAt: foreign.finishedAt ?? startedAt,
    seed: null,
    machine: machineOf(input.machine, machine, format),
    ...(conditions && { conditions }),
    software: { tool: tool ?? { name: "recorded elsewhere", version: "unknown" }, node: null },
    ...(commit && { commit }),
    origin: {
      ...{
        format,
        file,
        sha256: input.sha256,
        note: [input.note?.replace(/[^.!?]$/, "$&."), ...notes].filter(Boolean).join(" "),
      },
      ...(blocks && { blocks }),
    },
    experiments: [
      {
        id: slugify(input.experiment ?? "imported"),
        title: (input.study === undefined ? title : undefined) ?? titleOf(named),
        division: "tasks",
        cells,
      },
    ],
  });
  return parseRun(run, file);
}

/**
 * Identifies the machine by its name, so that runs imported one by one come together; unnamed machines are told apart by
 * the facts about them.
 */
function machineOf(given: string | undefined, facts: Omit<Machine, "id" | "name">, format: string): Machine {
  const name = given ?? facts.cpuModel ?? machineNotRecorded(format);
  const known = given === undefined && Object.keys(facts).length > 0 ? canonicalJson({ ...facts, name }) : name;
  return { id: `${slugify(name).slice(0, 57).replace(/-$/, "")}-${sha256(known).slice(0, 6)}`, name, ...facts };
}

/** Stands for the name of a machine that the file does not tell: what was imported instead. */
function machineNotRecorded(format: string): string {
  const what = format === "csv" || format === "jsonl" ? "table" : `${format} results`;
  return `imported ${what}, machine not recorded`;
}

/** A name with spaces is a title already; `cores-host` becomes `Cores host`. */
function titleOf(name: string): string {
  const words = /\s/.test(name.trim()) ? name.trim() : name.replace(/[-_]+/g, " ").trim();
  return words === "" ? "Imported" : words.charAt(0).toUpperCase() + words.slice(1);
}
