import { parseArgs } from "node:util";
import { UserError } from "../user-error.js";
import type { Command, Given } from "./command.js";

/** What reading arguments needs to know of a command. */
type Parsed = Pick<Command, "name" | "args" | "options">;

/**
 * Reads a command's arguments. cac would turn `--label 007` into 7 and let unknown options pass, so values are read
 * by Node's own parser, which leaves text as it is. Throws a UserError that names the option and the nearest ones.
 */
export async function parseGiven(command: Parsed, argv: string[]): Promise<Given> {
  const known = new Map(command.options.map(({ flag }) => [optionName(flag), flag.includes("<")]));
  const options = Object.fromEntries(
    [...known].map(([name, takesText]) => [name, { type: takesText ? ("string" as const) : ("boolean" as const) }]),
  );
  const { tokens, positionals } = parseArgs({
    args: argv,
    options,
    strict: false,
    allowPositionals: true,
    tokens: true,
  });
  const values = new Map<string, string | true>();
  for (const token of tokens) {
    if (token.kind !== "option") continue;
    if (!known.has(token.name)) throw await unknownOption(command, token.rawName, [...known.keys()]);
    values.set(token.name, optionValue(token, known.get(token.name) === true));
  }
  checkPositionals(command, positionals);
  return {
    positionals,
    has: (name) => values.has(name),
    text(name) {
      const value = values.get(name);
      return typeof value === "string" ? value : undefined;
    },
  };
}

function optionName(flag: string): string {
  return flag.split(" ")[0]?.slice(2) ?? "";
}

function optionValue({ rawName, value }: { rawName: string; value: string | undefined }, takesText: boolean) {
  if (!takesText) {
    if (value !== undefined) throw new UserError(`${rawName} takes no value, but got "${value}"`);
    return true;
  }
  if (value === undefined || value === "") throw new UserError(`${rawName} needs a value after it`);
  return value;
}

async function unknownOption(command: Parsed, given: string, names: string[]): Promise<UserError> {
  const { nearest } = await import("./did-you-mean.js");
  const hint = nearest(
    given.startsWith("--") ? given : `-${given}`,
    names.map((name) => `--${name}`),
  );
  return new UserError(
    `${command.name} has no option ${given}: ${hint}; scalebook ${command.name} --help explains them`,
  );
}

function checkPositionals({ name, args }: Parsed, given: string[]): void {
  const named = args.match(/<[^>]+>|\[[^\]]+\]/g) ?? [];
  const needed = named.filter((arg) => arg.startsWith("<"));
  const missing = needed[given.length];
  if (missing !== undefined) throw new UserError(`${name} needs ${missing}: scalebook ${name} ${args}`);
  const most = args.includes("...") ? Number.POSITIVE_INFINITY : named.length;
  if (given.length > most)
    throw new UserError(`${name} does not know what to do with "${given[most]}": scalebook ${name} ${args}`);
}
