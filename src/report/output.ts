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
  /** Everything that the build wrote, this file aside, in order. */
  files: { path: string; bytes: number }[];
}

/** A site under construction. Nothing that readers see changes before `install`. */
export interface Output {
  /** Paths that the build before wrote. */
  before: readonly string[];
  /** Whether the site will have a file at this path. */
  has(path: string): boolean;
  /** Puts a file aside for the site. */
  add(path: string, content: string | Uint8Array): Promise<void>;
  /** Moves everything into place, then removes what an earlier build wrote and this one did not. */
  install(version: string): Promise<{ bytes: number; dropped: string[] }>;
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
  const before = await readManifest(root, outDir);
  const staging = join(root, STAGING);
  await rm(staging, { recursive: true, force: true });
  await mkdir(staging, { recursive: true });
  const sizes = new Map<string, number>();
  return {
    before,
    has: (path) => sizes.has(path),
    async add(path, content) {
      const bytes = typeof content === "string" ? Buffer.byteLength(content) : content.byteLength;
      const target = inside(staging, path);
      await mkdir(dirname(target), { recursive: true });
      await writeFile(target, content);
      sizes.set(path, bytes);
    },
    async install(version) {
      const files = [...sizes].map(([path, bytes]) => ({ path, bytes })).sort((a, b) => compareText(a.path, b.path));
      const dropped = before.filter((path) => !sizes.has(path));
      await refuseForeign(root, files, before, outDir);
      // First claim every file, old and new: whatever interrupts us, the next build knows what is ours.
      await writeManifest(root, version, [...files, ...dropped.map((path) => ({ path, bytes: 0 }))]);
      for (const { path } of files) await move(join(staging, path), inside(root, path));
      for (const path of dropped) await remove(root, path);
      await rm(staging, { recursive: true, force: true });
      await writeManifest(root, version, files);
      return { bytes: files.reduce((sum, file) => sum + file.bytes, 0), dropped };
    },
    async discard() {
      await rm(staging, { recursive: true, force: true });
      // Leaves no empty folder behind where the build failed before there was anything to install.
      await rmdir(root).catch(() => undefined);
    },
  };
}

/** Paths that an earlier build wrote. */
async function readManifest(root: string, outDir: string): Promise<string[]> {
  const found = await stat(root).catch(() => undefined);
  if (found === undefined) return [];
  if (!found.isDirectory()) throw new UserError(`${outDir} is a file: name a folder for the site with --out`);
  const names = (await readdir(root)).filter((name) => name !== STAGING && name !== PARTIAL);
  if (names.length === 0) return [];
  const text = await readFile(join(root, MANIFEST), "utf8").catch(() => undefined);
  const paths = text === undefined ? null : manifestPaths(text);
  if (paths !== null) return paths;
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

async function writeManifest(root: string, version: string, files: Manifest["files"]): Promise<void> {
  const manifest: Manifest = { generator: GENERATOR, version, files };
  const text = `${JSON.stringify(manifest, null, 1)}\n`;
  const partial = join(root, PARTIAL);
  await writeFile(partial, text);
  await rename(partial, join(root, MANIFEST));
}

/** Stops before a file of the user's would be overwritten. */
async function refuseForeign(root: string, files: Manifest["files"], ours: readonly string[], outDir: string) {
  const known = new Set(ours);
  for (const { path } of files) {
    if (known.has(path) || !(await stat(join(root, path)).catch(() => undefined))) continue;
    throw new UserError(`${outDir}/${path} was not written by Scalebook and would be overwritten: move it away first`);
  }
}

async function move(from: string, to: string): Promise<void> {
  await mkdir(dirname(to), { recursive: true });
  await rename(from, to);
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
