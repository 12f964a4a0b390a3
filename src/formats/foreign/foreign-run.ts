import { win32 } from "node:path";
import { canonicalJson } from "../../record/schema/canonical-json.js";
import { parseRun } from "../../record/schema/parse-run.js";
import { sha256, slugify, withId } from "../../record/schema/run-id.js";
import type { Cell, Conditions, Machine, Run } from "../../record/schema/run-schema.js";
import type { ImportInput } from "../importer.js";

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
  /** Ids of the charts that the measurements call for; default: chosen by the factors that vary. */
  charts?: string[] | undefined;
  /** Program that measured. */
  tool?: { name: string; version: string };
  /** Start of the measuring, ISO 8601; default: the time of the import. */
  startedAt?: string | undefined;
  finishedAt?: string | undefined;
  machine?: Omit<Machine, "id" | "name">;
  /** Name of the host, which tells machines apart and is not recorded. */
  host?: string | undefined;
  conditions?: Conditions;
  commit?: Run["commit"];
}

/** Last part of a path, with either kind of slash. */
export function baseName(file: string): string {
  return win32.basename(file);
}

/** Makes the run of a recording of another tool. Throws a UserError where it does not fit the schema. */
export function foreignRun(input: ImportInput, foreign: ForeignRun): Run {
  const { format, blocks, tool, conditions, commit } = foreign;
  const file = baseName(input.file);
  const named = withoutHomes(input.study) ?? file.replace(/\.gz$/i, "").replace(/\.[^.]*$/, "");
  const importedAt = input.now.toISOString();
  const startedAt = input.measuredAt ?? foreign.startedAt ?? importedAt;
  const finishedAt = input.measuredAt === undefined ? (foreign.finishedAt ?? startedAt) : startedAt;
  const machine = machineOf(input, foreign);
  const notes = [
    input.note?.replace(/[^.!?]$/, "$&."),
    ...foreign.notes,
    startedAt === importedAt ? "When it was measured is not known." : null,
    machine.unidentified ? "On which machine it was measured is not known." : null,
  ];
  const run = withId(
    withoutHomes({
      schemaVersion: 1,
      study: slugify(named),
      studyHash: null,
      // A name without a Latin letter has a slug that says nothing.
      ...(/[a-z0-9]/i.test(named) ? {} : { label: named.trim() }),
      status: "complete",
      startedAt,
      finishedAt,
      seed: null,
      machine,
      ...(conditions && { conditions }),
      software: { tool: tool ?? { name: "recorded elsewhere", version: "unknown" }, node: null },
      ...(commit && { commit }),
      origin: {
        ...{ format, file, sha256: input.sha256, importedAt, note: notes.filter(Boolean).join(" ") },
        ...(blocks && { blocks }),
      },
      experiments: [
        {
          id: slugify(input.experiment ?? "imported"),
          title: (input.study === undefined ? foreign.title : undefined) ?? titleOf(named),
          division: "tasks",
          ...(foreign.charts && { charts: foreign.charts }),
          cells: foreign.cells,
        },
      ],
    }),
  );
  return parseRun(run, file);
}

/** What stands before a path: nothing, a space or a sign, or a flag such as `-I`. */
const BEFORE = /(?<=^|[\s"'`=:;,()[\]{}<>|&@$]|file:\/\/|(?:^|\s)-[A-Za-z]+)/.source;
/** Folder of homes, on disks of others as well (`/export/home`, `/mnt/c/Users`), and of Windows with slashes doubled by JSON and shells. */
const HOMES = [
  /(?:\/(?:var|usr|export|net|cluster|gpfs\w*|lustre\w*|nfs\w*|(?:mnt\/|cygdrive\/)?[a-z]|mnt))?\/(?:home|Users)\//,
  /(?:[\\/]{2,4}[?.][\\/]{1,2})?[a-z]:[\\/]{1,4}Users[\\/]{1,4}/,
].map(({ source }) => source);
/** Name of a user: up to a quote where the path stands in quotes, with spaces. */
const USER = /(?:(?<=["'`][^"'`\s]*)[^\\/"'`:;,\n]{1,60}(?=[\\/])|[^\\/\s:;,"'`]+)/.source;
const HOME = new RegExp(`${BEFORE}(?:(?:${HOMES.join("|")})${USER}|/root(?![\\w.-]))`, "gi");

/** A value whose texts name no home folder: `/home/alice/sum` is `~/sum`. */
function withoutHomes<Value>(value: Value): Value {
  if (typeof value === "string") return value.replace(HOME, "~") as Value;
  if (typeof value !== "object" || value === null) return value;
  if (Array.isArray(value)) return value.map(withoutHomes) as Value;
  return Object.fromEntries(Object.entries(value).map(([key, one]) => [withoutHomes(key), withoutHomes(one)])) as Value;
}

/**
 * Identifies the machine by the name that the user gives, so that runs imported one by one come together, or by that of
 * the host and the facts about it. Of a file that names neither, the machine is like no other.
 */
function machineOf(
  { machine: given, sha256: ofFile }: ImportInput,
  { machine: facts = {}, host }: ForeignRun,
): Machine {
  const name = given ?? facts.cpuModel ?? "unknown machine";
  const isNamed = given !== undefined || host !== undefined;
  const known = given ?? canonicalJson(isNamed ? { ...facts, host } : { file: ofFile });
  const id = `${slugify(name).slice(0, 57).replace(/-$/, "")}-${sha256(known).slice(0, 6)}`;
  return { id, name, ...(!isNamed && { unidentified: true }), ...facts };
}

/** A name with spaces is a title already; `cores-host` becomes `Cores host`. */
function titleOf(name: string): string {
  const words = /\s/.test(name.trim()) ? name.trim() : name.replace(/[-_]+/g, " ").trim();
  return words === "" ? "Imported" : words.charAt(0).toUpperCase() + words.slice(1);
}
