import { spawnSync } from "node:child_process";
import { rmSync } from "node:fs";
import { realpath } from "node:fs/promises";
import { makeTemporaryFolder, removeOwnerless } from "../../record/files/temporary-folders.js";
import { gitEnvironment } from "./git.js";

const PREFIX = "scalebook-git-";

/** Makes the folder for the work trees of this process, and removes those that dead ones left. */
export async function makeTreeFolder(): Promise<string> {
  removeOwnerless(PREFIX);
  // Errors name files by their real path.
  return realpath(await makeTemporaryFolder(PREFIX));
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
