import { execFile } from "node:child_process";
import { codeOf } from "../../record/files/regular-files.js";
import { UserError } from "../../user-error.js";

const MOST_OUTPUT = 2 ** 24;

/** Git in one folder: gives what it says, without the last line break. Throws a {@link GitRefusal} where it refuses. */
export type Git = (...args: string[]) => Promise<string>;

/** What git said on its standard error. */
export class GitRefusal extends Error {}

/**
 * The environment without what a hook of git, from which a recording may be started, says of its own repository: its index is no
 * work tree's.
 */
export function gitEnvironment(): NodeJS.ProcessEnv {
  const { GIT_DIR: _, GIT_WORK_TREE: __, GIT_INDEX_FILE: ___, GIT_PREFIX: ____, ...environment } = process.env;
  return environment;
}

/**
 * Git in a folder. No hook of the repository runs: what a checkout starts is not asked for. Throws a UserError where there is no
 * git.
 */
export function gitIn(folder: string, stop: AbortSignal): Git {
  return (...args) =>
    new Promise((resolve, reject) => {
      const options = {
        cwd: folder,
        env: gitEnvironment(),
        encoding: "utf8",
        maxBuffer: MOST_OUTPUT,
        signal: stop,
        windowsHide: true,
      } as const;
      execFile("git", ["-c", "core.hooksPath=/dev/null", ...args], options, (error, stdout, stderr) => {
        if (error === null) resolve(stdout.replace(/\n$/, ""));
        else if (codeOf(error) === "ENOENT")
          reject(new UserError("--git needs the program git: it is not in the folders of PATH"));
        else reject(new GitRefusal(stderr.trim() || error.message));
      });
    });
}

/** What git says; `null` where it refuses. */
export async function answer(asked: Promise<string>): Promise<string | null> {
  try {
    return await asked;
  } catch (error) {
    if (error instanceof GitRefusal) return null;
    throw error;
  }
}
