import { execa } from "execa";

/** The commit of the git work tree that contains `folder`; `null` outside one or without git. */
export async function currentCommit(folder: string): Promise<{ hash: string; dirty: boolean } | null> {
  const git = (...args: string[]) =>
    execa("git", args, { cwd: folder, reject: false, timeout: 5_000, stdin: "ignore" });
  const [head, status] = await Promise.all([
    git("rev-parse", "HEAD"),
    git("status", "--porcelain", "--untracked-files=no"),
  ]);
  if (head.failed || !/^[0-9a-f]{40,64}$/.test(head.stdout)) return null;
  return { hash: head.stdout, dirty: status.failed || status.stdout !== "" };
}
