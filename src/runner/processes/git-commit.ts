import { execFile } from "node:child_process";

const LONGEST_MS = 5_000;

export interface Commit {
  hash: string;
  /** Whether the work tree has changes that are not committed. */
  dirty: boolean;
}

/** The commit of the git work tree that contains `folder`; `null` outside one, before its first commit or without git. */
export async function currentCommit(folder: string): Promise<Commit | null> {
  // One call for both: every process that is started at the start of a run delays its first trial.
  const said = await git(folder, "status", "--porcelain=v2", "--branch", "--untracked-files=no");
  const hash = /^# branch\.oid ([0-9a-f]{40,64})$/m.exec(said ?? "")?.[1];
  if (said === null || hash === undefined) return null;
  return { hash, dirty: /^[^#]/m.test(said) };
}

/** Output of git; `null` where it fails. Not by execa, which a run of a command would load for this alone. */
function git(folder: string, ...args: string[]): Promise<string | null> {
  return new Promise((resolve) => {
    const options = { cwd: folder, timeout: LONGEST_MS, encoding: "utf8" as const, windowsHide: true };
    execFile("git", args, options, (error, stdout) => resolve(error === null ? stdout : null));
  });
}
