import { cac } from "cac";
import { UserError } from "../user-error.js";
import { analyse } from "./analyse.js";
import { parseGiven } from "./arguments.js";
import { build } from "./build.js";
import type { Command, Io } from "./command.js";
import { compare } from "./compare.js";
import { experiments } from "./experiments.js";
import { importRuns } from "./import.js";
import { init } from "./init.js";
import { list } from "./list.js";
import { preview } from "./preview.js";
import { run } from "./run.js";
import { show } from "./show.js";
import { start } from "./start.js";
import { strategies } from "./strategies.js";
import { toolVersion } from "./version.js";
import { workloads } from "./workloads.js";

/** Every command, in the order of `--help`. Each loads what it needs only when it runs. */
const commands: readonly Command[] = [
  ...[start, run, init, experiments, workloads, strategies],
  ...[build, preview, list, show, analyse, compare, importRuns],
];

/** Runs the command that the arguments ask for; returns the exit code. Throws UserErrors for mistakes in them. */
export async function runProgram(argv: string[], io: Io): Promise<number> {
  const program = describeProgram();
  program.parse(["node", "scalebook", ...argv], { run: false });
  if (program.options.help || program.options.version) return 0;
  const [name] = argv;
  if (name === undefined) {
    program.outputHelp();
    return 0;
  }
  const command = commands.find(
    (candidate) => candidate.name === name || (name === "analyze" && candidate === analyse),
  );
  if (command === undefined) throw await unknownCommand(name);
  return command.run(await parseGiven(command, argv.slice(1)), io);
}

function describeProgram() {
  const program = cac("scalebook");
  for (const { name, args, summary, options, examples } of commands) {
    const command = program.command(`${name} ${bracketed(args)}`.trim(), summary);
    for (const { flag, description } of options) command.option(flag, description);
    for (const example of examples) command.example(`  $ scalebook ${example}`);
  }
  program.version(toolVersion());
  program.help((sections) => readable(sections, program.matchedCommandName));
  return program;
}

interface HelpSection {
  title?: string;
  body: string;
}

/** cac's help with what a command is for, examples of the whole, and without a list of all other helps. */
function readable(sections: HelpSection[], name: string | undefined): HelpSection[] {
  const kept = sections
    .filter(({ title }) => !title?.startsWith("For more info"))
    .map((section) => ({
      ...section,
      body: section.body.replace(/\[\.\.\.(\w+)\] ?/g, "[$1 ...]").replace(/ +$/gm, ""),
    }));
  const summary = commands.find((command) => command.name === name)?.summary;
  const [head, ...rest] = kept;
  if (head === undefined) return kept;
  if (summary !== undefined) return [head, { body: summary }, ...rest];
  const examples = ["start", "run workers --workers 1..8 --blocks 20", "build", "compare host vm"];
  const body = examples.map((example) => `  $ scalebook ${example}`).join("\n");
  return [...kept, { title: "Examples", body: `${body}\n\nscalebook <command> --help explains a command` }];
}

/** cac writes a variadic argument `[...name]`; people read `[name ...]`. */
function bracketed(args: string): string {
  return args.replace(/\[(\S+) \.\.\.\]/g, "[...$1]");
}

async function unknownCommand(name: string): Promise<UserError> {
  const names = commands.map((command) => command.name);
  if (name.startsWith("-"))
    return new UserError(`${name} stands before any command: give a command first, one of ${names.join(", ")}`);
  const { nearest } = await import("./nearest.js");
  return new UserError(`there is no command "${name}": ${nearest(name, names)}; scalebook --help lists all`);
}
