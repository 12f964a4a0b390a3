import { constants, type Stats } from "node:fs";
import { access } from "node:fs/promises";
import { dirname, join, resolve } from "node:path";
import { UserError } from "../../user-error.js";
import { type FileHandle, type FileSystem, nodeFiles, type SyncFileSystem } from "./file-system.js";

/** Largest run file that is read or written. */
export const MAX_RUN_BYTES = 20_000_000;

const IS_A_FILE = "it, or a part of its path, is a file and not a folder; choose another path";

/** Codes of the operating system in words for users, with advice. */
const ADVICE: Readonly<Record<string, string>> = {
  EAGAIN: "no more processes can be started; end some programs",
  EACCES: "permission denied; change its rights, or choose another place",
  EDQUOT: "your disk quota is used up; free some space",
  EFBIG: "the file is larger than the system allows; raise its limit (ulimit -f), or choose another place",
  EISDIR: "it is a folder; name a file",
  EEXIST: "something of that name is there already; choose another name",
  EIO: "the device failed; check the disk",
  EADDRNOTAVAIL: "this machine has no such address",
  EBUSY: "another program uses it; end that first",
  ELOOP: "symbolic links lead in a circle, or to where none is followed; give the file itself",
  EMFILE: "too many files are open; close some programs",
  ENAMETOOLONG: "the name is too long; choose a shorter one",
  ENOMEM: "memory is used up; end some programs",
  ENFILE: "too many files are open on this machine; close some programs",
  ENOENT: "there is no such file or folder",
  ENOSPC: "no space is left on the device; free some space",
  ENOTEMPTY: "the folder is not empty; empty it, or choose another place",
  ENOTDIR: IS_A_FILE,
  EPERM: "the operation is not permitted; choose another place",
  ETXTBSY: "a program that runs is in that file; end it first",
  EROFS: "the file system is read-only; choose another folder",
};

/** The same, where a folder was to be made. */
const MKDIR_ADVICE: Readonly<Record<string, string>> = {
  EEXIST: IS_A_FILE,
  ENOENT: "no folder can be made there; choose another place",
};

/** The operating system's code of an error, such as `ENOENT`; undefined where the error has none. */
export function codeOf(error: unknown): string | undefined {
  const code = error instanceof Error && "code" in error ? error.code : undefined;
  return typeof code === "string" ? code : undefined;
}

/**
 * A failed file operation as a UserError: `<what>: <meaning> (<code>)`. An error without a code is a bug and comes back
 * as it is, as does a UserError.
 */
export function fileError(what: string, error: unknown): unknown {
  const code = codeOf(error);
  if (code === undefined || !/^E[A-Z0-9]+$/.test(code)) return error;
  const { syscall } = error as NodeJS.ErrnoException;
  const advice = (syscall === "mkdir" ? MKDIR_ADVICE[code] : undefined) ?? ADVICE[code];
  return new UserError(`${what}: ${advice ?? "the system refused it"} (${code})`, { cause: error });
}

/** What a call of the operating system does, where its name is no verb. */
const VERBS: Readonly<Record<string, string>> = {
  access: "look at",
  fstat: "look at",
  listen: "listen at",
  lstat: "look at",
  mkdir: "make the folder",
  mkdtemp: "make the folder",
  rm: "remove",
  rmdir: "remove",
  scandir: "list the folder",
  stat: "look at",
  unlink: "remove",
  uv_cwd: "find the current folder",
};

/**
 * A call that the operating system refused and that no caller gave words, as a UserError with the call and its path:
 * `cannot open x: permission denied ... (EACCES)`. Files that are missing in `own`, folders of the program, and errors of other
 * kinds are bugs and come back as they are.
 */
export function refusedCall(error: unknown, own: readonly string[]): unknown {
  if (codeOf(error) === undefined || !(error instanceof Error) || error instanceof UserError) return error;
  const { syscall, path = "", dest = "" } = error as NodeJS.ErrnoException & { dest?: string };
  const isMissing = codeOf(error) === "ENOENT" && own.some((folder) => path.startsWith(join(folder, "/")));
  if (typeof syscall !== "string" || isMissing) return error;
  const [name = "", ...program] = syscall.split(" ");
  if (name === "spawn") return fileError(`cannot start ${program.join(" ")}`, error);
  const verb = VERBS[name] ?? name;
  return fileError(`cannot ${[verb, path, ...(dest === "" ? [] : ["as", dest])].filter(Boolean).join(" ")}`, error);
}

/**
 * The bytes of a regular file of at most `limit` bytes. Symbolic links, folders, devices, pipes and larger files are
 * refused with a UserError, before anything is read from them.
 */
export async function readRegularFile(
  path: string,
  limit = MAX_RUN_BYTES,
  fs: FileSystem = nodeFiles,
): Promise<Buffer> {
  try {
    refuseIrregular(path, await fs.lstat(path), limit);
    // The name may point elsewhere by now: no link is followed, no pipe waited for, and the open file is asked again.
    const { O_RDONLY, O_NOFOLLOW = 0, O_NONBLOCK = 0 } = constants;
    const handle = await fs.open(path, O_RDONLY | O_NOFOLLOW | O_NONBLOCK);
    try {
      const stats = await handle.stat();
      refuseIrregular(path, stats, limit);
      return await readUpTo(handle, stats.size);
    } finally {
      await handle.close();
    }
  } catch (error) {
    throw fileError(`cannot read ${path}`, error);
  }
}

function refuseIrregular(path: string, stats: Stats, limit: number): void {
  if (stats.isSymbolicLink()) throw new UserError(`${path}: is a symbolic link: give the file itself`);
  if (stats.isDirectory()) throw new UserError(`${path}: is a folder, not a file`);
  if (!stats.isFile()) throw new UserError(`${path}: is not a regular file`);
  if (Number(stats.size) > limit) {
    const [size, most] = [Number(stats.size), limit].map((bytes) => (bytes / 1e6).toFixed(1));
    throw new UserError(`${path}: is ${size} MB large: at most ${most} MB are read; check that it is the right file`);
  }
}

/** Reads the first `size` bytes, as a file may grow meanwhile. */
async function readUpTo(handle: FileHandle, size: number): Promise<Buffer> {
  const buffer = Buffer.alloc(size);
  let filled = 0;
  while (filled < size) {
    const { bytesRead } = await handle.read(buffer, filled, size - filled, filled);
    if (bytesRead === 0) break;
    filled += bytesRead;
  }
  return buffer.subarray(0, filled);
}

/** Bytes as UTF-8 text without a byte order mark; other encodings are a UserError. */
export function decodeText(bytes: Uint8Array, path: string): string {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    throw new UserError(`${path}: is not UTF-8 text: save it as UTF-8`);
  }
}

/** Writes all bytes at `position`, as the system may take only a part at a time. */
export async function writeAll(handle: FileHandle, bytes: Uint8Array, position: number): Promise<void> {
  let written = 0;
  while (written < bytes.length) {
    const { bytesWritten } = await handle.write(bytes, written, bytes.length - written, position + written);
    if (bytesWritten === 0) throw Object.assign(new Error("nothing was written"), { code: "ENOSPC" });
    written += bytesWritten;
  }
}

/** Makes a folder and those above it that are missing; their names outlive a power cut. */
export async function makeKeptFolder(dir: string, fs: FileSystem): Promise<void> {
  const first = await fs.mkdir(dir, { recursive: true });
  if (first === undefined) return;
  for (let made = resolve(dir); ; made = dirname(made)) {
    await syncFolder(dirname(made), fs);
    if (made === resolve(first)) return;
  }
}

/** Throws a UserError where a folder for runs cannot be written to, or not be made: said before anything is measured. */
export async function refuseUnwritable(dir: string): Promise<void> {
  for (let at = resolve(dir); ; at = dirname(at)) {
    try {
      return await access(at, constants.W_OK);
    } catch (error) {
      // The root of a drive may not be there.
      if (codeOf(error) !== "ENOENT" || dirname(at) === at) throw fileError(`cannot keep runs in ${dir}`, error);
    }
  }
}

/** Codes of systems that cannot sync a folder, as some network and user-space file systems; no reason to lose what is written. */
const NO_SYNC = ["EINVAL", "ENOTSUP", "EISDIR", "EPERM", "EACCES", "EBADF", "ENOSYS"];

/** Forces a folder's entries to the disk, so that a new name outlives a power cut. */
export async function syncFolder(dir: string, fs: FileSystem): Promise<void> {
  // Windows has no such call; its file systems journal their names themselves.
  if (process.platform === "win32") return;
  let handle: FileHandle | undefined;
  try {
    handle = await fs.open(dir, "r");
    await handle.sync();
  } catch (error) {
    if (!NO_SYNC.includes(codeOf(error) ?? "")) throw error;
  } finally {
    await handle?.close();
  }
}

/** As {@link syncFolder}, at once. */
export function syncFolderNow(dir: string, fs: Pick<SyncFileSystem, "openSync" | "fsyncSync" | "closeSync">): void {
  if (process.platform === "win32") return;
  let file: number | undefined;
  try {
    file = fs.openSync(dir, "r");
    fs.fsyncSync(file);
  } catch (error) {
    if (!NO_SYNC.includes(codeOf(error) ?? "")) throw error;
  } finally {
    if (file !== undefined) fs.closeSync(file);
  }
}
