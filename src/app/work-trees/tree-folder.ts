import { spawnSync } from "node:child_process";
import { readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { mkdtemp, realpath } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileError } from "../../record/files/regular-files.js";
import { isAlive, thisWriter, type Writer } from "../../record/journal/recording-process.js";
import { gitEnvironment } from "./git.js";

const PREFIX = "scalebook-git-";
const OWNER = "owner";
/** A folder without an owner is that of a process that is making it, or of one that died then. */
const MAKING_MS = 60_000;

/** Makes the folder for the work trees of this process, and removes those that dead ones left. */
export async function makeTreeFolder(): Promise<string> {
  removeStale();
  const made = await mkdtemp(join(tmpdir(), PREFIX)).catch((error: unknown) => {
    throw fileError(`cannot make a temporary folder in ${tmpdir()} (TMPDIR)`, error);
  });
  writeFileSync(join(made, OWNER), JSON.stringify(thisWriter()));
  // Errors name files by their real path.
  return realpath(made);
}

/** Removes the work trees in a folder, and what the repository knows of them, at once: a process that exits waits for nothing. */
export function removeTrees(folder: string, repository: string): void {
  rmSync(folder, { recursive: true, force: true, maxRetries: 3 });
  spawnSync("git", ["worktree", "prune"], {
    cwd: repository,
    env: gitEnvironment(),
    stdio: "ignore",
    windowsHide: true,
  });
}

/** Folders of processes that are gone (kill -9); those of other people stay. */
function removeStale(): void {
  for (const name of readdirSync(tmpdir())) {
    if (!name.startsWith(PREFIX)) continue;
    const folder = join(tmpdir(), name);
    try {
      const { uid, mtimeMs } = statSync(folder);
      if (uid !== (process.getuid?.() ?? uid)) continue;
      const owner = ownerOf(folder);
      const isLeft = owner === null ? Date.now() - mtimeMs > MAKING_MS : !isAlive(owner);
      if (isLeft) rmSync(folder, { recursive: true, force: true });
    } catch {
      // Whoever removes it at the same time wins; what cannot be removed is in nobody's way.
    }
  }
}

function ownerOf(folder: string): Writer | null {
  try {
    return JSON.parse(readFileSync(join(folder, OWNER), "utf8"));
  } catch {
    return null;
  }
}
