import { readFile } from "node:fs/promises";
import { extname, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { fileError } from "../../record/files/regular-files.js";
import { UserError } from "../../user-error.js";
import type { Catalogue } from "../study.js";
import { faultsError } from "./faults.js";
import { type LoadedStudy, parseStudy } from "./parse.js";
import { requireTypeStripping } from "./type-stripping.js";

const MODULE = /\.[cm]?[jt]s$/;

/**
 * Reads a study file: YAML, JSON, or a module with the study as its default export, in JavaScript, or TypeScript where
 * Node strips types. Throws a UserError that names the file, the place in it and what to do.
 */
export async function loadStudy(path: string, catalogue: Catalogue): Promise<LoadedStudy> {
  const value = MODULE.test(path) ? await importDefault(path) : await readYaml(path);
  return parseStudy(value, path, catalogue);
}

async function readYaml(path: string): Promise<unknown> {
  const content = await readText(path);
  const { parseDocument } = await import("yaml");
  const document = parseDocument(content);
  const errors: Error[] = [...document.errors];
  try {
    if (errors.length === 0) return document.toJS();
  } catch (error) {
    // An alias that leads nowhere, or too many of them.
    errors.push(error as Error);
  }
  const faults = errors.map(({ message }) => message.replace(/:?\n[\s\S]*$/, ""));
  throw faultsError(`${path} is not ${extname(path) === ".json" ? "JSON" : "YAML or JSON"}`, faults);
}

async function readText(path: string): Promise<string> {
  try {
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
    return await import(href);
  } catch (error) {
    const { name, message, stack = "" } = error instanceof Error ? error : new Error(String(error));
    const told = name === "SyntaxError" ? await syntaxFault(path) : stack;
    const [, after = ""] = told.split(told.includes(`${href}:`) ? `${href}:` : `${resolve(path)}:`);
    const [line] = /^\d+/.exec(after) ?? [];
    const place = line === undefined ? path : `${path}:${line}`;
    throw new UserError(`${place} cannot be loaded: ${name}: ${message}`, { cause: error });
  }
}

/** What Node prints of a module that cannot be parsed: an error of the import names no line. */
async function syntaxFault(path: string): Promise<string> {
  const { execFile } = await import("node:child_process");
  return new Promise((done) => execFile(process.execPath, ["--check", resolve(path)], (_, __, stderr) => done(stderr)));
}
