import type { Dirent } from "node:fs";
import * as nodeFs from "node:fs";
import { basename, dirname, join, resolve } from "node:path";
import { bootId } from "../../record/files/boot-id.js";
import type { Cache } from "../../record/files/cache.js";
import type { SyncFileSystem } from "../../record/files/file-system.js";
import { type LockedFolder, lockFolder } from "../../record/files/locked-folder.js";
import { makeFolder } from "../../record/files/make-folder.js";
import { fileError, syncFolderNow } from "../../record/files/regular-files.js";
import { UserError } from "../../user-error.js";
import { FileList, type FileListJson, inside, missing, readFileList } from "./file-list.js";
import { keepBuild, type PageRecords } from "./previous-build.js";

const MANIFEST = "manifest.json";
const STAGING = ".scalebook-staging";
const PARTIAL = ".scalebook-manifest";
/** Whether a folder counts as empty beside that: what killed builds leave, and a .gitignore, which keeps a site out of commits. */
const isPassedOver = (name: string) => [STAGING, PARTIAL].some((own) => name.startsWith(own)) || name === ".gitignore";
const GENERATOR = "scalebook";

/** List of the files of a site, but for this one. */
interface Manifest extends FileListJson {
  generator: string;
  version: string;
  /** Hash that stands for the content of all files; "": a build was cut off. */
  content: string;
}

/** Folder of a site that one build has for itself, and what an earlier build left there. */
export interface OutputFolder {
  /** As the user named it. */
  outDir: string;
  root: string;
  /** Folder inside that holds this build's other folders. While it is there no other build writes to the site. */
  own: LockedFolder;
  /** Folder inside, for new files until they are installed. */
  staging: string;
  /** Folder inside, for journals as they were first read: they grow, and go when their run ends. */
  journals: string;
  /** Files that the earlier build wrote. */
  before: FileList;
  /** Hash that stands for their content; `null`: unknown. */
  content: string | null;
  /** The start of the system, as {@link bootId} gives it. */
  boot: string | null;
}

/** Another build is at work in the folder of a site. */
export class SiteBusy extends UserError {
  /** Which build, and where. */
  readonly what: string;

  constructor(what: string) {
    super(`${what}: wait until it is done and build again`);
    this.what = what;
  }
}

/**
 * Opens the folder of a site for a new build; {@link discardStaged} closes it.
 *
 * @throws UserError where the folder holds files but no manifest of ours: it is somebody else's
 * @throws SiteBusy where another build is at work
 */
export function openOutputFolder(outDir: string, fs: SyncFileSystem = nodeFs): OutputFolder {
  const root = resolve(outDir);
  // Before anything is made in the folder.
  readManifest(root, outDir, fs);
  makeFolder(root, fs);
  const own = lockFolder(join(root, STAGING), fs);
  if ("heldBy" in own) {
    throw new SiteBusy(`another build is writing to ${outDir} (process ${own.heldBy})`);
  }
  try {
    // Another build may have ended since.
    const found = readManifest(root, outDir, fs);
    const [staging, journals] = [join(own.path, "files"), join(own.path, "journals")];
    for (const folder of [staging, journals]) fs.mkdirSync(folder);
    return { outDir, root, own, staging, journals, boot: bootId(fs), ...found };
  } catch (error) {
    own.release();
    throw error;
  }
}

/** Throws a UserError where no site can be made in a folder. Another build that is at work there will be done by then. */
export function checkOutputFolder(outDir: string): void {
  try {
    discardStaged(openOutputFolder(outDir));
  } catch (error) {
    if (!(error instanceof SiteBusy)) throw fileError(`cannot write the site to ${outDir}`, error);
  }
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
  // Nothing was made, and what lies there is what the manifest says.
  const isThere = site.content === folder.content && site.staged.isEmpty();
  const removed = isThere ? [] : installFiles(folder, site, toolVersion, fs);
  if (!isThere) keepBuild(cache, { ...folder, content: site.content }, site.records);
  // No page links to what others load.
  return missing([...removed, ...published], site.files).filter((path) => !path.startsWith("assets/"));
}

/** Moves the staged files into place; removes those that an earlier build wrote and this one did not, and returns their paths. */
function installFiles(
  folder: OutputFolder,
  { files, staged, content }: StagedSite,
  version: string,
  fs: SyncFileSystem,
): string[] {
  const { outDir, root, own, staging, before } = folder;
  if (!own.isHeld()) throw new UserError(`another build took ${outDir} over meanwhile: build again`);
  const dropped = missing(before.without(files), files);
  refuseForeign(folder, staged, fs);
  const { files: single, groups } = files.toJson();
  // Old and new files are claimed first: whatever interrupts the build, the next one knows what is ours, and that it is not whole.
  writeManifest(folder, { version, content: "", files: [...single, ...dropped], groups }, fs);
  moveInto(staging, root, fs);
  // A name that a power cut brings back is listed no more: no build would remove it, and one that needs it would take it for the user's.
  for (const left of remove(root, dropped, fs)) syncFolderNow(left, fs);
  writeManifest(folder, { version, content, files: single, groups }, fs);
  return dropped;
}

/** Removes staged files that were not installed, lets other builds in, and removes the site's folder where nothing is in it. */
export function discardStaged({ root, own }: OutputFolder, fs: SyncFileSystem = nodeFs): void {
  own.release();
  removeEmptyFolder(root, fs);
}

/** Throws a UserError where something of the user's lies where staged files go. A link is the user's, wherever it leads. */
function refuseForeign({ outDir, root, staging, before }: OutputFolder, staged: FileList, fs: SyncFileSystem): void {
  const { files, others } = inTheWay(staging, root, fs);
  const maybeNew = new Set(staged.without(before));
  const ours = files.filter((path) => maybeNew.has(path));
  const [foreign] = [...others, ...missing(ours, before)];
  if (foreign === undefined) return;
  throw new UserError(`${outDir}/${foreign} was not written by Scalebook and would be overwritten: move it away first`);
}

/** What has the names of staged files: regular files, and all that is neither such a file nor a folder where one is needed. */
function inTheWay(staging: string, root: string, fs: SyncFileSystem): Record<"files" | "others", string[]> {
  const found = { files: [] as string[], others: [] as string[] };
  const look = (under: string) => {
    for (const entry of fs.readdirSync(join(staging, under), { withFileTypes: true })) {
      const path = under === "" ? entry.name : `${under}/${entry.name}`;
      const there = fs.lstatSync(join(root, path), { throwIfNoEntry: false });
      if (there === undefined) continue;
      if (entry.isDirectory() && there.isDirectory()) look(path);
      else found[entry.isFile() && there.isFile() ? "files" : "others"].push(path);
    }
  };
  look("");
  return found;
}

function readManifest(root: string, outDir: string, fs: SyncFileSystem): Pick<OutputFolder, "before" | "content"> {
  const nothing = { before: new FileList(), content: null };
  const found = fs.statSync(root, { throwIfNoEntry: false });
  if (found === undefined) return nothing;
  if (!found.isDirectory()) throw new UserError(`${outDir} is a file: name a folder for the site with --out`);
  const names = fs.readdirSync(root).filter((name) => !isPassedOver(name));
  if (names.length === 0) return nothing;
  const manifest = parseManifest(readText(join(root, MANIFEST), fs));
  if (manifest !== null) return manifest;
  throw new UserError(
    `${outDir} holds files that no build of Scalebook wrote (${MANIFEST} is missing or not ours): ` +
      "name an empty or new folder with --out",
  );
}

/** The text of a file; "" where there is none, or a link. */
function readText(path: string, fs: SyncFileSystem): string {
  try {
    return fs.lstatSync(path).isFile() ? fs.readFileSync(path, "utf8") : "";
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

function writeManifest({ root, own }: OutputFolder, given: Omit<Manifest, "generator">, fs: SyncFileSystem): void {
  const manifest: Manifest = { generator: GENERATOR, ...given };
  const partial = join(own.path, MANIFEST);
  // What is moved into place after it must not outlive it, or it is taken for somebody else's after a power cut.
  fs.writeFileSync(partial, `${JSON.stringify(manifest, null, 1)}\n`, { flush: true });
  fs.renameSync(partial, join(root, MANIFEST));
  syncFolderNow(root, fs);
}

/** Moves the content of a folder into another: a folder as a whole where none of its name is there, as in most first builds. */
function moveInto(from: string, to: string, fs: SyncFileSystem): void {
  for (const entry of fs.readdirSync(from, { withFileTypes: true })) {
    const [source, target] = [join(from, entry.name), join(to, entry.name)];
    const there = fs.lstatSync(target, { throwIfNoEntry: false });
    if (entry.isDirectory() && there !== undefined) moveInto(source, target, fs);
    else fs.renameSync(source, target);
  }
}

/**
 * Removes files of an earlier build, and the folders that this leaves empty. A folder that was replaced by a link leads out of
 * the site: files behind it are not ours, nor is a link in a file's place. Each folder is listed once: a manifest may name
 * hundreds of thousands of paths that are not there. Returns the innermost folders of the paths that are left.
 */
function remove(root: string, paths: readonly string[], fs: SyncFileSystem): Set<string> {
  const listed = new Map<string, ReadonlyMap<string, Dirent>>();
  const entryOf = (path: string) => entriesOf(dirname(path)).get(basename(path));
  const entriesOf = (folder: string): ReadonlyMap<string, Dirent> => {
    const known = listed.get(folder);
    if (known) return known;
    const isThere = folder === root || (entryOf(folder)?.isDirectory() ?? false);
    const entries = isThere ? fs.readdirSync(folder, { withFileTypes: true }) : [];
    const byName = new Map(entries.map((entry) => [entry.name, entry]));
    listed.set(folder, byName);
    return byName;
  };
  const folders = new Set<string>();
  for (const target of paths.map((path) => inside(root, path))) {
    if (entryOf(target)?.isFile()) unlink(target, fs);
    let folder = dirname(target);
    while (folder !== root && !entryOf(folder)?.isDirectory()) folder = dirname(folder);
    folders.add(folder);
  }
  for (const folder of folders) {
    if (folder === root || !removeEmptyFolder(folder, fs)) continue;
    folders.delete(folder);
    // The one above has its turn after all others, which it may have held.
    folders.delete(dirname(folder));
    folders.add(dirname(folder));
  }
  return folders;
}

function unlink(file: string, fs: SyncFileSystem): void {
  try {
    fs.unlinkSync(file);
  } catch {
    // It is gone already, and perhaps its folder is not.
  }
}

function removeEmptyFolder(folder: string, fs: SyncFileSystem): boolean {
  try {
    fs.rmdirSync(folder);
    return true;
  } catch {
    return false;
  }
}
