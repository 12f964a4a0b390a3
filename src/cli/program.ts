import { dirname } from "node:path";
import { packagePaths } from "../package-paths.js";
import { withEscapes } from "../record/schema/quote-value.js";
import { UserError } from "../user-error.js";
import { parseGiven } from "./arguments.js";
import { cleanIo } from "./clean-io.js";
import type { Command, Io } from "./command.js";
import { analyse } from "./commands/analyse.js";
import { baseline } from "./commands/baseline.js";
import { build } from "./commands/build.js";
import { experiments, strategies, workloads } from "./commands/catalogue-lists.js";
import { check } from "./commands/check.js";
import { compare } from "./commands/compare.js";
import { completion } from "./commands/completion.js";
import { doctor } from "./commands/doctor.js";
import { exportRuns } from "./commands/export.js";
import { fit } from "./commands/fit.js";
import { importRuns } from "./commands/import.js";
import { init } from "./commands/init.js";
import { list } from "./commands/list.js";
import { merge } from "./commands/merge.js";
import { preview } from "./commands/preview.js";
import { remove } from "./commands/remove.js";
import { report } from "./commands/report.js";
import { run } from "./commands/run.js";
import { show } from "./commands/show.js";
import { start } from "./commands/start.js";
import { verify } from "./commands/verify.js";
import { worker } from "./commands/worker.js";

/** Commands in the order of `--help`, which needs all of them: in one file they load faster than one alone. Each loads the heavy part when it runs. */
const commands: Readonly<Record<string, Command>> = {
  start,
  run,
  init,
  experiments,
  workloads,
  strategies,
  build,
  preview,
  list,
  show,
  analyse,
  compare,
  check,
  baseline,
  fit,
  report,
  export: exportRuns,
  doctor,
  remove,
  merge,
  verify,
  import: importRuns,
  worker,
  completion,
};

/** Arguments that ask for help or the version, wherever they stand. */
const HELP = ["--help", "-h", "--version", "-v"];

/** Runs the command that the arguments name and prints its result; returns the exit code. Throws UserErrors. */
export async function runProgram(argv: string[], io: Io): Promise<number> {
  const [name] = argv;
  if (name === undefined || argv.some((argument) => HELP.includes(argument))) {
    const { answeredByHelp } = await import("./help.js");
    if (await answeredByHelp(argv, Object.values(commands), io.columns)) return 0;
  }
  const known = name === "analyze" ? "analyse" : (name ?? "");
  const command = Object.hasOwn(commands, known) ? commands[known] : undefined;
  if (command === undefined) throw await unknownCommand(known);
  const given = await parseGiven(command, argv.slice(1));
  const runs = new Set<string>();
  const onRun = (path: string) => {
    runs.add(path);
    io.onRun?.(path);
  };
  const clean = { ...cleanIo(io), onRun };
  try {
    const { json, text, exitCode = 0 } = (await command.run(given, clean, Object.values(commands))) ?? {};
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

async function unknownCommand(name: string): Promise<UserError> {
  const names = Object.keys(commands);
  if (name.startsWith("-"))
    return new UserError(`${name} comes before any command: give a command first, one of ${names.join(", ")}`);
  const { nearest } = await import("../record/schema/did-you-mean.js");
  return new UserError(`there is no command "${name}": ${nearest(name, names)}; scalebook --help lists all`);
}
