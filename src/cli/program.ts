import { dirname } from "node:path";
import { packagePaths } from "../package-paths.js";
import { withEscapes } from "../record/schema/quote-value.js";
import { UserError } from "../user-error.js";
import { parseGiven } from "./arguments.js";
import { cleanIo } from "./clean-io.js";
import type { Command, Io } from "./command.js";

/** Commands in the order of `--help`. Each is loaded when it is given, and loads the heavy part when it runs. */
const commands: Readonly<Record<string, () => Promise<Command>>> = {
  start: async () => (await import("./commands/start.js")).start,
  run: async () => (await import("./commands/run.js")).run,
  init: async () => (await import("./commands/init.js")).init,
  experiments: async () => (await import("./commands/catalogue-lists.js")).experiments,
  workloads: async () => (await import("./commands/catalogue-lists.js")).workloads,
  strategies: async () => (await import("./commands/catalogue-lists.js")).strategies,
  build: async () => (await import("./commands/build.js")).build,
  preview: async () => (await import("./commands/preview.js")).preview,
  list: async () => (await import("./commands/list.js")).list,
  show: async () => (await import("./commands/show.js")).show,
  analyse: async () => (await import("./commands/analyse.js")).analyse,
  compare: async () => (await import("./commands/compare.js")).compare,
  check: async () => (await import("./commands/check.js")).check,
  baseline: async () => (await import("./commands/baseline.js")).baseline,
  fit: async () => (await import("./commands/fit.js")).fit,
  report: async () => (await import("./commands/report.js")).report,
  export: async () => (await import("./commands/export.js")).exportRuns,
  doctor: async () => (await import("./commands/doctor.js")).doctor,
  remove: async () => (await import("./commands/remove.js")).remove,
  merge: async () => (await import("./commands/merge.js")).merge,
  verify: async () => (await import("./commands/verify.js")).verify,
  import: async () => (await import("./commands/import.js")).importRuns,
  worker: async () => (await import("./commands/worker.js")).worker,
  completion: async () => (await import("./commands/completion.js")).completion,
};

/** Arguments that ask for help or the version, wherever they stand. */
const HELP = ["--help", "-h", "--version", "-v"];

/** Runs the command that the arguments name and prints its result; returns the exit code. Throws UserErrors. */
export async function runProgram(argv: string[], io: Io): Promise<number> {
  const [name] = argv;
  if (name === undefined || argv.some((argument) => HELP.includes(argument))) {
    const [{ answeredByHelp }, all] = await Promise.all([import("./help.js"), allCommands()]);
    if (answeredByHelp(argv, all, io.columns)) return 0;
  }
  const known = name === "analyze" ? "analyse" : (name ?? "");
  const load = Object.hasOwn(commands, known) ? commands[known] : undefined;
  if (load === undefined) throw await unknownCommand(known);
  const command = await load();
  const given = await parseGiven(command, argv.slice(1));
  const runs = new Set<string>();
  const onRun = (path: string) => {
    runs.add(path);
    io.onRun?.(path);
  };
  const clean = { ...cleanIo(io), onRun };
  try {
    const { json, text, exitCode = 0 } = (await command.run(given, clean, allCommands)) ?? {};
    if ((given.options as { json?: boolean }).json) io.out(`${withEscapes(JSON.stringify(json))}\n`);
    else if (text !== undefined) clean.out([await text(io.columns)].flat().join(""));
    return exitCode;
  } catch (error) {
    const { refusedCall } = await import("../record/files/regular-files.js");
    const told = refusedCall(error, [packagePaths.templates, dirname(packagePaths.programHash)]);
    if (!(told instanceof UserError) && runs.size > 0) {
      clean.err(`scalebook: ${known} failed on ${[...runs].join(", ")}\n`);
    }
    throw told;
  }
}

function allCommands(): Promise<Command[]> {
  return Promise.all(Object.values(commands).map((load) => load()));
}

async function unknownCommand(name: string): Promise<UserError> {
  const names = Object.keys(commands);
  if (name.startsWith("-"))
    return new UserError(`${name} comes before any command: give a command first, one of ${names.join(", ")}`);
  const { nearest } = await import("../record/schema/did-you-mean.js");
  return new UserError(`there is no command "${name}": ${nearest(name, names)}; scalebook --help lists all`);
}
