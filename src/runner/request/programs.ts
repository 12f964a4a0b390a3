import { execFile } from "node:child_process";
import { readFile, stat } from "node:fs/promises";
import { basename, isAbsolute, relative, resolve, sep } from "node:path";
import type { Program } from "../../record/schema/programs-of.js";
import { sha256 } from "../../record/schema/run-id.js";
import type { Experiment } from "../../record/schema/run-schema.js";
import { splitCommand } from "../../study/command-line.js";
import type { Catalogue, ExperimentDefinition, OwnModule } from "../../study/study.js";
import { moduleName } from "../hosts/index.js";
import { withoutHome, withoutUser } from "../processes/environment.js";
import { findProgram, namedInFirstLine } from "../processes/find-program.js";
import { importedBy } from "./imported-packages.js";
import type { VersionSources } from "./version-sources.js";

type SourceFile = Program["files"][number];

/** Largest file that is hashed; a larger one is data rather than a program. */
const MAX_BYTES = 20_000_000;
const MOST_FILES = 16;
const MOST_PACKAGES = 64;
const LONGEST_MS = 5_000;
const LONGEST_ANSWER = 200;
const LONGEST_TEXT = 2_000;

/** Programs that run others' source and are known to answer when they are asked for their version; no other is started. */
export const INTERPRETER =
  /^(?:python|pypy|py|node|nodejs|deno|bun|ruby|jruby|perl|php|lua|luajit|R|Rscript|julia|java|guile|racket|elixir|bash)[\d.]*(?:\.exe)?$/;
/** Compilers and build tools that answer likewise. */
const TOOL =
  /^(?:gcc|g\+\+|cc|c\+\+|clang|clang\+\+|gfortran|rustc|cargo|go|zig|ghc|javac|kotlinc|scalac|dotnet|swift|swiftc|nvcc|tsc|make|gmake|cmake|ninja|gradle|mvn|mpirun|mpiexec|npm|npx)(?:-?[\d.]+)?(?:\.exe)?$/;
const VERSION_FLAG: Readonly<Record<string, string>> = { lua: "-v", luajit: "-v", go: "version", zig: "version" };

/** Folder that an experiment's files start from, and the environment of its programs. */
interface Surroundings {
  folder: string;
  environment: Record<string, string>;
  catalogue: Pick<Catalogue, "workloads">;
  /** Folder from which files are named; absent: the current one. */
  top?: string;
}

/** What the run file keeps of the user's own work in an experiment; nothing without any. */
export async function programsIn(
  definition: ExperimentDefinition,
  surroundings: Surroundings,
  versionSources?: VersionSources,
): Promise<Pick<Experiment, "program" | "programs">> {
  const { variants, versions } = definition;
  const names = versions === undefined ? Object.keys(variants ?? {}) : [versions.before, versions.after];
  if (names.length === 0) {
    const program = await programOf(definition, "", surroundings);
    return program === null ? {} : { program };
  }
  const programs: Record<string, Program> = {};
  for (const name of names) {
    const source = versionSources?.get(name);
    const place = source === undefined ? surroundings : { ...surroundings, folder: source.folder, top: source.root };
    const program = await programOf(definition, name, place);
    if (program !== null) programs[name] = { ...program, ...(source && { commit: source.commit }) };
  }
  return { programs };
}

/** The program of a variant or a version by that name, else the experiment's one program; `null` where there is none. */
async function programOf(
  { module, modules, command, variants, shell = false, matrix }: ExperimentDefinition,
  name: string,
  surroundings: Surroundings,
): Promise<Program | null> {
  const line = variants?.[name] ?? command;
  if (line !== undefined) return ofCommand(line, shell, surroundings);
  const path = modules?.[name] ?? module;
  if (path === undefined) return null;
  const [described] = matrix.flatMap(
    ({ workload }) => surroundings.catalogue.workloads[workload[0] ?? ""]?.module ?? [],
  );
  return ofModule(path, surroundings, described?.versions?.[name] ?? described);
}

/** A module, the files below it that it imports, and its packages. Node or Python, which runs it, stands in the run's software. */
async function ofModule(
  module: string,
  { folder, top }: Surroundings,
  described: Pick<OwnModule, "imported"> | undefined,
): Promise<Program | null> {
  const { file: name, runtime } = moduleName(module);
  const path = resolve(folder, name);
  const file = await sourceFile(path, top);
  if (file === null) return null;
  const { files = [], packages = [] } = runtime === undefined ? await importedBy(path) : (described?.imported ?? {});
  const others = files.filter((other) => other !== path).slice(0, MOST_FILES);
  const versions = packages.slice(0, MOST_PACKAGES);
  return {
    files: [file, ...(await sourceFiles(others, top))],
    ...(versions.length > 0 && { packages: [...versions] }),
  };
}

/** The files that a command names, what it starts, and the version of that where it is known to answer. */
async function ofCommand(line: string, shell: boolean, surroundings: Surroundings): Promise<Program> {
  const { folder, environment, top } = surroundings;
  const words = shell ? line.trim().split(/\s+/) : splitCommand(line, "the command");
  const [program = "", ...rest] = words;
  const named = [...(program.includes("/") ? [program] : []), ...rest.filter((word) => !word.startsWith("-"))];
  const found = findProgram(program, folder, environment.PATH ?? environment.Path);
  // A program of that name in the user's own folder might do its work.
  const isTool = !program.includes("/") && TOOL.test(program);
  // A script says in its first line what runs it; a launcher of an interpreter, or a tool, is asked itself.
  const isKnown = isTool || INTERPRETER.test(basename(program));
  const runner = isKnown || found === null ? program : (namedInFirstLine(found) ?? program);
  const isInterpreter = !isTool && INTERPRETER.test(basename(runner));
  const answer = isTool || isInterpreter ? await versionOf(isInterpreter ? runner : program, surroundings) : null;
  return {
    files: await sourceFiles(
      [...new Set(named)].map((word) => resolve(folder, word)),
      top,
    ),
    command: withoutHome(line).slice(0, LONGEST_TEXT),
    ...(found !== null && { path: programPath(found, top) }),
    ...(answer !== null && (isInterpreter ? { interpreter: answer } : { version: answer })),
  };
}

async function sourceFiles(paths: readonly string[], top?: string): Promise<SourceFile[]> {
  const files: SourceFile[] = [];
  for (const path of paths) {
    const file = files.length < MOST_FILES ? await sourceFile(path, top) : null;
    if (file !== null) files.push(file);
  }
  return files;
}

/** Where a program was found: from the current folder, or the top of its work tree, where it is below it, else with folders of people written `~`. */
function programPath(path: string, top?: string): string {
  const shown = isBelow(path, top) ? shownPath(path, top) : withoutUser(path).replace(/^\/(?:home|Users)\/[^/]+/, "~");
  return shown.slice(0, LONGEST_TEXT);
}

/** A regular file with its hash; `null` where there is none. */
async function sourceFile(path: string, top?: string): Promise<SourceFile | null> {
  try {
    const stats = await stat(path);
    if (!stats.isFile() || stats.size > MAX_BYTES) return null;
    const content = await readFile(path);
    return {
      path: shownPath(path, top),
      sha256: sha256(content),
      bytes: content.length,
    };
  } catch {
    return null;
  }
}

/** The path from the current folder, or the top of its work tree; of a file elsewhere its name only, as folders may name people. */
function shownPath(path: string, top = process.cwd()): string {
  return isBelow(path, top) ? relative(top, path).split(sep).join("/") : basename(path);
}

function isBelow(path: string, top = process.cwd()): boolean {
  const from = relative(top, path);
  return !isAbsolute(from) && from.split(sep)[0] !== "..";
}

/** The first line that an interpreter says of its version; `null` where it says none. */
function versionOf(program: string, { folder, environment }: Surroundings): Promise<string | null> {
  const flag = VERSION_FLAG[basename(program).replace(/[\d.]*(?:\.exe)?$/, "")] ?? "--version";
  const options = { cwd: folder, env: environment, timeout: LONGEST_MS, encoding: "utf8", windowsHide: true } as const;
  return new Promise((done) => {
    execFile(program, [flag], options, (error, stdout, stderr) => {
      const line = `${stdout}\n${stderr}`.split("\n").find((said) => said.trim() !== "");
      done(error !== null || line === undefined ? null : withoutHome(line.trim()).slice(0, LONGEST_ANSWER));
    });
  });
}
