import { readdirSync, readFileSync, readlinkSync, rmSync, statSync, writeFileSync } from "node:fs";
import { mkdtemp } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { isAlive, thisWriter, type Writer } from "../journal/recording-process.js";
import { bootId } from "./boot-id.js";
import { fileError } from "./regular-files.js";

const OWNER = "owner";
/** A folder without an owner is that of a process that is making it, or of one that died then. */
const MAKING_MS = 60_000;
/** Whether a process of another container or an earlier start of the machine lives cannot be asked: its folder tells by its age. */
const FOREIGN_MS = 7 * 86_400_000;

/** A process, and where its id means something: the start of the machine and the container. */
interface Owner extends Writer {
  place: string;
}

/** Makes a folder in the folder for temporary files that later processes remove when this one is gone. */
export async function makeTemporaryFolder(prefix: string): Promise<string> {
  let folder: string | undefined;
  try {
    folder = await mkdtemp(join(tmpdir(), prefix));
    writeFileSync(join(folder, OWNER), JSON.stringify({ ...thisWriter(), place: placeHere() } satisfies Owner));
    return folder;
  } catch (error) {
    if (folder !== undefined) rmSync(folder, { recursive: true, force: true });
    throw fileError(`cannot make a temporary folder in ${tmpdir()} (TMPDIR)`, error);
  }
}

/** Removes the folders whose owners are gone (kill -9); those of other people stay. */
export function removeOwnerless(prefix: string): void {
  for (const name of listed(tmpdir())) {
    if (!name.startsWith(prefix)) continue;
    const folder = join(tmpdir(), name);
    try {
      if (isOwnerless(folder)) rmSync(folder, { recursive: true, force: true });
    } catch {
      // Whoever removes it at the same time wins; what cannot be removed is in nobody's way.
    }
  }
}

/** A folder that is not there is told when one is to be made in it. */
function listed(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}

function isOwnerless(folder: string): boolean {
  const stats = statSync(folder);
  if (!stats.isDirectory() || stats.uid !== (process.getuid?.() ?? stats.uid)) return false;
  const ageMs = Date.now() - stats.mtimeMs;
  const owner = ownerOf(folder);
  if (owner === null) return ageMs > MAKING_MS;
  return owner.place === placeHere() ? !isAlive(owner) : ageMs > FOREIGN_MS;
}

function ownerOf(folder: string): Owner | null {
  try {
    return JSON.parse(readFileSync(join(folder, OWNER), "utf8"));
  } catch {
    return null;
  }
}

/** "" where the system has no such names. */
function placeHere(): string {
  try {
    return `${bootId()} ${readlinkSync("/proc/self/ns/pid")}`;
  } catch {
    return "";
  }
}
