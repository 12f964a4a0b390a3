import { readFile, stat } from "node:fs/promises";
import { extname, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { inspect } from "node:util";
import { fileError } from "../../record/files/regular-files.js";
import { UserError } from "../../user-error.js";
import type { Catalogue } from "../study.js";
import { faultsError } from "./faults.js";
import { type LoadedStudy, parseStudy } from "./parse.js";
import { requireTypeStripping } from "./type-stripping.js";

const MODULE = /\.[cm]?[jt]s$/;
const LONGEST_MS = 30_000;
/** Characters of a thrown value that are told. */
const LONGEST_TOLD = 200;

/**
 * Reads a study file: YAML, JSON, or a module with the study as its default export, in JavaScript, or TypeScript where
 * Node strips types. Throws a UserError that names the file, the place in it and what to do.
 */
export async function loadStudy(path: string, catalogue: Catalogue): Promise<LoadedStudy> {
  if (!MODULE.test(path)) {
    const read = await readYaml(path);
    refuseCycles(read, path);
    return parseStudy(read, path, catalogue);
  }
  const value = await importDefault(path);
  try {
    return parseStudy(value, path, catalogue);
  } catch (error) {
    if (error instanceof UserError) throw error;
    // The value is an object of the user's program, whose parts may be computed when they are read.
    const { name, message } = thrown(error);
    throw new UserError(`${path} has a default export that cannot be read: ${name}: ${message}`, { cause: error });
  }
}

async function readYaml(path: string): Promise<unknown> {
  const content = await readText(path);
  refuseNesting(content, path);
  const { parseDocument } = await import("yaml");
  let errors: Error[] = [];
  try {
    const document = parseDocument(content, { logLevel: "error" });
    errors = document.errors;
    if (errors.length === 0) return document.toJS();
  } catch (error) {
    // An alias that leads nowhere, or too many of them.
    errors = [error as Error];
  }
  // Items within items leave no stack, which the parser tells as a fault of the text.
  if (errors.some(({ message }) => message.startsWith("Maximum call stack"))) throw tooDeep(path);
  const faults = errors.map(({ message }) => message.replace(/:?\n[\s\S]*$/, ""));
  throw faultsError(`${path} is not ${extname(path) === ".json" ? "JSON" : "YAML or JSON"}`, faults);
}

/** Largest study file that is read; one of a thousand experiments has half of that. */
const MOST_BYTES = 1_000_000;
/** Deepest nesting of a study file; a study needs 6. */
const MAX_DEPTH = 32;

/** Throws a UserError for brackets within brackets, on each of which a parser of YAML spends time and stack. */
function refuseNesting(content: string, path: string): void {
  let depth = 0;
  for (const bracket of content.match(/[[{\]}]/g) ?? []) {
    depth = Math.max(0, depth + ("[{".includes(bracket) ? 1 : -1));
    if (depth > MAX_DEPTH) throw tooDeep(path);
  }
}

/** Throws a UserError where a study is nested deeper than any, as one is that holds itself (`&a [*a]`). */
function refuseCycles(value: unknown, path: string, depth = 0): void {
  if (typeof value !== "object" || value === null) return;
  if (depth > MAX_DEPTH) throw tooDeep(path);
  for (const inner of Object.values(value)) refuseCycles(inner, path, depth + 1);
}

function tooDeep(path: string): UserError {
  return new UserError(`${path} is nested deeper than ${MAX_DEPTH} levels, or a part of it holds itself: write it out`);
}

async function readText(path: string): Promise<string> {
  try {
    const stats = await stat(path);
    if (!stats.isFile() && !stats.isFIFO() && !stats.isDirectory()) {
      throw new UserError(`${path} is a device: give a study file (.yaml, .json, .mjs or .ts)`);
    }
    const { size } = stats;
    if (size > MOST_BYTES) {
      throw new UserError(`${path} is ${(size / 1e6).toFixed(1)} MB large: a study file holds at most 1 MB`);
    }
    return await readFile(path, "utf8");
  } catch (error) {
    throw fileError(`${path} cannot be read as a study file (.yaml, .json, .mjs or .ts)`, error);
  }
}

async function importDefault(path: string): Promise<unknown> {
  await readText(path);
  requireTypeStripping(path);
  const exported = await importFile(path);
  if (exported.default === undefined) {
    throw new UserError(`${path} has no default export: write export default defineStudy({ ... })`);
  }
  return exported.default;
}

async function importFile(path: string): Promise<{ default?: unknown }> {
  const { href } = pathToFileURL(resolve(path));
  try {
    return await whileGuarded(importSettled(href), path);
  } catch (error) {
    if (error instanceof NeverLoaded) throw error;
    const { name, message, stack } = thrown(error);
    const told = name === "SyntaxError" ? await syntaxFault(path) : stack;
    const [, after = ""] = told.split(told.includes(`${href}:`) ? `${href}:` : `${resolve(path)}:`);
    const [line] = /^\d+/.exec(after) ?? [];
    const place = line === undefined ? path : `${path}:${line}`;
    throw new UserError(`${place} cannot be loaded: ${name}: ${message}`, { cause: error });
  }
}

/** A module whose default export may be a promise. */
async function importSettled(href: string): Promise<{ default?: unknown }> {
  const exported = (await import(href)) as { default?: unknown };
  return { default: await exported.default };
}

class NeverLoaded extends UserError {}

/**
 * Waits for a module that is being loaded. Throws a UserError where it never is: nothing is left that could end what it waits for,
 * or half a minute has gone by. Where it ends the program, that is told.
 */
async function whileGuarded<T>(loading: Promise<T>, path: string): Promise<T> {
  let end = () => {};
  const never = new Promise<never>((_, reject) => {
    const give = (why: string) => reject(new NeverLoaded(`${path} cannot be loaded: ${why}`));
    const onIdle = () =>
      give("it waits, in an await at its top level or for its default export, for something that never comes");
    const timer = setTimeout(() => give(`it was not done after ${LONGEST_MS / 1_000} s`), LONGEST_MS).unref();
    const onExit = () => {
      process.exitCode = 2;
      // Nothing that cleans what goes to a terminal stands between.
      process.stderr.write(
        `scalebook: ${path.replace(/\p{C}/gu, "")} cannot be loaded: it ends the program that loads it\n`,
      );
    };
    process.once("beforeExit", onIdle).once("exit", onExit);
    end = () => {
      clearTimeout(timer);
      process.off("beforeExit", onIdle).off("exit", onExit);
    };
  });
  return Promise.race([loading, never]).finally(end);
}

/** What was thrown, which may be anything, in words. */
function thrown(error: unknown): { name: string; message: string; stack: string } {
  const name = "it throws";
  try {
    if (error instanceof Error) {
      return { name: String(error.name), message: String(error.message), stack: String(error.stack) };
    }
    const message = inspect(error, { breakLength: Number.POSITIVE_INFINITY }).slice(0, LONGEST_TOLD);
    return { name, message, stack: "" };
  } catch {
    // Reading its parts runs code of the user's.
    return { name, message: "something that cannot be read", stack: "" };
  }
}

/** What Node prints of a module that cannot be parsed: an error of the import names no line. */
async function syntaxFault(path: string): Promise<string> {
  const { execFile } = await import("node:child_process");
  return new Promise((done) => execFile(process.execPath, ["--check", resolve(path)], (_, __, stderr) => done(stderr)));
}
