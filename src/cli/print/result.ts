import type { Given, Io, jsonOption } from "../command.js";

/** A command's result: data for programs, and its text, which is worded only where it is wanted. */
interface Result {
  json: unknown;
  text(): string | Promise<string>;
}

/** Prints a result as JSON where `--json` was given, else as text. */
export async function printResult(given: Given<[typeof jsonOption]>, io: Io, { json, text }: Result): Promise<void> {
  io.out(given.options.json ? `${JSON.stringify(json)}\n` : await text());
}
