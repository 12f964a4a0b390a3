import { existsSync, statSync } from "node:fs";
import { basename, resolve } from "node:path";
import type { Interpreter } from "../runner/hosts/interpreters.js";
import { findProgram, namedInFirstLine } from "../runner/processes/find-program.js";
import { INTERPRETER } from "../runner/request/programs.js";
import { COMMAND, commandLines, isCommand, splitCommand } from "../study/command-line.js";
import { expandExperiment, refuseManyCombinations } from "../study/expand.js";
import type { Catalogue, ExperimentDefinition, Overrides, Study } from "../study/study.js";
import { UserError } from "../user-error.js";
import { abilitiesOf, interpretersFor } from "./interpreters-for.js";
import { modulesOf, type OwnWorkOptions, resolveModules } from "./resolve-module.js";

type Workload = Catalogue["workloads"][string];

const NOTHING: Catalogue = { strategies: {}, workloads: {} };
const OWN_STRATEGIES: Catalogue["strategies"] = {
  [COMMAND]: { title: "a program of yours, started as it is", usesWorkers: true, startsProcesses: false, factors: [] },
};

/**
 * A study with a catalogue that describes its own modules and commands. Modules are asked in hosts of their own, programs
 * are looked up, programs of other runtimes found. Throws UserErrors where they cannot be used.
 */
export async function resolveOwnWork(
  study: Study,
  given: OwnWorkOptions,
): Promise<{ study: Study; catalogue: Catalogue; interpreters?: Interpreter[] }> {
  const interpreters = await interpretersFor(study, given.overrides, given.interpreters);
  const options = { ...given, interpreters };
  const commandsOnly = study.experiments.every(isCommand);
  const known = commandsOnly ? NOTHING : await (await import("./catalogue.js")).loadCatalogue();
  const catalogue = {
    strategies: { ...known.strategies, ...OWN_STRATEGIES },
    workloads: { ...known.workloads },
    runtimes: abilitiesOf(interpreters),
  };
  refuseManyCombinations(study, catalogue, given.overrides);
  const experiments: ExperimentDefinition[] = [];
  for (const experiment of study.experiments) {
    for (const folder of foldersOf(options)) checkPrograms(experiment, folder);
    const sources = modulesOf(experiment, options);
    if (sources.length === 0) {
      experiments.push(experiment);
      continue;
    }
    const { id, entry, sized } = await resolveModules(experiment, sources, catalogue, options);
    catalogue.workloads[id] = withSizesOf(catalogue.workloads[id], entry);
    const { runtime } = entry.module ?? {};
    const matrix = sized.matrix.map((levels) => ({
      ...levels,
      workload: [id],
      more: { ...levels.more, ...(runtime && { runtime: [runtime] }) },
    }));
    experiments.push({ ...sized, matrix });
  }
  const runnable = runnableIn(experiments, catalogue, given.overrides);
  return { study: { ...study, experiments: runnable }, catalogue, ...(interpreters.length > 0 && { interpreters }) };
}

/**
 * The experiments that a runtime asked for has something of; of several some may be Node's alone. Throws a UserError where
 * none is left, and where the only one lacks one of the runtimes: it would be missing without a word.
 */
function runnableIn(
  experiments: ExperimentDefinition[],
  catalogue: Catalogue,
  overrides: Overrides,
): ExperimentDefinition[] {
  const { runtime: asked, ...more } = overrides.more ?? {};
  if (asked === undefined) return experiments;
  const lacking = (one: ExperimentDefinition) =>
    asked.filter(
      (runtime) =>
        expandExperiment(one, catalogue, { ...overrides, more: { ...more, runtime: [runtime] } }).length === 0,
    );
  const runnable = experiments.filter((one) => lacking(one).length < asked.length);
  const [only] = experiments;
  const missing = experiments.length === 1 && only ? lacking(only) : runnable.length > 0 ? [] : asked;
  if (missing.length === 0) return runnable;
  const have = Object.values(catalogue.runtimes ?? {}).map(({ workloads }) => workloads.join(", "));
  throw new UserError(
    `${experiments.map(({ id }) => id).join(", ")}: none of this work is there in ${missing.join(", ")}, which has ${have.join("; ")}`,
  );
}

/** A module's entry with the input counts that other experiments asked it for. */
function withSizesOf(before: Workload | undefined, entry: Workload): Workload {
  const { module } = entry;
  const known = before?.module?.tasks;
  return module?.tasks && known ? { ...entry, module: { ...module, tasks: { ...known, ...module.tasks } } } : entry;
}

/** The folders that programs are started in. */
function foldersOf({ folder, versionSources }: OwnWorkOptions): string[] {
  return versionSources === undefined ? [folder] : [...versionSources.values()].map((source) => source.folder);
}

/** Throws a UserError for a missing program or script, which would fail in every trial. */
function checkPrograms(definition: ExperimentDefinition, folder: string): void {
  const { hooks = {}, shell } = definition;
  if (shell) return;
  for (const [name, line] of [...commandLines(definition), ...Object.entries(hooks)]) {
    const [program = "", ...words] = line === undefined ? [] : splitCommand(line, name);
    if (program === "" || program.includes("{")) continue;
    if (!canBeStarted(program, folder, process.env.PATH)) {
      throw new UserError(`${noProgram(program, folder)}: check the ${name} ${line}`);
    }
    // A hook may make what is missing.
    if (hooks.setup !== undefined || hooks.prepare !== undefined) continue;
    checkFirstLine(program, folder);
    const script = INTERPRETER.test(basename(program)) ? scriptOf(words) : null;
    if (script === null) continue;
    if (!existsSync(resolve(folder, script))) {
      throw new UserError(`there is no file ${script} for ${program} to run: check the ${name} ${line}`);
    }
  }
}

/** Throws a UserError for a script whose first line names a program that is not there: the system says that the script is not. */
function checkFirstLine(program: string, folder: string): void {
  const found = process.platform === "win32" ? null : findProgram(program, folder, process.env.PATH);
  const named = found === null ? null : namedInFirstLine(found);
  if (named === null || canBeStarted(named, folder, process.env.PATH)) return;
  if (named.endsWith("\r")) {
    throw new UserError(`the first line of ${program} ends as lines do on Windows: save it with line feeds alone`);
  }
  throw new UserError(
    `there is no program ${named}, which ${program} names in its first line (#!): install it, or correct the line`,
  );
}

/** Why a program cannot be started by that name. */
function noProgram(program: string, folder: string): string {
  const file = resolve(folder, program);
  if (!program.includes("/")) return `there is no program ${program} in the folders of PATH`;
  if (!existsSync(file)) return `there is no program ${program} at that path`;
  return statSync(file).isFile()
    ? `${program} may not be executed (chmod +x makes it a program)`
    : `${program} is a folder, not a program`;
}

const SCRIPT = /\.(?:py|[cm]?[jt]sx?|sh|bash|rb|pl|php|lua|r|jl|java|jar)$/i;
/** Flags with which an interpreter runs no file, such as the code itself or a package's module. */
const NO_SCRIPT = /^(?:-[a-z]*[cemprE]|--(?:eval|print|exec|module))$/;

/** The script that an interpreter is given, where that is certain; `null` where it may run something else. */
function scriptOf(words: readonly string[]): string | null {
  const at = words.findIndex((word) => !word.startsWith("-"));
  const word = words[at];
  if (word === undefined || word.includes("{") || word.includes("://")) return null;
  if (words.slice(0, at).some((flag) => NO_SCRIPT.test(flag))) return null;
  return SCRIPT.test(word) || (at === 0 && word.includes("/")) ? word : null;
}

/**
 * Whether a program can be started by that name: a path from `folder`, or a name in the folders of `path` (the variable
 * PATH). On Windows, where names have endings that may be left out, nothing is looked up.
 */
export function canBeStarted(program: string, folder: string, path = ""): boolean {
  if (process.platform === "win32") return true;
  return findProgram(program, folder, path) !== null;
}
