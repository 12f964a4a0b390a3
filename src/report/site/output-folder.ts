import { existsSync, lstatSync, mkdirSync, readdirSync, renameSync, writeFileSync } from "node:fs";
import { mkdir, readdir, readFile, realpath, rename, rm, rmdir, stat, unlink, writeFile } from "node:fs/promises";
import { dirname, join, resolve, sep } from "node:path";
import { UserError } from "../../user-error.js";
import { type FileGroup, FileList, type FileListJson, missing, pathsOf, readFileList } from "./file-list.js";

export const MANIFEST = "manifest.json";
const STAGING = ".scalebook-staging";
const PARTIAL = ".scalebook-manifest";
const GENERATOR = "scalebook";

/** Paths of ours: slugs, dots and slashes, nothing that leads up or elsewhere. */
const SAFE_PATH = /^(?:[a-z0-9][a-z0-9.-]*\/)*[a-z0-9][a-z0-9.-]*$/;

/** What a site holds, beside this file itself. */
interface Manifest extends FileListJson {
  generator: string;
  version: string;
  /** Stands for the content of all files. */
  content: string;
}

/** Files that the build before made together. */
export interface KeptFiles {
  group: FileGroup;
  /** Size of all. */
  bytes: number;
  /** Size of the first: where it is as it was, so are the others. */
  firstBytes: number;
  /** Paths of those that others have as well. */
  shared: readonly string[];
}

/** A site under construction. Nothing that readers see changes before `install`. */
export interface Output {
  /** What the build before wrote. */
  before: FileList;
  /** Stands for what the build before wrote; `null` where there was none. */
  content: string | null;
  /** Folder in which files are put aside. */
  staging: string;
  /** What the site will hold. */
  files: FileList;
  /** Puts a file aside for the site. */
  add(path: string, content: string | Uint8Array): void;
  /** Names files that somebody else has put aside. */
  claim(group: FileGroup, bytes: number): void;
  /** Names files of several makers that somebody has put aside. */
  share(files: readonly [path: string, bytes: number][]): void;
  /** Lets files of the build before stay as they are; `false`, and none of them, where they are no longer there. */
  keep(files: KeptFiles): boolean;
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
  const { before, content, isNew } = await readManifest(root, outDir);
  const staging = join(root, STAGING);
  await rm(staging, { recursive: true, force: true });
  await mkdir(staging, { recursive: true });
  const files = new FileList();
  /** What was put aside. */
  const put = new FileList();
  /** Sizes of what several share; undefined: not there. */
  const shared = new Map<string, number | undefined>();
  let bytes = 0;
  return {
    before,
    content,
    staging,
    files,
    add(path, content) {
      bytes += placeFile(staging, path, content);
      files.add(path);
      put.add(path);
    },
    claim(group, size) {
      bytes += size;
      files.addGroup(group);
      put.addGroup(group);
    },
    share(some) {
      for (const [path, size] of some) {
        shared.set(path, size);
        files.add(path);
        put.add(path);
      }
    },
    keep({ group, bytes: size, firstBytes, shared: others }) {
      const [first] = pathsOf(group);
      if (first === undefined || sizeOf(join(root, first)) !== firstBytes) return false;
      for (const path of others) if (!shared.has(path)) shared.set(path, sizeOf(join(root, path)));
      if (others.some((path) => shared.get(path) === undefined)) return false;
      bytes += size;
      files.addGroup(group);
      for (const path of others) files.add(path);
      return true;
    },
    async install(version, content) {
      const dropped = missing(before.without(files), files);
      if (!isNew) refuseForeign(put, before, { root, outDir });
      const { files: single, groups } = files.toJson();
      // First claim every file, old and new: whatever interrupts us, the next build knows what is ours, and that it is not whole.
      await writeManifest(root, { version, content: "", files: [...single, ...dropped], groups });
      moveInto(staging, root);
      for (const path of dropped) await remove(root, path);
      await rm(staging, { recursive: true, force: true });
      await writeManifest(root, { version, content, files: single, groups });
      const ofShared = [...shared.values()].reduce((sum: number, size) => sum + (size ?? 0), 0);
      return { bytes: bytes + ofShared, dropped };
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

interface Before extends Pick<Output, "before" | "content"> {
  /** Nothing was in the folder. */
  isNew: boolean;
}

/** What an earlier build wrote. */
async function readManifest(root: string, outDir: string): Promise<Before> {
  const nothing = { before: new FileList(), content: null, isNew: true };
  const found = await stat(root).catch(() => undefined);
  if (found === undefined) return nothing;
  if (!found.isDirectory()) throw new UserError(`${outDir} is a file: name a folder for the site with --out`);
  const names = (await readdir(root)).filter((name) => name !== STAGING && name !== PARTIAL);
  if (names.length === 0) return nothing;
  const text = await readFile(join(root, MANIFEST), "utf8").catch(() => undefined);
  const manifest = text === undefined ? null : parseManifest(text);
  if (manifest !== null) return { before: manifest.list, content: manifest.content, isNew: false };
  throw new UserError(
    `${outDir} holds files that no build of Scalebook wrote (${MANIFEST} is missing or not ours): ` +
      "name an empty or new folder with --out",
  );
}

/** The paths that a manifest lists; `null` where it is not one of ours. */
export function manifestPaths(text: string): string[] | null {
  const manifest = parseManifest(text);
  return manifest && [...manifest.list.paths()];
}

function parseManifest(text: string): { list: FileList; content: string | null } | null {
  try {
    const manifest: unknown = JSON.parse(text);
    if (typeof manifest !== "object" || manifest === null) return null;
    const { generator, files, content } = manifest as Partial<Manifest>;
    if (generator !== GENERATOR || !Array.isArray(files)) return null;
    const list = readFileList({ ...manifest }, (path) => SAFE_PATH.test(path));
    return { list, content: typeof content === "string" && content !== "" ? content : null };
  } catch {
    return null;
  }
}

async function writeManifest(root: string, given: Omit<Manifest, "generator">): Promise<void> {
  const manifest: Manifest = { generator: GENERATOR, ...given };
  const text = `${JSON.stringify(manifest, null, 1)}\n`;
  const partial = join(root, PARTIAL);
  await writeFile(partial, text);
  await rename(partial, join(root, MANIFEST));
}

/** Stops before a file of the user's would be overwritten. */
function refuseForeign(put: FileList, before: FileList, { root, outDir }: { root: string; outDir: string }): void {
  const there = put.without(before).filter((path) => existsSync(join(root, path)));
  const [foreign] = missing(there, before);
  if (foreign === undefined) return;
  throw new UserError(`${outDir}/${foreign} was not written by Scalebook and would be overwritten: move it away first`);
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
