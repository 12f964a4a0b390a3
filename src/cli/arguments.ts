import { parseArgs } from "node:util";
import { UserError } from "../user-error.js";
import { type Command, type CommandOption, type Given, nameOf, type OptionValues } from "./command.js";

/** Parts of a command that say how its arguments are read. */
type Parsed<Options extends readonly CommandOption[]> = Pick<Command<Options>, "name" | "args" | "options">;

/** Options of which the last does not replace the others in silence: they say what is measured. With how several are given. */
const ONCE: ReadonlyMap<string, string> = new Map([
  ["module", "two versions are --module before=./a.mjs,after=./b.mjs"],
  ["python", "two versions are --python before=./a.py,after=./b.py"],
  ["command", "several programs are --variant quick='...' --variant merge='...'"],
]);

/**
 * Reads a command's arguments. cac would turn `--label 007` into 7 and let unknown options pass, so values are read
 * by Node's own parser, which leaves text as it is. Throws a UserError that names the option and the nearest ones.
 */
export async function parseGiven<Options extends readonly CommandOption[]>(
  command: Parsed<Options>,
  argv: readonly string[],
): Promise<Given<Options>> {
  const values = new Map<string, string | boolean | readonly string[] | undefined>(
    command.options.map(({ flag }) => [nameOf(flag), /[<[]/.test(flag) ? undefined : false]),
  );
  const repeated = new Set(command.options.flatMap(({ flag }) => (flag.endsWith("...") ? nameOf(flag) : [])));
  const { tokens, positionals } = parseArgs({
    args: withUsualValues(command.options, argv),
    options: Object.fromEntries([...values].map(([name, value]) => [name, { type: typeOf(value) }])),
    strict: false,
    allowPositionals: true,
    tokens: true,
  });
  for (const token of tokens) {
    if (token.kind !== "option") continue;
    if (!values.has(token.name)) throw await unknownOption(command, token.rawName, [...values.keys()]);
    const before = values.get(token.name);
    const advice = ONCE.get(token.name);
    if (advice !== undefined && before !== undefined && !repeated.has(token.name)) {
      throw new UserError(`${token.rawName} was given twice: give it once; ${advice}`);
    }
    const value = optionValue(token, typeOf(before) === "string");
    values.set(
      token.name,
      repeated.has(token.name) ? [...(Array.isArray(before) ? before : []), String(value)] : value,
    );
  }
  checkPositionals(command, positionals);
  // Every declared option has a value of its kind now.
  return { positionals, options: Object.fromEntries(values) as OptionValues<Options> };
}

/** The arguments with `latest` where an option stands without the value that may be left out. */
function withUsualValues(options: readonly CommandOption[], argv: readonly string[]): string[] {
  const optional = new Set(options.flatMap(({ flag }) => (flag.endsWith("]") ? `--${nameOf(flag)}` : [])));
  const isAlone = (index: number) => argv[index + 1]?.startsWith("-") ?? true;
  return argv.map((word, index) => (optional.has(word) && isAlone(index) ? `${word}=latest` : word));
}

function typeOf(value: unknown): "string" | "boolean" {
  return typeof value === "boolean" ? "boolean" : "string";
}

function optionValue({ rawName, value }: { rawName: string; value: string | undefined }, takesText: boolean) {
  if (!takesText) {
    if (value !== undefined) throw new UserError(`${rawName} takes no value, but got "${value}"`);
    return true;
  }
  if (value === undefined || value === "") throw new UserError(`${rawName} needs a value after it`);
  return value;
}

async function unknownOption({ name }: { name: string }, given: string, names: string[]): Promise<UserError> {
  const { nearest } = await import("../record/schema/did-you-mean.js");
  const hint = nearest(
    given.startsWith("--") ? given : `-${given}`,
    names.map((known) => `--${known}`),
  );
  return new UserError(`${name} has no option ${given}: ${hint}; scalebook ${name} --help explains them`);
}

function checkPositionals({ name, args }: { name: string; args: string }, given: string[]): void {
  const named = args.match(/<[^>]+>|\[[^\]]+\]/g) ?? [];
  const needed = named.filter((arg) => arg.startsWith("<"));
  const missing = needed[given.length];
  if (missing !== undefined) throw new UserError(`${name} needs ${missing}: scalebook ${name} ${args}`);
  const most = args.includes("...") ? Number.POSITIVE_INFINITY : named.length;
  if (given.length > most)
    throw new UserError(
      `${name} takes ${args === "" ? "options alone" : args}, and "${given[most]}" is one too many: scalebook ${name} --help explains them`,
    );
}

/** A whole number within limits. Throws a UserError that names the option. */
export function wholeNumber(text: string, option: string, low: number, high: number): number {
  const value = Number(text);
  if (text.trim() === "" || !Number.isInteger(value) || value < low || value > high) {
    throw new UserError(`${option} is "${text}": give a whole number from ${low} to ${high}`);
  }
  return value;
}
