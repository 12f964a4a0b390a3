import { UserError } from "../user-error.js";
import { parseGiven } from "./arguments.js";
import type { Command, Io } from "./command.js";

/** Every command, in the order of `--help`. Each is loaded when it is asked for, and loads what it needs when it runs. */
const commands: Readonly<Record<string, () => Promise<Command>>> = {
  start: async () => (await import("./start.js")).start,
  run: async () => (await import("./run.js")).run,
  init: async () => (await import("./init.js")).init,
  experiments: async () => (await import("./experiments.js")).experiments,
  workloads: async () => (await import("./workloads.js")).workloads,
  strategies: async () => (await import("./strategies.js")).strategies,
  build: async () => (await import("./build.js")).build,
  preview: async () => (await import("./preview.js")).preview,
  list: async () => (await import("./list.js")).list,
  show: async () => (await import("./show.js")).show,
  analyse: async () => (await import("./analyse.js")).analyse,
  compare: async () => (await import("./compare.js")).compare,
  check: async () => (await import("./check.js")).check,
  baseline: async () => (await import("./baseline.js")).baseline,
  fit: async () => (await import("./fit.js")).fit,
  report: async () => (await import("./report.js")).report,
  export: async () => (await import("./export.js")).exportRuns,
  doctor: async () => (await import("./doctor.js")).doctor,
  remove: async () => (await import("./remove.js")).remove,
  merge: async () => (await import("./merge.js")).merge,
  verify: async () => (await import("./verify.js")).verify,
  import: async () => (await import("./import.js")).importRuns,
};

/** What may stand anywhere among the arguments and asks for no command. */
const HELP = ["--help", "-h", "--version", "-v"];

/** Runs the command that the arguments ask for; returns the exit code. Throws UserErrors for mistakes in them. */
export async function runProgram(argv: string[], io: Io): Promise<number> {
  const [name] = argv;
  if (name === undefined || argv.some((argument) => HELP.includes(argument))) {
    const [{ answeredByHelp }, ...all] = await Promise.all([
      import("./help.js"),
      ...Object.values(commands).map((load) => load()),
    ]);
    if (answeredByHelp(argv, all)) return 0;
  }
  const known = name === "analyze" ? "analyse" : (name ?? "");
  const load = Object.hasOwn(commands, known) ? commands[known] : undefined;
  if (load === undefined) throw await unknownCommand(known);
  const command = await load();
  return command.run(await parseGiven(command, argv.slice(1)), io);
}

async function unknownCommand(name: string): Promise<UserError> {
  const names = Object.keys(commands);
  if (name.startsWith("-"))
    return new UserError(`${name} stands before any command: give a command first, one of ${names.join(", ")}`);
  const { nearest } = await import("./nearest.js");
  return new UserError(`there is no command "${name}": ${nearest(name, names)}; scalebook --help lists all`);
}
