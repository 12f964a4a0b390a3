import * as nodeFs from "node:fs";
import { dirname, join, resolve } from "node:path";
import type { Cache } from "../../record/files/cache.js";
import type { SyncFileSystem } from "../../record/files/file-system.js";
import { UserError } from "../../user-error.js";
import { KINDS_FOLDER } from "../charts/explorer/explorable-text.js";
import { FileList, type FileListJson, inside, isInside, missing, readFileList } from "./file-list.js";
import { keepBuild, type PageRecords } from "./previous-build.js";

const MANIFEST = "manifest.json";
const STAGING = ".scalebook-staging";
const PARTIAL = ".scalebook-manifest";
/** Files beside which a folder counts as empty; a .gitignore keeps it out of commits. */
const PASSED_OVER: readonly string[] = [STAGING, PARTIAL, ".gitignore"];
const GENERATOR = "scalebook";

/** List of the files of a site, but for this one. */
interface Manifest extends FileListJson {
  generator: string;
  version: string;
  /** Hash that stands for the content of all files; "": a build was cut off. */
  content: string;
}

/** Folder of a site, and what an earlier build left there. */
export interface OutputFolder {
  /** As the user named it. */
  outDir: string;
  root: string;
  /** Folder inside, for new files until they are installed. */
  staging: string;
  /** Files that the earlier build wrote. */
  before: FileList;
  /** Hash that stands for their content; `null`: unknown. */
  content: string | null;
  isEmpty: boolean;
}

/**
 * Opens the folder of a site for a new build.
 *
 * @throws UserError where the folder holds files but no manifest of ours: it is somebody else's
 */
export function openOutputFolder(outDir: string, fs: SyncFileSystem = nodeFs): OutputFolder {
  const root = resolve(outDir);
  const found = readManifest(root, outDir, fs);
  const staging = join(root, STAGING);
  fs.rmSync(staging, { recursive: true, force: true });
  fs.mkdirSync(staging, { recursive: true });
  return { outDir, root, staging, ...found };
}

/** Size of a regular file of the site as it stands; undefined where there is none. */
export function installedSize({ root }: OutputFolder, path: string, fs: SyncFileSystem): number | undefined {
  const stats = fs.lstatSync(join(root, path), { throwIfNoEntry: false });
  return stats?.isFile() ? stats.size : undefined;
}

/** Files of a site that is ready to be installed. */
export interface StagedSite {
  files: FileList;
  /** Those of them that lie in the staging folder. */
  staged: FileList;
  /** Hash that stands for the content of all files. */
  content: string;
  records: PageRecords;
}

export interface InstallOptions {
  folder: OutputFolder;
  /** Gets the record for the next build. */
  cache: Cache;
  toolVersion: string;
  /** Paths of the site as it was published elsewhere. */
  published: readonly string[];
  fs: SyncFileSystem;
}

/**
 * Installs a site: from here on readers see it.
 *
 * @returns paths that the site had, here or published elsewhere, and has no longer
 * @throws UserError where a file of the user's would be overwritten
 */
export function installSite(site: StagedSite, { folder, cache, toolVersion, published, fs }: InstallOptions): string[] {
  const removed = installFiles(folder, site, toolVersion, fs);
  keepBuild(cache, { root: folder.root, content: site.content }, site.records);
  // Nobody follows a link to a script of charts.
  return missing([...removed, ...published], site.files).filter((path) => !path.startsWith(KINDS_FOLDER));
}

/** Moves the staged files into place; removes those that an earlier build wrote and this one did not, and returns their paths. */
function installFiles(
  { outDir, root, staging, before, isEmpty }: OutputFolder,
  { files, staged, content }: StagedSite,
  version: string,
  fs: SyncFileSystem,
): string[] {
  const dropped = missing(before.without(files), files);
  if (!isEmpty) {
    const there = staged.without(before).filter((path) => fs.existsSync(join(root, path)));
    const [foreign] = missing(there, before);
    if (foreign !== undefined)
      throw new UserError(
        `${outDir}/${foreign} was not written by Scalebook and would be overwritten: move it away first`,
      );
  }
  const { files: single, groups } = files.toJson();
  // Old and new files are claimed first: whatever interrupts the build, the next one knows what is ours, and that it is not whole.
  writeManifest(root, { version, content: "", files: [...single, ...dropped], groups }, fs);
  moveInto(staging, root, fs);
  for (const path of dropped) remove(root, path, fs);
  fs.rmSync(staging, { recursive: true, force: true });
  writeManifest(root, { version, content, files: single, groups }, fs);
  return dropped;
}

/** Removes staged files that were not installed, and the site's folder where nothing is in it. */
export function discardStaged({ root, staging }: OutputFolder, fs: SyncFileSystem = nodeFs): void {
  fs.rmSync(staging, { recursive: true, force: true });
  removeEmptyFolder(root, fs);
}

function readManifest(
  root: string,
  outDir: string,
  fs: SyncFileSystem,
): Pick<OutputFolder, "before" | "content" | "isEmpty"> {
  const nothing = { before: new FileList(), content: null, isEmpty: true };
  const found = fs.statSync(root, { throwIfNoEntry: false });
  if (found === undefined) return nothing;
  if (!found.isDirectory()) throw new UserError(`${outDir} is a file: name a folder for the site with --out`);
  const names = fs.readdirSync(root).filter((name) => !PASSED_OVER.includes(name));
  if (names.length === 0) return nothing;
  const manifest = parseManifest(readText(join(root, MANIFEST), fs));
  if (manifest !== null) return { ...manifest, isEmpty: false };
  throw new UserError(
    `${outDir} holds files that no build of Scalebook wrote (${MANIFEST} is missing or not ours): ` +
      "name an empty or new folder with --out",
  );
}

function readText(path: string, fs: SyncFileSystem): string {
  try {
    return fs.readFileSync(path, "utf8");
  } catch {
    return "";
  }
}

/** The paths that a manifest lists; `null` where it is not one of ours. */
export function manifestPaths(text: string): string[] | null {
  const manifest = parseManifest(text);
  return manifest && [...manifest.before.paths()];
}

function parseManifest(text: string): Pick<OutputFolder, "before" | "content"> | null {
  try {
    const manifest: unknown = JSON.parse(text);
    if (typeof manifest !== "object" || manifest === null) return null;
    const { generator, files, content } = manifest as Partial<Manifest>;
    if (generator !== GENERATOR || !Array.isArray(files)) return null;
    const before = readFileList({ ...manifest });
    return { before, content: typeof content === "string" && content !== "" ? content : null };
  } catch {
    return null;
  }
}

function writeManifest(root: string, given: Omit<Manifest, "generator">, fs: SyncFileSystem): void {
  const manifest: Manifest = { generator: GENERATOR, ...given };
  const partial = join(root, PARTIAL);
  fs.writeFileSync(partial, `${JSON.stringify(manifest, null, 1)}\n`);
  fs.renameSync(partial, join(root, MANIFEST));
}

/** Moves the content of a folder into another: a folder as a whole where none of its name is there, as in most first builds. */
function moveInto(from: string, to: string, fs: SyncFileSystem): void {
  for (const entry of fs.readdirSync(from, { withFileTypes: true })) {
    const [source, target] = [join(from, entry.name), join(to, entry.name)];
    if (entry.isDirectory() && fs.existsSync(target)) moveInto(source, target, fs);
    else fs.renameSync(source, target);
  }
}

/** Removes one file of an earlier build, and the folders that this leaves empty. */
function remove(root: string, path: string, fs: SyncFileSystem): void {
  const target = inside(root, path);
  try {
    // A folder that was replaced by a link leads out of the site: files behind it are not ours.
    if (!isInside(fs.realpathSync(root), fs.realpathSync(dirname(target)))) return;
    fs.unlinkSync(target);
  } catch {
    // It is gone already, and perhaps its folder is not.
  }
  for (let folder = dirname(target); isInside(root, folder) && folder !== root; folder = dirname(folder))
    if (!removeEmptyFolder(folder, fs)) return;
}

function removeEmptyFolder(folder: string, fs: SyncFileSystem): boolean {
  try {
    fs.rmdirSync(folder);
    return true;
  } catch {
    return false;
  }
}
