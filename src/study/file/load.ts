import { readFile } from "node:fs/promises";
import { extname, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { UserError } from "../../user-error.js";
import type { Catalogue } from "../study.js";
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
  const { parse } = await import("yaml");
  try {
    return parse(content);
  } catch (error) {
    const [line] = (error as Error).message.split("\n");
    throw new UserError(`${path} is not ${extname(path) === ".json" ? "JSON" : "YAML or JSON"}: ${line}`);
  }
}

async function readText(path: string): Promise<string> {
  try {
    return await readFile(path, "utf8");
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code;
    throw new UserError(`${path} cannot be read (${code}): give the path of a study file (.yaml, .json, .mjs or .ts)`);
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
  try {
    return await import(pathToFileURL(resolve(path)).href);
  } catch (error) {
    const { name, message } = error as Error;
    throw new UserError(`${path} cannot be loaded: ${name}: ${message}`, { cause: error });
  }
}
