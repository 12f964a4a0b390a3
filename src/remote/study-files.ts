import { readFile, stat } from "node:fs/promises";
import { dirname, extname, join, relative, resolve, sep } from "node:path";
import { importedBy } from "../runner/request/imported-packages.js";
import { UserError } from "../user-error.js";
import type { PackedFile } from "./pack.js";

/** Files of a study to carry over, and the folder below them that stands for the one it is recorded from here. */
export interface StudyFiles {
  files: PackedFile[];
  folder: string;
}

const MOST_BYTES = 20_000_000;
const PYTHON_IMPORT =
  /^[^\S\n]*(?:from[^\S\n]+([.\w]+)[^\S\n]+import\b|import[^\S\n]+([.\w]+(?:[^\S\n]*,[^\S\n]*[.\w]+)*))/gm;

/**
 * The files that a study and its modules are made of: those that are named, and all that these import by a path. Throws a
 * UserError where one imports a package: packages are installed, not carried.
 *
 * @param named study file and modules, absolute
 * @param folder that the study is recorded from, absolute
 */
export async function studyFiles(named: readonly string[], folder: string): Promise<StudyFiles> {
  const paths = new Set<string>();
  for (const path of named) for (const file of await filesOf(path)) paths.add(file);
  const top = commonFolder([folder, ...[...paths].map((path) => dirname(path))]);
  const inTop = (path: string) => relative(top, path).split(sep).join("/");
  const files = await Promise.all(
    [...paths].map(async (path) => ({ path: inTop(path), content: await readFile(path) })),
  );
  const bytes = files.reduce((sum, { content }) => sum + content.length, 0);
  if (bytes > MOST_BYTES) {
    throw new UserError(
      `the files of the study have ${Math.ceil(bytes / 1e6)} MB, and at most ${MOST_BYTES / 1e6} MB are carried over: put them on the hosts, and name their folder with --hosts-folder`,
    );
  }
  return { files, folder: inTop(folder) };
}

async function filesOf(path: string): Promise<string[]> {
  if (extname(path) === ".py") return pythonFiles(path);
  const { files, packages } = await importedBy(path);
  const [first] = packages;
  if (first === undefined) return [path, ...files];
  throw new UserError(
    `${path} imports the package ${first.name}, and packages are not carried over: install it on the hosts, and name the folder of the program there with --hosts-folder`,
  );
}

/** A file with the files beside it that it imports, however far down. */
async function pythonFiles(path: string): Promise<string[]> {
  const root = dirname(path);
  const seen = new Set([path]);
  for (const file of seen) {
    const text = await readFile(file, "utf8").catch(() => "");
    for (const [, from, imported = ""] of text.matchAll(PYTHON_IMPORT)) {
      for (const name of from === undefined ? imported.split(",").map((one) => one.trim()) : [from]) {
        const dots = /^\.*/.exec(name)?.[0].length ?? 0;
        const start = dots === 0 ? root : join(dirname(file), ...Array.from({ length: dots - 1 }, () => ".."));
        const below = join(start, ...name.slice(dots).split("."));
        for (const found of [`${below}.py`, join(below, "__init__.py")]) if (await isFile(found)) seen.add(found);
      }
    }
  }
  return [...seen];
}

async function isFile(path: string): Promise<boolean> {
  return (await stat(path).catch(() => null))?.isFile() ?? false;
}

function commonFolder(folders: readonly string[]): string {
  const parts = folders.map((folder) => resolve(folder).split(sep));
  const [first = []] = parts;
  const length = first.findIndex((part, at) => parts.some((other) => other[at] !== part));
  return first.slice(0, length < 0 ? first.length : length).join(sep) || sep;
}
