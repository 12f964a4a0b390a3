import { cac } from "cac";
import { toolVersion } from "../app/tool-version.js";
import type { Command } from "./command.js";

/** Prints the help or the version where the arguments ask for it, at most `columns` wide; returns whether they do. */
export async function answeredByHelp(
  argv: readonly string[],
  commands: readonly Command[],
  columns: number,
): Promise<boolean> {
  // Loading it takes a tenth of the time of the whole help.
  const wrap = Number.isFinite(columns) ? (await import("wrap-ansi")).default : null;
  const program = describeProgram(commands, (body) => (wrap === null ? body : hanging(body, columns, wrap)));
  program.parse(["node", "scalebook", ...argv], { run: false });
  if (program.options.help || program.options.version) return true;
  if (argv.length > 0) return false;
  program.outputHelp();
  return true;
}

function describeProgram(commands: readonly Command[], wrapped: (body: string) => string) {
  const program = cac("scalebook");
  for (const { name, args, summary, options, examples } of commands) {
    const command = program.command(`${name} ${bracketed(args)}`.trim(), summary);
    for (const { flag, description } of options) command.option(flag, description);
    for (const example of examples) command.example(`  $ scalebook ${example}`);
  }
  program.version(toolVersion());
  program.help((sections) =>
    readable(sections, commands, program.matchedCommandName).map(({ body, ...section }) => ({
      ...section,
      body: wrapped(body),
    })),
  );
  return program;
}

interface HelpSection {
  title?: string;
  body: string;
}

/** cac's help with the summary of a command and examples, without its list of all other helps. */
function readable(sections: HelpSection[], commands: readonly Command[], name: string | undefined): HelpSection[] {
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

/** Lines wrapped at words, behind the column of names where there is one. A command that is to be copied stays whole. */
function hanging(body: string, columns: number, wrap: typeof import("wrap-ansi")["default"]): string {
  const lines = body.split("\n").map((line) => {
    const [, names = "", text = line] = /^( +\S.*? {2,})(\S.*)$/.exec(line) ?? [];
    if (text.length + names.length <= columns || line.startsWith("  $ ")) return line;
    const room = Math.max(LEAST_ROOM, columns - names.length);
    return names + wrap(text, room).replaceAll("\n", `\n${" ".repeat(names.length)}`);
  });
  return lines.join("\n");
}

const LEAST_ROOM = 20;

/** Arguments as cac declares them: `[...name]` for `[name ...]`. */
function bracketed(args: string): string {
  return args.replace(/\[(\S+) \.\.\.\]/g, "[...$1]");
}
