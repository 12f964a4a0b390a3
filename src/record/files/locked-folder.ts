import { randomBytes } from "node:crypto";
import * as nodeFs from "node:fs";
import { basename, dirname, join } from "node:path";
import { UserError } from "../../user-error.js";
import { isAlive, thisWriter, type Writer } from "../journal/recording-process.js";
import type { SyncFileSystem } from "./file-system.js";

/** A folder that one process has for itself. */
export interface LockedFolder {
  path: string;
  /** Whether it is still this owner's. A process that does not see it, such as one in another container, takes it for left over. */
  isHeld(): boolean;
  /** Removes the folder, where it is still this owner's. */
  release(): void;
}

const OWNER = "owner";

/**
 * Makes a folder that belongs to this process, or finds the process that has it. What a process left there that is gone is
 * removed. A folder comes into its place with its owner in it, and leaves it as a whole, so that none is ever seen half made.
 *
 * @param path of the folder; the one that it lies in is there
 * @throws UserError where something of another kind has its name
 */
export function lockFolder(path: string, fs: SyncFileSystem = nodeFs): LockedFolder | { heldBy: number } {
  const owner = JSON.stringify({ ...thisWriter(), token: randomBytes(8).toString("hex") });
  const fresh = sideName(path);
  try {
    fs.mkdirSync(fresh);
    fs.writeFileSync(join(fresh, OWNER), owner);
    while (!moveTo(fresh, path, fs)) {
      const there = ownerIn(path, fs);
      const other = there === null ? null : writerOf(there);
      if (other !== null && isAlive(other)) return { heldBy: other.pid };
      const busy = sweep(path, there, fs);
      if (busy !== null) return busy;
    }
  } finally {
    fs.rmSync(fresh, { recursive: true, force: true });
  }
  removeLeftOver(path, fs);
  const isHeld = () => ownerIn(path, fs) === owner;
  return { path, isHeld, release: () => isHeld() && remove(path, fs) };
}

/** A name beside the folder that only this process uses, and by which others see that it is gone. */
function sideName(path: string): string {
  const { pid, start } = thisWriter();
  return `${path}-${pid}-${start ?? 0}-${randomBytes(4).toString("hex")}`;
}

/** The folder that is had while one that was left is removed. */
function sweepName(path: string): string {
  return `${path}-sweep`;
}

const SIDE_NAME = /-(\d+)-(\d+)-[0-9a-f]{8}$/;

/** Removes what processes that were killed half-way left beside the folder. */
function removeLeftOver(path: string, fs: SyncFileSystem): void {
  const sweeping = sweepName(path);
  if (fs.lstatSync(sweeping, { throwIfNoEntry: false }) !== undefined) {
    const own = lockFolder(sweeping, fs);
    if ("release" in own) own.release();
  }
  const [folder, name] = [dirname(path), basename(path)];
  for (const entry of fs.readdirSync(folder)) {
    const [, pid, start] = (entry.startsWith(`${name}-`) && SIDE_NAME.exec(entry)) || [];
    if (pid === undefined || isAlive({ pid: Number(pid), start: start === "0" ? null : (start ?? null) })) continue;
    fs.rmSync(join(folder, entry), { recursive: true, force: true });
  }
}

/** Gives a folder its name; `false` where that is taken. An empty folder of that name is nobody's. */
function moveTo(from: string, path: string, fs: SyncFileSystem): boolean {
  try {
    fs.renameSync(from, path);
    return true;
  } catch (error) {
    const there = fs.lstatSync(path, { throwIfNoEntry: false });
    if (there === undefined) throw error;
    if (!there.isDirectory()) throw new UserError(`${path} is in the way, and no folder: move it away`);
    return false;
  }
}

/**
 * Removes a folder whose owner is gone. Two processes may find that at once, and the slower one would remove what the quicker
 * one put there: each first takes a second folder, for as long as it looks again and removes.
 */
function sweep(path: string, left: string | null, fs: SyncFileSystem): { heldBy: number } | null {
  const sweeping = lockFolder(sweepName(path), fs);
  if ("heldBy" in sweeping) return sweeping;
  try {
    if (ownerIn(path, fs) === left) remove(path, fs);
  } finally {
    sweeping.release();
  }
  return null;
}

/** Removes a folder, which gives up its name first: what comes under that name next is not touched. */
function remove(path: string, fs: SyncFileSystem): void {
  const gone = sideName(path);
  if (fs.lstatSync(path, { throwIfNoEntry: false }) === undefined) return;
  fs.renameSync(path, gone);
  fs.rmSync(gone, { recursive: true, force: true });
}

/** The text that names the owner; `null` where there is none. */
function ownerIn(path: string, fs: SyncFileSystem): string | null {
  try {
    return fs.readFileSync(join(path, OWNER), "utf8");
  } catch {
    return null;
  }
}

function writerOf(owner: string): Writer | null {
  try {
    const { pid, start } = JSON.parse(owner) as Writer;
    return Number.isSafeInteger(pid) && pid > 0 ? { pid, start: typeof start === "string" ? start : null } : null;
  } catch {
    return null;
  }
}
