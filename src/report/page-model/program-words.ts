import { type Program, programsOf, refWords } from "../../record/schema/programs-of.js";
import type { Run } from "../../record/schema/run-schema.js";
import { list, listStart } from "../../words/sentence.js";

/** Digits of a hash that tell a file from its other versions. */
const HASH_DIGITS = 12;
const MOST_NAMED = 12;

/** A user's program with where it was measured. */
export interface NamedProgram {
  /** "program", "program quick", of several experiments "program in sorts, quick". */
  term: string;
  program: Program;
}

/** The user's own work in a run, each kind once. */
export function namedPrograms({ experiments }: Pick<Run, "experiments">): NamedProgram[] {
  const found = new Map<string, NamedProgram>();
  for (const experiment of experiments) {
    const place = experiments.length === 1 ? "" : ` in ${experiment.id}`;
    for (const { name, program } of programsOf(experiment)) {
      const key = JSON.stringify([name, program]);
      const own = name === "" ? "" : `${place === "" ? " " : ", "}${name}`;
      if (!found.has(key)) found.set(key, { term: `program${place}${own}`, program });
    }
  }
  return [...found.values()];
}

/** "./sort --quick {n}; starts /usr/bin/python3, Python 3.11.2": what a program starts and imports, and its commit; "" where nothing is known. */
export function startedWords({ command = "", path, interpreter, version, packages = [], commit }: Program): string {
  const started = [path, interpreter ?? version].filter((part) => part !== undefined).join(", ");
  const imported = packages.map((one) => `${one.name} ${one.version}`);
  return [
    command,
    commit === undefined ? "" : `of commit ${commit.hash.slice(0, HASH_DIGITS)} (${refWords(commit.ref)})`,
    started === "" ? "" : `${path === undefined ? "run by" : "starts"} ${started}`,
    imported.length === 0 ? "" : `imports ${listStart(imported, MOST_NAMED)}`,
  ]
    .filter(Boolean)
    .join("; ");
}

/** As {@link startedWords}, with the files and the beginnings of their hashes. */
export function programWords(program: Program): string {
  const files = program.files.map(({ path, sha256 }) => `${path} (SHA-256 ${sha256.slice(0, HASH_DIGITS)}…)`);
  return [startedWords(program), files.length === 0 ? "" : `read from ${list(files)}`].filter(Boolean).join("; ");
}
