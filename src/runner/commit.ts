import { execFile } from "node:child_process";

const LONGEST_MS = 5_000;

/** The commit of the git work tree that contains `folder`; `null` outside one or without git. */
export async function currentCommit(folder: string): Promise<{ hash: string; dirty: boolean } | null> {
  const [head, status] = await Promise.all([
    git(folder, "rev-parse", "HEAD"),
    git(folder, "status", "--porcelain", "--untracked-files=no"),
  ]);
  const hash = head?.trim() ?? "";
  if (!/^[0-9a-f]{40,64}$/.test(hash)) return null;
  return { hash, dirty: status !== "" };
}

/** What git says; `null` where it fails. Not by way of execa, which a run of a command would load for this alone. */
function git(folder: string, ...args: string[]): Promise<string | null> {
  return new Promise((resolve) => {
    const options = { cwd: folder, timeout: LONGEST_MS, encoding: "utf8" as const, windowsHide: true };
    execFile("git", args, options, (error, stdout) => resolve(error === null ? stdout : null));
  });
}
