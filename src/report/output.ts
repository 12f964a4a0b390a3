import { existsSync, lstatSync, mkdirSync, readdirSync, renameSync, writeFileSync } from "node:fs";
import { mkdir, readdir, readFile, realpath, rename, rm, rmdir, stat, unlink, writeFile } from "node:fs/promises";
import { dirname, join, resolve, sep } from "node:path";
import { UserError } from "../user-error.js";
import { compareText } from "./archive.js";

export const MANIFEST = "manifest.json";
const STAGING = ".scalebook-staging";
const PARTIAL = ".scalebook-manifest";
const GENERATOR = "scalebook";

/** Paths of ours: slugs, dots and slashes, nothing that leads up or elsewhere. */
const SAFE_PATH = /^(?:[a-z0-9][a-z0-9.-]*\/)*[a-z0-9][a-z0-9.-]*$/;

interface Manifest {
  generator: string;
  version: string;
  /** Stands for the content of all files. */
  content: string;
  /** Everything that the build wrote, this file aside, in order. */
  files: { path: string; bytes: number }[];
}

/** A site under construction. Nothing that readers see changes before `install`. */
export interface Output {
  /** Paths that the build before wrote. */
  before: readonly string[];
  /** Stands for what the build before wrote; `null` where there was none. */
  content: string | null;
  /** Folder in which files are put aside. */
  staging: string;
  /** Whether the site will have a file at this path. */
  has(path: string): boolean;
  /** Puts a file aside for the site. */
  add(path: string, content: string | Uint8Array): void;
  /** Names files that somebody else has put aside. */
  claim(files: readonly [path: string, bytes: number][]): void;
  /** Lets files of the build before stay as they are; `false`, and none of them, where one is not there or of another size. */
  keep(files: readonly [path: string, bytes: number][]): boolean;
  /** Moves everything into place, then removes what an earlier build wrote and this one did not. */
  install(version: string, content: string): Promise<{ bytes: number; dropped: string[] }>;
  /** Throws away what was put aside; after `install` there is nothing left to throw away. */
  discard(): Promise<void>;
}

/**
 * Opens the folder of a site for a new build.
 *
 * @throws UserError where the folder holds files but no manifest of ours: it is somebody else's
 */
export async function openOutput(outDir: string): Promise<Output> {
  const root = resolve(outDir);
  const { paths: before, content } = await readManifest(root, outDir);
  const staging = join(root, STAGING);
  await rm(staging, { recursive: true, force: true });
  await mkdir(staging, { recursive: true });
  const sizes = new Map<string, number>();
  const put = new Set<string>();
  return {
    before,
    content,
    staging,
    has: (path) => sizes.has(path),
    add(path, content) {
      sizes.set(path, placeFile(staging, path, content));
      put.add(path);
    },
    claim(files) {
      for (const [path, bytes] of files) {
        sizes.set(path, bytes);
        put.add(path);
      }
    },
    keep(files) {
      if (!files.every(([path, bytes]) => sizeOf(join(root, path)) === bytes)) return false;
      for (const [path, bytes] of files) sizes.set(path, bytes);
      return true;
    },
    async install(version, content) {
      const files = [...sizes].map(([path, bytes]) => ({ path, bytes })).sort((a, b) => compareText(a.path, b.path));
      const dropped = before.filter((path) => !sizes.has(path));
      refuseForeign(root, put, before, outDir);
      // First claim every file, old and new: whatever interrupts us, the next build knows what is ours, and that it is not whole.
      await writeManifest(root, {
        version,
        content: "",
        files: [...files, ...dropped.map((path) => ({ path, bytes: 0 }))],
      });
      moveInto(staging, root);
      for (const path of dropped) await remove(root, path);
      await rm(staging, { recursive: true, force: true });
      await writeManifest(root, { version, content, files });
      return { bytes: files.reduce((sum, file) => sum + file.bytes, 0), dropped };
    },
    async discard() {
      await rm(staging, { recursive: true, force: true });
      // Leaves no empty folder behind where the build failed before there was anything to install.
      await rmdir(root).catch(() => undefined);
    },
  };
}

/** Files that were made by whoever makes pages, in this thread or another. */
export function placeFile(staging: string, path: string, content: string | Uint8Array): number {
  const target = inside(staging, path);
  try {
    writeFileSync(target, content);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "ENOENT") throw error;
    mkdirSync(dirname(target), { recursive: true });
    writeFileSync(target, content);
  }
  return typeof content === "string" ? Buffer.byteLength(content) : content.byteLength;
}

/** What an earlier build wrote. */
async function readManifest(root: string, outDir: string): Promise<{ paths: string[]; content: string | null }> {
  const found = await stat(root).catch(() => undefined);
  if (found === undefined) return { paths: [], content: null };
  if (!found.isDirectory()) throw new UserError(`${outDir} is a file: name a folder for the site with --out`);
  const names = (await readdir(root)).filter((name) => name !== STAGING && name !== PARTIAL);
  if (names.length === 0) return { paths: [], content: null };
  const text = await readFile(join(root, MANIFEST), "utf8").catch(() => undefined);
  const paths = text === undefined ? null : manifestPaths(text);
  if (text !== undefined && paths !== null) return { paths, content: contentOf(text) };
  throw new UserError(
    `${outDir} holds files that no build of Scalebook wrote (${MANIFEST} is missing or not ours): ` +
      "name an empty or new folder with --out",
  );
}

/** The paths that a manifest lists; `null` where it is not one of ours. */
export function manifestPaths(text: string): string[] | null {
  try {
    const manifest: unknown = JSON.parse(text);
    if (typeof manifest !== "object" || manifest === null) return null;
    const { generator, files } = manifest as Partial<Manifest>;
    if (generator !== GENERATOR || !Array.isArray(files)) return null;
    const paths = files.map((file: unknown) => (file as { path?: unknown } | null)?.path);
    return paths.filter((path): path is string => typeof path === "string" && SAFE_PATH.test(path));
  } catch {
    return null;
  }
}

function contentOf(text: string): string | null {
  const { content } = JSON.parse(text) as Partial<Manifest>;
  return typeof content === "string" && content !== "" ? content : null;
}

async function writeManifest(root: string, given: Omit<Manifest, "generator">): Promise<void> {
  const manifest: Manifest = { generator: GENERATOR, ...given };
  const text = `${JSON.stringify(manifest, null, 1)}\n`;
  const partial = join(root, PARTIAL);
  await writeFile(partial, text);
  await rename(partial, join(root, MANIFEST));
}

/** Stops before a file of the user's would be overwritten. */
function refuseForeign(root: string, paths: Iterable<string>, ours: readonly string[], outDir: string): void {
  const known = new Set(ours);
  for (const path of paths) {
    if (known.has(path) || !existsSync(join(root, path))) continue;
    throw new UserError(`${outDir}/${path} was not written by Scalebook and would be overwritten: move it away first`);
  }
}

/** Moves what is in a folder into another one: as a whole where nothing of that name is there, which is most of a first build. */
function moveInto(from: string, to: string): void {
  for (const entry of readdirSync(from, { withFileTypes: true })) {
    const [source, target] = [join(from, entry.name), join(to, entry.name)];
    if (entry.isDirectory() && existsSync(target)) moveInto(source, target);
    else renameSync(source, target);
  }
}

/** Size of a regular file; undefined where there is none. */
function sizeOf(path: string): number | undefined {
  const stats = lstatSync(path, { throwIfNoEntry: false });
  return stats?.isFile() ? stats.size : undefined;
}

/** Removes one file of an earlier build, and the folders that this leaves empty. */
async function remove(root: string, path: string): Promise<void> {
  const target = inside(root, path);
  const folder = await realpath(dirname(target)).catch(() => undefined);
  // A folder that was replaced by a link leads out of the site: what lies there is not ours.
  if (folder === undefined || !isInside(await realpath(root), folder)) return;
  await unlink(target).catch(() => undefined);
  for (let empty = dirname(target); isInside(root, empty) && empty !== root; empty = dirname(empty)) {
    const gone = await rmdir(empty).then(
      () => true,
      () => false,
    );
    if (!gone) return;
  }
}

/** The path joined to the folder. A path that leads out of it is a bug of ours, whatever a run file says. */
function inside(folder: string, path: string): string {
  const target = resolve(folder, path);
  if (!SAFE_PATH.test(path) || !isInside(folder, target)) throw new Error(`path outside the site: ${path}`);
  return target;
}

function isInside(folder: string, path: string): boolean {
  return path === folder || path.startsWith(folder + sep);
}
